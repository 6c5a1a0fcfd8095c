"""Dated archive pages: one page of links for each local day."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from pipelines.archive.unit import Interval
from spiders.discover import front
from spiders.discover.link import Link
from spiders.discover.template import days, fill, urls
from spiders.local_days import midnight

__all__ = ["links", "pages", "urls"]


def pages(template: str, interval: Interval, zone: ZoneInfo) -> tuple[tuple[date, str], ...]:
    """The dated pages of an interval with the local day each one lists."""
    return tuple((day, fill(template, day)) for day in days(interval, zone))


def links(body: bytes, url: str, day: date, zone: ZoneInfo) -> tuple[Link, ...]:
    """Links of a dated page: each was listed under this local day. Nothing is raised."""
    listed = midnight(day, zone)
    return tuple(replace(link, announced=listed, dated="day") for link in front.links(body, url))
