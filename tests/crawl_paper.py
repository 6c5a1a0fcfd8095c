"""A very small invented newspaper for crawl tests: what it serves is a table, what it served is logged."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self

from web_server import Answer, Request, WebServer

from spiders.site import Site

YAML = """
name: The Gazette
home: https://gazette.example/
languages: [en]
time_zone: Europe/Paris
discover:
  - feed: /rss.xml
  - front: /
articles: ^/20
pace: {seconds: 2, connected: 0}
"""


def gazette(yaml: str = YAML) -> Site:
    """The paper's site file."""
    return Site.parse("gazette", yaml.encode())


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article: its path and when it was published."""

    path: str
    published: datetime

    @property
    def url(self) -> str:
        return f"https://gazette.example{self.path}"


def stories(day: datetime, n: int, every: timedelta = timedelta(minutes=5)) -> list[Story]:
    """So many stories from an instant on."""
    return [Story(path=f"/2026/story-{n:03}", published=day + n * every) for n in range(n)]


def rss(listed: list[Story]) -> bytes:
    """Their feed."""
    items = "".join(
        f"<item><title>t</title><link>{s.url}</link><pubDate>{format_datetime(s.published)}</pubDate></item>"
        for s in listed
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


class Gazette:
    """Serves stories, a feed and a front page; ``answers`` overrides single paths."""

    def __init__(self, folder: Path, listed: list[Story], delay: float = 0.0) -> None:
        self.listed, self.delay = listed, delay
        self.paths = {story.path for story in listed}
        self.answers: dict[str, Callable[[], Answer]] = {}
        self.server = WebServer(folder, self.respond)
        self.folder = folder

    def respond(self, request: Request) -> Answer:
        if request.target in self.answers:
            return self.answers[request.target]()
        if request.target == "/rss.xml":
            return Answer(body=rss(self.listed), media_type="application/rss+xml")
        if request.target == "/":
            return Answer(body=b'<a href="/about">About</a><a href="/2026/undated">Undated</a>')
        if request.target in self.paths or request.target == "/2026/undated":
            time.sleep(self.delay)
            return Answer(body=b"<p>A story at %b</p>" % request.target.encode() * 50)
        return Answer(status=404)

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *given: object) -> None:
        self.server.__exit__(*given)

    @property
    def options(self) -> dict[str, Any]:
        """How a crawl reaches it."""
        ports = self.server.ports
        return {
            "connect_to": f":80:127.0.0.1:{ports.http},:443:127.0.0.1:{ports.https}",
            "ca_file": self.server.authority.ca_file,
        }

    @property
    def log(self) -> list[dict[str, Any]]:
        """What it finished sending."""
        text = (self.folder / "access.jsonl").read_text()
        return [
            json.loads(line) for line in text.rpartition("\n")[0].splitlines()
        ]  # the last may be half written

    def asked(self, start: str = "/2026/") -> list[str]:
        """Paths of articles that it sent."""
        return [line["path"] for line in self.log if line["path"].startswith(start)]


MIDNIGHT = datetime(2026, 1, 4, 23, tzinfo=UTC)
"""Of 5 January in Paris."""
