"""Invented newspapers that take their time, so that a crawl of them lasts: ``slow_papers.py --state DIR [--papers N]``.

Each paper prints so many stories on each of the last days, and each story takes a quarter of a second. For every
request it is written down, in ``begun.jsonl``, which process asked, as the kernel knows it: the papers' own account
of who was there when. ``sites/`` has their site files.
"""

import argparse
import json
import os
import re
import time
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path

from web_server import Answer, Ports, Request, WebServer, connect_to, termination

STORIES = 40
"""Of one paper and day."""
DELAY = 0.25
"""Seconds that a story takes."""
DAY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/$")
STORY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/story-(\d\d)$")
SITE = """\
name: The Slow Gazette {number}
home: https://{host}/
languages: [en]
time_zone: UTC
day: "0 0 * * *"
discover:
  - dated: /{{yyyy}}/{{mm}}/{{dd}}/
articles: ^/20\\d\\d/\\d\\d/\\d\\d/.+
pace: {{seconds: 2, connected: 0}}
"""
POLLED = """\
poll: "* * * * *"
"""
"""For the paper that prints news, too."""
NEWS = "/news.xml"
TEXT = (
    "The harbour of {place} was quiet on {day}, the port authority said in statement {number}. "
    "Two ferries waited outside the breakwater, and their masters spoke of a long night. "
)


def host(number: int) -> str:
    """The name of a paper's server."""
    return f"slow{number:02}.example"


def site(number: int) -> str:
    """Its site file."""
    return SITE.format(number=number, host=host(number))


def news_site(number: int) -> str:
    """The site file of one that is asked every minute what is new."""
    return site(number).replace("discover:\n", f"{POLLED}discover:\n  - feed: {NEWS}\n")


def stories(day: date) -> list[str]:
    """Paths of a day's stories."""
    return [f"/{day:%Y/%m/%d}/story-{number:02}" for number in range(STORIES)]


def listed(paths: list[str]) -> bytes:
    """A page of links."""
    return ("<html><body>" + "".join(f'<a href="{path}">{path}</a>' for path in paths)).encode()


def story(place: str, day: str, number: int) -> bytes:
    """A page with an article."""
    text = "".join(f"<p>{TEXT.format(place=place, day=day, number=number + n)}</p>" for n in range(6))
    title = f"Quiet night {number} at {place}"
    return (
        f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f'<time datetime="{day}T08:00:00Z">{day}</time>{text}</article></body></html>'
    ).encode()


class Papers:
    """All of them; ``today`` stands still."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._begun = os.open(folder / "begun.jsonl", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o644)

        self.news: list[tuple[str, datetime]] = []
        """Paths of what was published through the control port, and when."""

    def control(self, request: Request) -> Answer:
        """``POST /publish?word`` prints an article with that word in it; answers with its path."""
        now = datetime.now(UTC)
        path = f"/{now:%Y/%m/%d}/news-{request.target.partition('?')[2]}"
        self.news.append((path, now))
        return Answer(body=path.encode(), media_type="text/plain", logged=False)

    def feed(self, place: str) -> bytes:
        """What was published, newest first."""
        items = "".join(
            f"<item><title>n</title><link>https://{place}{path}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for path, at in reversed(self.news)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()

    def respond(self, request: Request) -> Answer:
        """What a paper answers, after it has written down who asks."""
        asked = {"time": datetime.now(UTC).isoformat(), "host": request.host, "path": request.target}
        line = json.dumps(asked | {"pid": asker(request.client)}) + "\n"
        os.write(self._begun, line.encode())
        if found := STORY.match(request.target):
            time.sleep(DELAY)
            year, month, day, number = found.groups()
            return Answer(body=story(request.host, f"{year}-{month}-{day}", int(number)))
        if found := DAY.match(request.target):
            return Answer(body=listed(stories(date(*map(int, found.groups())))))
        if request.target == NEWS:
            return Answer(body=self.feed(request.host), media_type="application/rss+xml")
        if request.target in {path for path, _ in self.news}:
            word = request.target.rpartition("-")[2]
            return Answer(body=story(f"{request.host} {word}", request.target[1:11].replace("/", "-"), 1))
        return Answer(status=404)


@cache
def asker(port: int) -> int:
    """The process at the other end of a connection from this port of ours; 0 where it has gone."""
    wanted = _inode(port)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"spiders.crawler" not in (folder / "cmdline").read_bytes():
                continue
            if any(str(link.readlink()) == f"socket:[{wanted}]" for link in (folder / "fd").iterdir()):
                return int(folder.name)
        except OSError:
            continue
    return 0


def _inode(port: int) -> str:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if int(fields[1].rpartition(":")[2], 16) == port:
            return fields[9]
    return ""


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--papers", type=int, default=3)
    asked = parser.parse_args()
    papers = Papers(asked.state)
    server = WebServer(asked.state, papers.respond, Ports())
    server.control(papers.control)
    (asked.state / "sites").mkdir(exist_ok=True)
    for number in range(asked.papers):
        (asked.state / "sites" / f"slow{number:02}.yaml").write_text(site(number))
    server.write_ports(connect_to(tuple(map(host, range(asked.papers))), server.ports))
    ended = termination()
    with server:
        print("ready", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
