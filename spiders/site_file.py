"""Reads one site's YAML file into the fields of :class:`spiders.site.Site`, strictly."""

import hashlib
import re
from collections.abc import Hashable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import cssselect
import yaml

from pipelines.archive.manifest import DatedHints
from pipelines.record import Hints
from spiders import site_keys as keys
from spiders.discover.archives import NAMED, PublicArchive
from spiders.discover.template import KINDS, check_template
from spiders.local_days import midnight
from spiders.site import FLOOR, ID, Caps, Source
from spiders.site_keys import Check, Place

LANGUAGE = keys.matching(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", "fr, pt-BR or zh-Hans")
HOST = keys.matching(r"(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+|[a-z0-9-]+", "herald.example or *.herald.example")


def _minutes(value: object, at: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1440:
        at.wrong(f"expected minutes, more than 0 and at most 1440, got {value!r}")
    return float(value)


CAPS: dict[str, Check[Any]] = {
    "pages": keys.whole(1, 50_000),
    "documents": keys.whole(1, 5_000),
    "depth": keys.whole(0, 5),
    "bytes": keys.whole(1024, 64 << 20),
    "at_once": keys.whole(1, 2),  # politeness may only be raised
    "requisites": keys.whole(1, 1000),
    "requisite_bytes": keys.whole(1024, 256 << 20),
    "minutes": _minutes,
    "revisits": keys.whole(1, 5000),
    "alike": keys.whole(1, 50_000),
}
CLEAN = ("from", "until", "body", "drop", "dates", "language", "publisher")
RESERVED = re.compile(r"(.*\.)?(example|test|invalid|localhost|example\.(com|net|org))")
"""Names that can never be a real site's (RFC 2606): the floor of ``pace`` protects nobody there."""


def _contact(value: object, at: Place) -> str:
    found = keys.text(value, at)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+", found):
        at.wrong(f"{found!r} is no mail address and no web address; write press@archive.example or https://…")
    return found


def _caps(value: object, at: Place) -> Caps:
    given = keys.mapping(value, at, CAPS)
    return Caps(**{key: CAPS[key](number, at.of(key)) for key, number in given.items()})


def _expect(value: object, at: Place) -> tuple[int, int]:
    given = keys.mapping(value, at, ("per_day",))
    bounds = keys.many(keys.whole(0, 1_000_000))(given.get("per_day"), at.of("per_day"))
    if len(bounds) != 2 or bounds[0] > bounds[1]:
        at.of("per_day").wrong("write the fewest and the most articles of an ordinary day: [20, 400]")
    return bounds[0], bounds[1]


def _pace(value: object, at: Place) -> tuple[float, float | None]:
    if not isinstance(value, dict):
        return keys.seconds(value, at), None
    given = keys.mapping(value, at, ("seconds", "connected"))
    if "seconds" not in given:
        at.of("seconds").wrong("is missing; write {seconds: 2, connected: 0}")
    connected = keys.seconds(given["connected"], at.of("connected")) if "connected" in given else None
    return keys.seconds(given["seconds"], at.of("seconds")), connected


def _discover(value: object, at: Place) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not value:
        at.wrong("expected a list of {kind: address}, for instance [{feed: https://herald.example/rss}]")
    found = []
    for n, item in enumerate(value):
        given = keys.mapping(item, at.of(n), KINDS)
        if len(given) != 1:
            at.of(n).wrong(f"one kind and its address for each entry, got {len(given)}")
        for kind, where in given.items():
            here = at.of(n).of(kind)
            address = keys.text(where, here)
            try:
                check_template(kind, address)
            except ValueError as e:
                here.wrong(str(e))
            found.append((kind, address))
    return tuple(found)


def _public(value: object, at: Place) -> PublicArchive:
    """A named archive, or ``{cdx: address}`` with ``replay`` or ``files``, ``{memento: …}``, ``{warcs: …}``."""
    if not isinstance(value, dict):
        return NAMED[keys.one_of(tuple(NAMED))(value, at)]
    given = keys.mapping(value, at, ("cdx", "memento", "warcs", "replay", "files"))
    kinds = [kind for kind in ("cdx", "memento", "warcs") if kind in given]
    if len(kinds) != 1:
        at.wrong("name one of cdx, memento and warcs with its address")
    found = {key: keys.text(text, at.of(key)) for key, text in given.items()}
    for key, text in found.items():
        keys.url(re.sub(r"[{}]", "", text), at.of(key))
    if kinds == ["cdx"] and not {"replay", "files"} & set(found):
        base = found["cdx"].rstrip("/").removesuffix("/cdx")
        found["replay"] = base + "/{timestamp}id_/{url}"
    if kinds == ["warcs"]:
        try:
            check_template("sitemap", found["warcs"])
        except ValueError as e:
            at.of("warcs").wrong(str(e))
    return PublicArchive(
        kind=kinds[0], url=found[kinds[0]], replay=found.get("replay"), files=found.get("files")
    )


def _selector(value: object, at: Place) -> str:
    found = keys.text(value, at)
    try:
        cssselect.parse(found)
    except cssselect.SelectorError as e:
        at.wrong(f"{found!r} is no CSS selector: {e}")
    return found


def _date_format(value: object, at: Place) -> str:
    found = keys.text(value, at)
    try:
        sample = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
        back = datetime.strptime(sample.strftime(found), found)  # noqa: DTZ007 - only to try the format
        if (back.month, back.day) != (2, 3):
            raise ValueError("it holds no month and day")
    except ValueError as e:
        at.wrong(f"{found!r} is no date format: {e}; write it like '%d.%m.%Y %H:%M'")
    return found


CHECKS: dict[str, Check[Any]] = {
    "name": keys.text, "home": keys.url, "hosts": keys.many(HOST), "languages": keys.many(LANGUAGE),
    "time_zone": keys.time_zone, "country": keys.matching("[A-Z]{2}", "FR"), "region": keys.text,
    "media_type": keys.one_of(keys.MEDIA_TYPES), "owner": keys.text,
    "wikidata": keys.matching(r"Q[1-9]\d*", "Q12461"), "issn": keys.issn, "active": keys.flag,
    "enabled": keys.flag, "verified": keys.flag, "day": keys.once_a_day, "poll": keys.cron,
    "revisit": keys.ages, "discover": _discover, "articles": keys.one_or_many(keys.pattern),
    "requisites": keys.one_of(keys.REQUISITES), "pace": _pace, "ports": keys.many(keys.whole(1, 65535)),
    "certificate": keys.one_of(keys.CERTIFICATES), "contact": _contact, "caps": _caps,
    "public_archives": keys.many(_public), "expect": _expect,
    "clean": lambda value, at: value,  # needs the time zone: see _clean
}  # fmt: skip
REQUIRED = ("name", "home", "languages", "time_zone")
RENAMED = {"day": "day_cron", "expect": "per_day"}


def fields(site: str, body: bytes, file: str) -> dict[str, Any]:
    """The arguments of ``Site(…)`` from a file's bytes."""
    top = Place(file=file)
    if not ID.fullmatch(site):
        top.wrong(f"{site!r} is no site id; name the file in small letters and digits, as herald.yaml")
    given = keys.mapping(_yaml(body, top), top, CHECKS)
    for key in REQUIRED:
        if key not in given or given[key] == []:
            top.of(key).wrong("is missing; every site needs it")
    found = {key: CHECKS[key](value, top.of(key)) for key, value in given.items()}
    found.setdefault("hosts", (urlsplit(found["home"]).hostname or "",))
    if not found["hosts"]:
        top.of("hosts").wrong("no host is left; name at least one or leave the key out")
    _sources(found, top)
    _paces(found, top)
    found["clean"] = _clean(found.get("clean", []), top.of("clean"), found)
    named = {RENAMED.get(key, key): value for key, value in found.items()}
    return named | {"id": site, "yaml": body, "digest": hashlib.sha256(body).hexdigest()}


def _sources(found: dict[str, Any], top: Place) -> None:
    sources = []
    for n, (kind, address) in enumerate(found.get("discover", ())):
        url = urljoin(found["home"], address) if address.startswith("/") else address
        keys.url(url.replace("{", "").replace("}", ""), top.of("discover").of(n).of(kind))
        sources.append(Source(kind=kind, url=url))
    found["discover"] = tuple(sources)


def _paces(found: dict[str, Any], top: Place) -> None:
    if "pace" not in found:
        return
    found["pace"], found["pace_connected"] = found["pace"]
    real = [host for host in found["hosts"] if not RESERVED.fullmatch(host)]
    if found["pace"] < FLOOR and real:
        top.of("pace").wrong(
            f"{found['pace']:g} is below the floor of {FLOOR:g} second between requests to {real[0]}; write at "
            f"least {FLOOR:g}, or {{seconds: 2, connected: 0}} to hurry only where CONNECT_TO leads to loopback"
        )


def _clean(value: object, at: Place, site: Mapping[str, Any]) -> tuple[DatedHints, ...]:
    if not isinstance(value, list):
        at.wrong(f"expected a list, got {value!r}; write [{{body: 'div.story'}}]")
    found: list[DatedHints] = []
    for n, item in enumerate(value):
        here = at.of(n)
        given = keys.mapping(item, here, CLEAN)
        since, until = (_instant(given.get(key), here.of(key), site) for key in ("from", "until"))
        if since and until and since >= until:
            here.wrong(f"from {given['from']} is not before until {given['until']}")
        if found and found[-1].since is None and found[-1].until is None:
            here.wrong("never used: the entry before it holds for all time; give that one an until")
        found.append(DatedHints(since=since, until=until, hints=_hints(given, here, site)))
    return tuple(found)


def _hints(given: Mapping[str, object], at: Place, site: Mapping[str, Any]) -> Hints:
    language = site["languages"][0] if len(site["languages"]) == 1 else None
    selectors, formats = keys.one_or_many(_selector), keys.one_or_many(_date_format)
    return Hints(
        body=selectors(given.get("body", []), at.of("body")),
        drop=selectors(given.get("drop", []), at.of("drop")),
        dates=formats(given.get("dates", []), at.of("dates")),
        language=LANGUAGE(given["language"], at.of("language")) if "language" in given else language,
        publisher=keys.text(given["publisher"], at.of("publisher")) if "publisher" in given else site["name"],
        time_zone=site["time_zone"],
    )


def _instant(value: object, at: Place, site: Mapping[str, Any]) -> datetime | None:
    """A day means its local midnight; a time without zone is in the site's."""
    zone = ZoneInfo(site["time_zone"])
    if value is None:
        return None
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    if isinstance(value, date):
        return midnight(value, zone)
    return at.wrong(f"expected a day like 2025-03-01, got {value!r}")


class _Strict(yaml.constructor.SafeConstructor):
    """YAML without its silent traps: a key given twice is an error, not the last one's victory."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a word", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} is given twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


class _Quick(_Strict, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """libyaml's parser, eight times as fast: a registry of a thousand files is read every minute."""


class _Telling(_Strict, yaml.SafeLoader):
    """The parser that says best what is wrong, and where."""


def _yaml(body: bytes, top: Place) -> object:
    try:
        text = body.decode("utf-8")
        with suppress(yaml.YAMLError, ValueError, RecursionError):
            return yaml.load(text, _Quick)  # noqa: S506 - both are SafeLoaders
        return yaml.load(text, _Telling)  # noqa: S506
    except UnicodeDecodeError as e:
        top.wrong(f"byte {e.start} is not UTF-8; save the file as UTF-8")
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        line = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        starred = "; put a schedule in quotes" if "alias" in f"{e.context} {e.problem}" else ""
        top.wrong(f"{line}not YAML: {e.problem or e}{starred}")
    except (yaml.YAMLError, ValueError, RecursionError) as e:
        top.wrong(f"not YAML: {e}")
