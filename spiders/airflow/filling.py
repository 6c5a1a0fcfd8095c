"""The task of ``fill_gaps``: one plan over many sites, then Airflow's backfills, a few at a time, until they are done.

It holds no worker while it waits: each look is a short attempt, and Airflow calls again. A cleared task goes on with the
same filling, since that is named after its run.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowRescheduleException

from pipelines.errors import ConfigError, CorantoError, QueryError
from pipelines.printable import printable
from spiders.airflow.operating import TellingOperator
from spiders.airflow.said import filled, lacking
from spiders.airflow_api import AirflowApi
from spiders.site import Site, sites

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from spiders.fleet import Filling, FleetPlan

LOOK = timedelta(seconds=15)
"""Between two looks at what runs."""


class FillOperator(TellingOperator):
    """Plans, starts and follows a filling; or pauses, resumes or cancels the latest one that goes on."""

    def execute(self, context: Any) -> dict[str, Any]:
        """One look; raises for Airflow to call again while something is left to do."""
        from pipelines.settings import connect
        from spiders.fleet import is_begun, start, step

        form, archive = context["params"], connect().archive
        try:
            airflow = api()
            if form["action"] != "start":
                return self._told(context, _acted(archive, airflow, form["action"]))
            name = _name(context["dag_run"].run_id)
            if not is_begun(archive, name):
                found = asked(archive, form)
                self._listed(found)
                if form["dry_run"] or not found.days:
                    self.tell(context, lacking(found))
                    return {"days": found.days}
                user = context["dag_run"].triggering_user_name or ""
                start(archive, found, by=user, at_once=form["at_once"], name=name)
            return self._filled(context, step(archive, airflow, name))
        except (ConfigError, QueryError) as e:
            self.give_up(context, printable(e))
        except CorantoError as e:
            self.fail(context, printable(e))

    def _listed(self, found: "FleetPlan") -> None:
        """The plan in the log, a line for each site that lacks something."""
        for site in found.sites:
            if site.days:
                self.log.info(
                    "%s: %s days from %s to %s; missing %s, failed %s, complete %s",
                    *(site.site, len(site.days), site.days[0], site.days[-1]),
                    *(site.missing, site.failed, site.complete),
                )

    def _filled(self, context: Any, filling: "Filling") -> dict[str, Any]:
        if not filling.ended:
            self.log.info(filled(filling))
            for part in filling.parts:
                if part.note:
                    self.log.info("%s: %s", part.site, printable(part.note, limit=300))
            raise AirflowRescheduleException(datetime.now(UTC) + LOOK)  # type: ignore[no-untyped-call]
        return self._told(context, filling)

    def _told(self, context: Any, filling: "Filling") -> dict[str, Any]:
        bad = [part for part in filling.parts if part.state == "incomplete"]
        if filling.ended and bad:
            self.give_up(context, f"{filled(filling)}; see {bad[0].dag_id}: {printable(bad[0].note)}")
        self.tell(context, filled(filling))
        return {"filling": filling.id, **{str(state): n for state, n in filling.counts.items()}}


def _name(run_id: str) -> str:
    """The filling of a run, as a part of an object key."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", run_id)


def api() -> AirflowApi:
    """The API of the Airflow of this home, as its account ``admin``."""
    from pipelines.settings import connect

    stack = connect()
    return AirflowApi(stack.airflow_url, "admin", stack.home.secrets().passwords["admin"])


def asked(archive: "Archive", form: Mapping[str, Any]) -> "FleetPlan":
    """The plan that the form asks for; the task's first attempt and all later ones see the same range."""
    from spiders.choice import members, select
    from spiders.fleet import plan

    if not form.get("since") or not form.get("until"):
        raise ConfigError("since and until are empty; fill in the first day, and the day after the last one")
    found: tuple[Site, ...] = select(
        sites(on_error=lambda _: None), form.get("sites") or "", members(archive)
    )
    if not found:
        raise ConfigError(f"no enabled site fits {form.get('sites')!r}; correct the filter")
    return plan(archive, found, form["since"], form["until"], form["what"])


def _acted(archive: "Archive", airflow: AirflowApi, action: str) -> "Filling":
    from spiders import fleet

    going = next((filling for filling in fleet.fillings(archive) if not filling.ended), None)
    if going is None:
        raise ConfigError(f"nothing to {action}: no filling goes on")
    act = {"pause": fleet.pause, "resume": fleet.resume, "cancel": fleet.cancel}[action]
    return act(archive, airflow, going.id)
