"""What can be asked of a corpus, wherever it is: one that is open here, or one behind a served desk."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pipelines.archive.needed import Needed
    from pipelines.corpus.article import Article, Version
    from pipelines.corpus.articles import Articles
    from pipelines.corpus.attention import Attention
    from pipelines.corpus.concordance import Concordance
    from pipelines.corpus.counting import Counts, Histogram
    from pipelines.corpus.covered import Covered
    from pipelines.corpus.frozen import Frozen
    from pipelines.corpus.frozen_check import Difference
    from pipelines.corpus.handing_on import HandedOn
    from pipelines.corpus.history import History
    from pipelines.corpus.holes import Count, Counted
    from pipelines.corpus.sampling import Sample
    from pipelines.corpus.search import Results

Progress = Callable[[str], None]


class Kept(Protocol):
    """A frozen corpus."""

    @property
    def manifest(self) -> "Frozen":
        """What it is."""

    def hand_on(self, form: str, path: Path, progress: Progress = ...) -> "HandedOn":
        """Write it in a form that others take."""


class Asking(Protocol):
    """The questions; what they mean stands with :class:`~pipelines.corpus.answering.Answering`."""

    def search(self, text: str = "", **options: Any) -> "Results":
        """Hits with snippets."""

    def concordance(self, text: str, **options: Any) -> "Concordance":
        """Keywords in context."""

    def count(self, text: str = "", *, by: Any = None, **options: Any) -> "Count | Counted":
        """How many, also by something."""

    def histogram(
        self,
        text: str = "",
        interval: str = "day",
        *,
        zone: str | None = None,
        by: Any = None,
        **options: Any,
    ) -> "Histogram":
        """Over time."""

    def attention(
        self, text: str, interval: str = "month", *, zone: str | None = None, by: Any = None, within: str = "",
        **options: Any,
    ) -> "Attention":  # fmt: skip
        """As a share of all."""

    def facet(self, text: str = "", by: Any = "site", *, most: int = 100, **options: Any) -> "Counts":
        """By what they have in common."""

    def sample(self, text: str, n: int, *, seed: int, by: Iterable[str] = (), **options: Any) -> "Sample":
        """Some of them by chance."""

    def coverage(
        self, site: str | None = None, *, since: Any = None, until: Any = None, by: Any = "day"
    ) -> "list[Covered]":
        """What became of what was announced."""

    def show(self, id: str) -> "Article":  # noqa: A002
        """One article."""

    def versions(self, id: str) -> "list[Version]":  # noqa: A002
        """Its texts."""

    def history(self, id: str) -> "History":  # noqa: A002
        """What became of it."""

    def family(self, id: str) -> list[dict[str, Any]]:  # noqa: A002
        """Who else told the story."""

    def raw(self, id: str) -> bytes:  # noqa: A002
        """The bytes it was read from."""

    def requisites(self, id: str) -> "Needed":  # noqa: A002
        """What its page needs to be shown, and what is missing."""

    def articles(
        self, text: str = "", *columns: str, progress: bool | None = None, **options: Any
    ) -> "Articles":
        """All articles of a search."""

    def export(self, text: str, path: str | Path, format: str = "parquet", **options: Any) -> int:  # noqa: A002
        """The same as a file."""

    def freeze(self, text: str, *, name: str, **options: Any) -> Kept:
        """Kept for ever."""

    def frozen_names(self) -> tuple[str, ...]:
        """What was."""

    def frozen(self, name: str) -> Kept:
        """One of them."""

    def check_frozen(self, name: str, progress: Progress = ...) -> "Iterator[Difference]":
        """Is it still what it was?"""


def open_corpus(where: str | Path, token: str = "") -> Asking:
    """The corpus of a plain folder, or the one that a desk serves at ``https://…`` for the owner of a token.

    The corpus of a running stack is ``connect().corpus``.
    """
    if str(where).startswith(("http://", "https://")):
        from pipelines.corpus.remote import RemoteCorpus

        return RemoteCorpus(str(where), token)
    from pipelines.corpus.handle import Corpus

    return Corpus.open(where)
