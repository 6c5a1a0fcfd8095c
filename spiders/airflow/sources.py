"""What the page *Sources* reads: the site files and the health of the sites, each again only where it has changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.corpus.health import Health, read_health
from pipelines.errors import CorantoError
from spiders.airflow.source_lines import Line, chosen, line, worst_first
from spiders.choice import members
from spiders.site import Site, folders

if TYPE_CHECKING:
    from pipelines.archive import Archive


@dataclass(slots=True)
class Registry:
    """The site files, each parsed once for each time it changes."""

    environ: Mapping[str, str]
    _parsed: dict[Path, tuple[int, Site | None]] = field(default_factory=dict)

    def sites(self) -> list[Site]:
        """Every site whose file is sound, by id."""
        found: dict[Path, tuple[int, Site | None]] = {}
        for folder in folders(self.environ):
            for file in sorted(folder.iterdir()) if folder.is_dir() else ():
                if file.suffix in (".yaml", ".yml"):
                    stamp = file.stat().st_mtime_ns
                    held = self._parsed.get(file)
                    found[file] = held if held and held[0] == stamp else (stamp, _parse(file))
        self._parsed = found
        return sorted((site for _, site in found.values() if site), key=lambda site: site.id)


@dataclass(slots=True)
class Healths:
    """The health of all sites: one listing a view, and a read of each object that has changed since the last."""

    archive: "Callable[[], Archive]"
    _marks: dict[str, str] = field(default_factory=dict)
    _known: dict[str, dict[str, Health]] = field(default_factory=dict)

    def all(self) -> dict[str, Health]:
        """By site."""
        archive = self.archive()
        listed = {o.key: f"{o.size} {o.etag} {o.modified}" for o in archive.work.list("health/")}
        for key, mark in listed.items():
            if self._marks.get(key) != mark:
                shard = key.removeprefix("health/").removesuffix(".json")
                self._known[key] = read_health(archive, [shard])
                self._marks[key] = mark
        return {site: one for key in listed for site, one in self._known[key].items()}


@dataclass(slots=True, kw_only=True)
class Sources:
    """All sites with their health, and each site's line until its file, its health or its last closed day is another."""

    registry: Registry
    healths: Healths
    _held: dict[str, tuple[Health | None, date, Line]] = field(default_factory=dict)

    def lines(self, now: datetime) -> list[Line]:
        """One line a site, worst first."""
        known = self.healths.all()
        found: dict[str, tuple[Health | None, date, Line]] = {}
        for site in self.registry.sites():
            health, last = known.get(site.id), site.closed_day(now)
            held = self._held.get(site.id)
            if held is None or held[0] is not health or held[1] != last or held[2].site is not site:
                held = (health, last, line(site, health or Health(site=site.id), last))
            found[site.id] = held
        self._held = found
        return sorted((one for *_, one in found.values()), key=worst_first)

    def chosen(self, text: str) -> Callable[[Line], bool]:
        """What the filter box asks for; QueryError where it cannot be read."""
        return chosen(text, members(self.healths.archive()))


def _parse(file: Path) -> Site | None:
    try:
        return Site.parse(file.stem, file.read_bytes(), str(file))
    except (CorantoError, OSError):
        return None  # Airflow shows it as an import error already
