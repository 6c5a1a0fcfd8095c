"""The researcher's desk: pages that need no script, and the same for programs; it only shows, freezes and checks."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.web.pages import app
    from pipelines.web.server import serve

__all__ = ["app", "serve"]

_HOMES = {"app": "pipelines.web.pages", "serve": "pipelines.web.server"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
