"""Choosing sites of the registry by a rule (:mod:`pipelines.corpus.rule`)."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pipelines.corpus.rule import FACTS, Facts, Rule, rule

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from spiders.site import Site

Members = Callable[[str], frozenset[str]]
"""The sites of a collection, by its name; raises QueryError where there is none."""


def members(archive: "Archive") -> Members:
    """Collections as an archive has them: ``nordic`` is its newest version, ``nordic@2`` its second."""
    from pipelines.corpus.membership import named

    return lambda name: frozenset(named(archive, name).sites)


def facts(site: "Site") -> Facts:
    """What a rule may ask of a site; ``language:pt`` is also Brazil's."""
    languages = dict.fromkeys((*site.languages, *(tag.split("-")[0] for tag in site.languages)))
    return {
        "site": (site.id,),
        "country": (site.country,) if site.country else (),
        "region": (site.region,) if site.region else (),
        "type": tuple(filter(None, (site.media_type, "regional" if site.region else "national"))),
        "language": tuple(languages),
        "owner": (site.owner,) if site.owner else (),
        "verified": (str(site.verified).lower(),),
    }


def asked(text: str, members: Members, *more: str) -> tuple[Rule, Callable[["Site"], Facts]]:
    """A rule that may also name collections and ``more`` fields, and what it may ask of a site."""
    read = rule(text, (*FACTS, "collection", *more))
    named = {name: members(name) for name in read.values("collection")}

    def known(site: "Site") -> Facts:
        return {
            **facts(site),
            "collection": tuple(name for name, sites in named.items() if site.id in sites),
        }

    return read, known


def select(found: Iterable["Site"], text: str, members: Members) -> tuple["Site", ...]:
    """Enabled sites that a rule means; words without a field are ids of sites, any of them.

    ``country:FR,BE type:newspaper``, ``collection:nordic -language:fi``, ``herald umibe``.
    """
    read, known = asked(text, members)
    return tuple(
        site
        for site in found
        if site.enabled and read.fits(known(site)) and (not read.words or site.id in read.words)
    )
