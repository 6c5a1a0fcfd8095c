"""The sites and days that a question is of: what it was drawn from, whether or not anything matches."""

from datetime import date

from pipelines.corpus import nodes as n
from pipelines.corpus.question import Question

Frame = tuple[frozenset[str] | None, date | None, date | None]
"""Sites (None: all) and days, half-open, outside of which a question matches nothing."""


def frame(question: Question) -> Frame:
    """Sites (None: all) and days, half-open, outside of which a question matches nothing."""
    sites: frozenset[str] | None = None
    since = until = None
    for clause in n.frame(question.tree()).clauses:
        if isinstance(clause, n.Days):
            since = max(filter(None, (since, clause.since)), default=None)
            until = min(filter(None, (until, clause.until)), default=None)
        elif (named := _sites(clause)) is not None:
            sites = named if sites is None else sites & named
    return sites, since, until


def _sites(node: n.Node) -> frozenset[str] | None:
    if isinstance(node, n.Sites):
        return node.names
    if isinstance(node, n.Term):
        return frozenset({node.value})
    if isinstance(node, n.Any):
        return frozenset().union(*(_sites(clause) or frozenset() for clause in node.clauses))
    return None
