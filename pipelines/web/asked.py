"""What a visitor asks: the parameters of a request as a question to the corpus."""

from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Annotated, Any, Literal
from urllib.parse import quote_plus, urlencode

from fastapi import Query

from pipelines.corpus.periods import as_day
from pipelines.corpus.query import parse
from pipelines.errors import QueryError

Order = Literal["", "relevance", "newest", "oldest"]
Per = Literal["", "family"]
DatedBy = Literal["", "first_seen"]
Measure = Literal["", "attention"]
View = Literal["", "context", "left", "right"]
YesNo = Literal["", "yes", "no"]
Length = Literal["", "brief", "short", "medium", "long"]
Access = Literal["", "paywalled", "free"]
LONGEST = 4000
QUOTES = (('"', '"', '"'), ("«", "»", "»"), ("„", "“", "“”"))
"""Opening, closing, and what may not stand between."""
Text = Annotated[str, Query(max_length=LONGEST)]
Day = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as typed into the form and narrowed by its links; empty means not given."""

    q: str = ""
    since: str = ""
    until: str = ""
    site: str = ""
    collection: str = ""
    country: str = ""
    language: str = ""
    section: str = ""
    author: str = ""
    length: Length = ""
    access: Access = ""
    live: YesNo = ""
    changed: YesNo = ""
    sort: Order = ""
    per: Per = ""
    dated_by: DatedBy = ""
    measure: Measure = ""
    view: View = ""
    cursor: str = ""

    @property
    def order(self) -> Literal["relevance", "newest", "oldest"]:
        """The order asked for; without words there is no relevance."""
        return self.sort or ("relevance" if self.q.strip() else "newest")

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First day and the day after the last, or None."""
        return as_day(self.since or None, "since"), as_day(self.until or None, "until")

    @property
    def bounds(self) -> dict[str, Any]:
        """What every question to the corpus has beside its text."""
        since, until = self.days
        return {
            "since": since,
            "until": until,
            "per": self.per or "article",
            "dated_by": self.dated_by or "published",
        }

    def text(self) -> str:
        """The query with the filters in it, as the command line takes it; QueryError tells places in ``q`` alone.

        >>> Asked(q="rail OR tram", site="herald", section="Sport", live="no").text()
        'rail OR tram site:"herald" section:="Sport" -is:live'
        """
        parse(self.q)  # first on its own: `tram OR` must not take the site for its other half
        parts = [self.q.strip()]
        for name, mark in FIELDS.items():
            value = getattr(self, name)
            parts += [f"{name}:{mark}{quoted(name, value)}"] if value else []
        parts += [f"is:{state}" for state in (self.length, self.access) if state]
        for name in ("live", "changed"):
            answer = getattr(self, name)
            parts += [f"{'-' if answer == 'no' else ''}is:{name}"] if answer else []
        return " ".join(part for part in parts if part)

    def without(self, name: str) -> "Asked":
        """The same, not narrowed by one filter."""
        return replace(self, **{name: ""}, cursor="")  # type: ignore[arg-type]

    def link(self, **changes: str | int) -> str:
        """The query string of this search with something changed, from its first page; what is empty is left out."""
        fields: dict[str, str | int] = {**self._values(), "cursor": "", **changes}
        # The names need no escaping, and a page has more than fifty of these links.
        given = (
            f"{name}={quote_plus(str(value))}" for name, value in fields.items() if value not in ("", None)
        )
        return "?" + "&".join(given)

    def compared(self) -> str:
        """The query string of a comparison that begins with this search."""
        given = {
            "q": self.text(),
            "since": self.since,
            "until": self.until,
            "per": self.per,
            "measure": self.measure,
        }
        return "?" + urlencode({name: value for name, value in given.items() if value})

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a form has to carry along to narrow or take this search."""
        return [(name, value) for name, value in self._values().items() if value and name != "cursor"]

    def _values(self) -> dict[str, str]:
        found: dict[str, str] = dict(zip(NAMES, VALUES(self), strict=True))  # asdict copies, and is slow
        return found


NAMES = tuple(Asked.__dataclass_fields__)
VALUES = attrgetter(*NAMES)
FIELDS = {"site": "", "collection": "", "country": "", "language": "", "section": "=", "author": "="}
"""Fields that are filtered by, and whether the value is asked for as a whole."""


def quoted(name: str, value: str) -> str:
    """A value in quotation marks that do not stand in it.

    >>> quoted("author", 'Joe "Bo" Roe')
    '«Joe "Bo" Roe»'
    """
    if value == value.strip() and value.isprintable():
        for opening, closing, inside in QUOTES:
            if not any(sign in value for sign in inside):
                return f"{opening}{value}{closing}"
    raise QueryError(f"{name}: {value!r} cannot be one; choose it from the list")


async def asked(
    q: Text = "",
    since: Day = "",
    until: Day = "",
    site: Text = "",
    collection: Text = "",
    country: Text = "",
    language: Text = "",
    section: Text = "",
    author: Text = "",
    length: Length = "",
    access: Access = "",
    live: YesNo = "",
    changed: YesNo = "",
    sort: Order = "",
    per: Per = "",
    dated_by: DatedBy = "",
    measure: Measure = "",
    view: View = "",
    cursor: Annotated[str, Query(max_length=100)] = "",
) -> Asked:
    """Read a search from a request's parameters; where it waits for nothing, it needs no thread."""
    return Asked(
        q=q, since=since.strip(), until=until.strip(), site=site, collection=collection, country=country, language=language,
        section=section, author=author, length=length, access=access, live=live, changed=changed, sort=sort,
        per=per, dated_by=dated_by, measure=measure, view=view, cursor=cursor,
    )  # fmt: skip
