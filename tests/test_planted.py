"""Twenty planted faults in forty days of fifty sites: found within a day, and nothing else; Spidermon's monitors beside it."""

from dataclasses import replace

import planted
import pytest
from measured import note
from moments import SOAK

from pipelines.corpus.batches import Batch, Batches
from pipelines.corpus.gate import Finding

KEPT = (20261125, 511) if SOAK else (20261125,)
"""Seeds that no threshold was chosen on."""


@pytest.mark.parametrize("seed", KEPT)
def test_faults_are_found_within_a_day_and_calm_sites_are_left_alone(seed: int) -> None:
    came = planted.trial(seed)
    missed = sorted(name for name, late in came.found.items() if late is None or late > 1)
    note(
        "test",
        f"planted faults, seed {seed}",
        f"{came.in_time} of {len(planted.FAULTS)} found within a day (late or not: {', '.join(missed) or 'none'});"
        f" {len(came.false)} false alarms in {planted.SITES * planted.DAYS} site days",
    )
    assert came.in_time >= 18, missed
    assert len(came.false) <= 2, came.false


def test_without_the_gates_history_hardly_anything_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted, "SITES", 20)

    def blind(one: planted.Paper, history: Batches) -> tuple[Batch, tuple[Finding, ...]]:
        return planted.judged(one, replace(history, batches=()))

    came = planted.trial(3, blind)
    assert came.in_time < 8, came.found
