"""The verb that makes and shows collections of sites; rules are read against the registry."""

from typing import Any

import click

from pipelines.cli import Place, emit, main
from pipelines.errors import ConfigError
from pipelines.schema import as_json


@main.command("collection")
@click.argument("name", required=False)
@click.argument("sites", nargs=-1)
@click.option("--rule", help="Choose the sites by what the registry says of them: country:FR type:regional.")
@click.pass_obj
def collection_verb(place: Place, /, name: str | None, sites: tuple[str, ...], rule: str | None) -> None:
    """Make a named set of sites, or a new version of one; without sites, show its versions, without a name, all.

    A rule has parts that must all hold: country:FR,BE type:newspaper -owner:Roe; there are site, country, region, type
    (as in the registry, or regional, national), lang and owner. Search and count take collection:NAME, or
    collection:NAME@2 for its second version; SQL has the view collections.

    Example: coranto collection french --rule 'country:FR type:regional'
    """
    from pipelines.corpus import membership
    from spiders.choice import facts
    from spiders.site import sites as registry

    archive = place.archive
    if sites and rule:
        raise ConfigError("name the sites, or give a rule, not both")
    if name and rule:
        sites = membership.chosen(rule, {site.id: facts(site) for site in registry()})
    if name and (sites or rule):
        emit(as_json(membership.keep(archive, name, sites, rule)))
        return
    shown: Any = membership.versions(archive, name) if name else membership.collections(archive)
    for found in shown:
        emit(as_json(found))
