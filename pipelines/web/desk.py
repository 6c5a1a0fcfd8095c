"""What all pages share: the corpus, who is let in, and where replay is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import HTTPException

from pipelines.archive.surt import stamp
from pipelines.corpus.article import Article
from pipelines.corpus.columns import captured_of
from pipelines.errors import CorantoError, CorpusError
from pipelines.web.admission import Door
from pipelines.web.counted import Counted
from pipelines.web.explained import source_of
from pipelines.web.holes import Holes
from pipelines.web.jobs import Jobs
from pipelines.web.shelf import Shelf

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

LOCALHOST = "localhost"
"""Stands in citations where nobody said what the archive is called; no such name can ever be given to anybody (RFC 6761)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The researcher's desk over one corpus."""

    corpus: "Corpus"
    holes: Holes
    counted: Counted
    shelf: Shelf
    door: Door = field(default_factory=Door)
    archive_id: str = LOCALHOST
    """A domain name, for citations."""
    replay: Callable[[], str] = str
    """Says the address of the replay server, an origin of its own; empty where none runs."""
    jobs: Jobs = field(default_factory=Jobs)
    """Freezes and checks that outlast a request."""

    def article(self, name: str) -> Article:
        """One article; an answer 404 where there is none."""
        if captured_of(name) is None:
            raise HTTPException(404, f"no article {name!r}; ids are in the hits of a search")
        try:
            return self.corpus.show(name)
        except CorpusError as error:
            raise HTTPException(404, str(error)) from error

    def source(self, article: Article) -> str:
        """The text that an article's blocks were cut from; empty where the archive does not have it any more."""
        from pipelines.archive.read import page_at

        try:
            return source_of(page_at(self.corpus.archive, article.where))
        except CorantoError:
            return ""

    def memento(self, article: Article) -> str:
        """Where the page of an article is replayed; empty where it cannot be."""
        address = self.replay() if article.url else ""
        if not address or not article.url:
            return ""
        return f"{address}/view/{stamp(article.captured)}/{quote(article.url, safe=URL_SAFE)}"


URL_SAFE = ":/?[]@!$&'()*+,;=%~-._"
