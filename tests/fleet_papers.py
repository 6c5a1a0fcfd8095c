"""Any number of small newspapers on one host, ``/p000/`` … : what each printed on each day follows from its number.

Each day of each paper has a page of its own with the day's articles, and nothing else announces them, as with papers
whose feeds are short: what was not crawled in time is found by date only.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from web_server import Answer, Request, WebServer, connect_to

HOST = "fleet.example"
ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Africa/Cairo", "UTC")
COUNTRIES = ("FR", "US", "JP", "EG", "GB")
PER_DAY = 2
YAML = """
name: Paper {n:03}
home: https://fleet.example/p{n:03}/
languages: [en]
time_zone: {zone}
country: {country}
media_type: newspaper
day: "{minute} 5 * * *"
discover:
  - dated: https://fleet.example/p{n:03}/{{yyyy}}/{{mm}}/{{dd}}/
articles: ^/p{n:03}/20\\d\\d/\\d\\d/\\d\\d/story-
pace: {{seconds: 2, connected: 0}}
"""
SENTENCE = "The council of district {n} met on {day} and agreed on the repair of bridge number {k}, which costs more than planned."


def name(n: int) -> str:
    """A paper's site id."""
    return f"paper{n:03}"


def write_sites(folder: Path, count: int) -> list[str]:
    """The site files of so many papers; their ids."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        zone, country = ZONES[n % len(ZONES)], COUNTRIES[n % len(COUNTRIES)]
        text = YAML.format(n=n, zone=zone, country=country, minute=n % 60)
        (folder / f"{name(n)}.yaml").write_text(text)
    return [name(n) for n in range(count)]


def urls(n: int, day: date) -> list[str]:
    """The articles of a paper's day."""
    return [f"https://{HOST}/p{n:03}/{day:%Y/%m/%d}/story-{k}" for k in range(PER_DAY)]


class Fleet:
    """Serves all of them; paths in ``broken`` answer 500."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.broken = folder, set[str]()
        self.server = WebServer(folder, self.respond)
        self.connect_to = connect_to((HOST,), self.server.ports)
        self.asked: list[str] = []

    def respond(self, request: Request) -> Answer:
        """A day's page, an article, or nothing."""
        found = re.fullmatch(r"/p(\d{3})/(\d{4})/(\d\d)/(\d\d)/(?:story-(\d))?", request.target)
        if request.target in self.broken:
            return Answer(status=500, body=b"later")
        if not found:
            return Answer(status=404)
        self.asked.append(request.target)
        number, *digits = (int(part) for part in found.groups()[:4])
        day = date(*digits)
        if found[5] is None:
            links = "".join(f'<li><a href="{url}">Story</a></li>' for url in urls(number, day))
            return Answer(body=f"<html><body><ol>{links}</ol></body></html>".encode())
        return Answer(body=_story(number, day, int(found[5])))

    def __enter__(self) -> "Fleet":
        self.server.__enter__()
        return self

    def __exit__(self, *given: object) -> None:
        self.server.__exit__(*given)

    @property
    def options(self) -> dict[str, Any]:
        """How a crawl reaches it."""
        return {"connect_to": self.connect_to, "ca_file": self.server.authority.ca_file}


def _story(number: int, day: date, k: int) -> bytes:
    zone = ZoneInfo(ZONES[number % len(ZONES)])
    published = datetime.combine(day, time(9 + k, 30), zone).astimezone(UTC)
    text = "".join(f"<p>{SENTENCE.format(n=number, day=day, k=k * 7 + m)}</p>" for m in range(6))
    head = f'<title>Bridge {k} of {day}</title><meta property="article:published_time" content="{published.isoformat()}">'
    body = f"<article><h1>Bridge {k} of district {number} on {day}</h1>{text}</article>"
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def days_before(day: date, count: int) -> list[date]:
    """So many days before a day, oldest first."""
    return [day - timedelta(days=n) for n in range(count, 0, -1)]
