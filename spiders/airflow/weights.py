"""Which of the waiting tasks get the free places: those of scheduled and manual runs before those of backfills."""

from typing import TYPE_CHECKING

from airflow.task.priority_strategy import PriorityWeightStrategy

if TYPE_CHECKING:
    from airflow.models.taskinstance import TaskInstance

SCHEDULED, BACKFILL = 1000, 1


class ScheduledFirst(PriorityWeightStrategy):
    """Backfills last; of one kind first what is nearest to its end, so that what was begun gets done."""

    def get_weight(self, ti: "TaskInstance") -> int:
        """The weight of a task: at least 1."""
        first = BACKFILL if (ti.run_id or "").startswith("backfill__") else SCHEDULED
        return first + (len(ti.task.get_flat_relative_ids(upstream=True)) if ti.task else 0)
