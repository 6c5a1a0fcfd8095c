"""Fetching: the registry of news sites, discovery, the crawl.

Names load on first use, so that ``import spiders`` stays light: every DAG parse pays for it.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spiders.crawl import CrawlReport, crawl
    from spiders.site import Site, sites

__all__ = ["CrawlReport", "Site", "crawl", "sites"]

_HOMES = {
    "CrawlReport": "spiders.crawl",
    "Site": "spiders.site",
    "crawl": "spiders.crawl",
    "sites": "spiders.site",
}


class _Package(ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        # Python binds the submodule `spiders.crawl` here once anybody has imported it; without this
        # `from spiders import crawl` would then be the module instead of the function of that name.
        if isinstance(value, ModuleType) and _HOMES.get(name) == value.__name__:
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'spiders' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
