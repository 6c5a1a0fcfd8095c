"""The one-machine stack: PostgreSQL, SeaweedFS, Airflow, the search page and the indexer under supervisor.

``up(home)`` starts it, ``status(home)`` asks every part, ``down(home)`` stops it. Everything lives in one
folder, the *home*. Outgrowing one machine means pointing the settings elsewhere; no data changes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.stack.parts import Part
    from pipelines.stack.report import PartStatus, status
    from pipelines.stack.start import up
    from pipelines.stack.step import Step
    from pipelines.stack.stop import down

__all__ = ["Part", "PartStatus", "Step", "down", "status", "up"]

_WHERE = {
    "Part": "parts",
    "PartStatus": "report",
    "Step": "step",
    "down": "stop",
    "status": "report",
    "up": "start",
}


def __getattr__(name: str) -> Any:
    """Load a public name's module when it is first asked for: the start wrapper needs none of them."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
