"""What a visitor asks: the parameters of a request as a question to the corpus."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query

from pipelines.corpus.periods import as_day
from pipelines.corpus.query import parse
from pipelines.errors import QueryError

Order = Literal["", "relevance", "newest"]
LONGEST = 4000
Text = Annotated[str, Query(max_length=LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as typed into the form; empty means not given."""

    q: str = ""
    since: str = ""
    until: str = ""
    site: str = ""
    language: str = ""
    sort: Order = ""

    @property
    def order(self) -> Literal["relevance", "newest"]:
        """The order asked for; without words there is no relevance."""
        return self.sort or ("relevance" if self.q.strip() else "newest")

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First day and the day after the last, or None."""
        return as_day(self.since or None, "since"), as_day(self.until or None, "until")

    def text(self) -> str:
        """The query with the form's site and language in it; QueryError tells places in ``q`` alone.

        >>> Asked(q="rail OR tram", site="herald").text()
        'rail OR tram site:"herald"'
        """
        parse(self.q)  # first on its own: `tram OR` must not take the site for its other half
        parts = [self.q.strip()]
        for name, value in (("site", self.site), ("language", self.language)):
            if '"' in value or value != value.strip() or not value.isprintable():
                raise QueryError(f"{name}: {value!r} cannot be one; choose it from the list")
            parts += [f'{name}:"{value}"'] if value else []
        return " ".join(part for part in parts if part)

    def link(self, **changes: str | int) -> str:
        """The query string of this search with something changed; what is empty is left out."""
        fields = {**asdict(self), **changes}
        return "?" + urlencode({key: value for key, value in fields.items() if value not in ("", None)})


def asked(
    q: Text = "", since: Text = "", until: Text = "", site: Text = "", language: Text = "", sort: Order = ""
) -> Asked:
    """Read a search from a request's parameters."""
    fields = {"q": q, "since": since.strip(), "until": until.strip(), "site": site, "language": language}
    return Asked(**fields, sort=sort)
