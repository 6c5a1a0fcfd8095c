"""The ledger of all that the invented newspapers printed: the truth that tests compare with.

No code of the project reads it.
"""

from datetime import datetime
from typing import Any

from demo_papers import PAPERS, PLANTED, Article, Paper, Press
from demo_text import Story

NOISE = ("quokka parade", "موكب الكوكا", "parade des quokkas", "クオッカ行進")
"""Printed in newsletter boxes and comments of every page, and never part of an article."""


def ledger(press: Press, now: datetime) -> dict[str, Any]:
    """The truth as JSON: what stands at an instant, with all versions up to it."""
    articles = [_entry(a, now) for a in press.articles]
    seen = [e for e in articles if e["expected"] == "record"]
    return {
        "seed": press.seed,
        "until": press.until.isoformat(),
        "now": now.isoformat(),
        "papers": {p.id: _paper(p) for p in PAPERS},
        "planted": [_count(language, seen) for language in PLANTED],
        "noise": list(NOISE),
        "articles": articles,
    }


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "name": paper.name,
        "host": paper.host,
        "time_zone": paper.time_zone,
        "disallowed": ["/print/", "/search", "/members/"],
    }


def _count(language: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    phrase = PLANTED[language][0]
    urls = [e["final_url"] for e in entries if any(phrase in text for text in e["body"])]
    return {"phrase": phrase, "language": language, "count": len(urls), "urls": urls}


EXPECTED = {"gone": "error_status", "stub": "paywall_stub", "consent": "consent_page"}
"""What cleaning says of the kinds that hold no article; all others are records."""


def _entry(article: Article, now: datetime) -> dict[str, Any]:
    version = article.at(now)
    hidden = article.kind in EXPECTED
    versions = [v for v in article.versions if v.at <= now] or [article.versions[0]]
    return {
        "number": article.number,
        "url": article.url,
        "final_url": article.final_url,
        "paper": article.paper.id,
        "day": article.day.isoformat(),
        "published": article.published.isoformat(),
        "modified": version.at.isoformat(),
        "kind": article.kind,
        "expected": EXPECTED.get(article.kind, "record"),
        "twin": article.twin,
        **_said(version.story, hidden=hidden),
        "versions": [{"modified": v.at.isoformat(), **_said(v.story, hidden=hidden)} for v in versions],
    }


def _said(story: Story, *, hidden: bool) -> dict[str, Any]:
    return {
        "language": story.language,
        "section": story.section,
        "keywords": list(story.keywords),
        "headline": story.headline,
        "kicker": story.kicker,
        "lead": None if hidden else story.lead,
        "body": [] if hidden else list(story.body),
        "blocks": [] if hidden else [{"kind": b.kind, "text": b.text} for b in story.blocks],
        "captions": [] if hidden else [{"text": p.text, "credit": p.credit} for p in story.photos],
        "credits": [] if hidden else [p.credit for p in story.photos],
        "authors": list(story.authors),
        "dateline": story.dateline,
        "agency": story.agency,
        "footnotes": [] if hidden else list(story.footnotes),
        "corrections": [] if hidden else list(story.corrections),
    }
