"""What the two papers publish besides articles: robots.txt, feeds, sitemaps, front page, pages of a day."""

import gzip
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import groupby

from demo_html import page, shown, view
from demo_papers import Article, Paper, Press
from demo_text import words

RECENT = 30
NEWS_DAYS = timedelta(days=2)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def robots(paper: Paper) -> str:
    """robots.txt: some paths are closed, two sitemaps are named."""
    return f"""# {paper.name}
User-agent: *
Disallow: /search
Disallow: /members/
Disallow: /*/print/
Crawl-delay: 0

User-agent: greedybot
Disallow: /

Sitemap: {paper.home}/sitemaps/index.xml.gz
Sitemap: {paper.home}/sitemaps/news.xml
"""


def rss(paper: Paper, articles: Sequence[Article], now: datetime) -> str:
    """RSS 2.0 of the recent articles, dates as RFC 822, in the paper's own zone."""
    items = "".join(_item(paper, a, now) for a in articles[:RECENT])
    return (
        f'{XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{escape(paper.name)}</title>'
        f"<link>{paper.home}/</link><description>{escape(paper.name)}</description>{items}</channel></rss>"
    )


def _item(paper: Paper, article: Article, now: datetime) -> str:
    story = article.at(now).story
    at = format_datetime(article.published.astimezone(paper.zone))
    return (
        f"<item><title>{escape(story.headline)}</title><link>{article.url}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">{paper.id}-{article.number}</guid><pubDate>{at}</pubDate>'
        f"<description><![CDATA[<p>{escape(story.lead)}</p>]]></description></item>\n"
    )


def atom(paper: Paper, articles: Sequence[Article], now: datetime) -> str:
    """Atom of the recent articles, published and updated."""
    entries = "".join(
        f"<entry><title>{escape(a.at(now).story.headline)}</title><id>tag:{paper.host},2020:{a.number}</id>"
        f'<link rel="alternate" href="{a.url}"/><published>{a.published.isoformat()}</published>'
        f"<updated>{a.at(now).at.isoformat()}</updated></entry>\n"
        for a in articles[:RECENT]
    )
    updated = max((a.at(now).at for a in articles[:RECENT]), default=now)
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(paper.name)}</title><id>{paper.home}/</id>'
        f"<updated>{updated.isoformat()}</updated>{entries}</feed>"
    )


def news_sitemap(paper: Paper, articles: Sequence[Article], now: datetime) -> str:
    """The news sitemap: two days, with publication dates."""
    recent = [a for a in articles if a.published > now - NEWS_DAYS]
    urls = "".join(
        f"<url><loc>{a.url}</loc><lastmod>{a.at(now).at.isoformat()}</lastmod><news:news><news:publication>"
        f"<news:name>{escape(paper.name)}</news:name><news:language>{a.versions[0].story.language}</news:language>"
        f"</news:publication><news:publication_date>{a.published.astimezone(paper.zone).isoformat()}</news:publication_date>"
        f"<news:title>{escape(a.at(now).story.headline)}</news:title></news:news></url>\n"
        for a in recent
    )
    return f'{XML}<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">{urls}</urlset>'


def child_name(paper: Paper, day: date) -> str:
    """The sitemap that lists a day: the Herald has one a month, the Courier one a week."""
    if paper.id == "herald":
        return f"/sitemaps/{day:%Y-%m}.xml.gz"
    year, week, _ = day.isocalendar()
    return f"/sitemaps/week-{year}-{week:02}.xml"


def sitemap_index(paper: Paper, articles: Sequence[Article], now: datetime) -> bytes:
    """The gzipped index: each child with the last change in it."""
    children = [
        f"<sitemap><loc>{paper.home}{name}</loc><lastmod>{max(a.at(now).at for a in group).isoformat()}</lastmod></sitemap>\n"
        for name, group in groupby(articles, key=lambda a: child_name(paper, a.day))
    ]
    return _packed(f'{XML}<sitemapindex xmlns="{SITEMAP}">{"".join(children)}</sitemapindex>')


def sitemap(paper: Paper, articles: Sequence[Article], now: datetime, name: str) -> bytes | None:
    """One child: addresses with the time of their last change, which is not that of publication."""
    urls = [
        f"<url><loc>{a.url}</loc><lastmod>{a.at(now).at.isoformat()}</lastmod></url>\n"
        for a in articles
        if child_name(paper, a.day) == name
    ]
    if not urls:
        return None
    body = f'{XML}<urlset xmlns="{SITEMAP}">{"".join(urls)}</urlset>'
    return _packed(body) if name.endswith(".gz") else body.encode()


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), 6, mtime=0)


def _listing(paper: Paper, title: str, main: str) -> str:
    language = paper.languages[0]
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)} | {escape(paper.name)}</title>
<link rel="stylesheet" href="/assets/paper.css"><link rel="alternate" type="application/atom+xml" href="/atom.xml"></head>
<body><header><a href="/">{escape(paper.name)}</a> <a href="/about">{escape(words(language)["page"]["legal"])}</a></header>
{main}
<footer><a href="https://elsewhere.example/2026/01/01/not-ours-1.html">Elsewhere</a> <a href="mailto:desk@{paper.host}">Desk</a></footer></body></html>
"""


def front(paper: Paper, articles: Sequence[Article], now: datetime) -> str:
    """The front page: teasers with relative addresses, tracking parameters and a closed print edition."""
    teasers = "".join(_teaser(a, now) for a in articles[:20])
    heading = escape(words(paper.languages[0])["page"]["front"])
    return _listing(paper, paper.name, f"<main><h2>{heading}</h2>{teasers}{_print(paper, articles)}</main>")


def _teaser(article: Article, now: datetime) -> str:
    path = article.url.removeprefix(article.paper.home)
    story = article.at(now).story
    return (
        f'<article><a href="{path}?utm_source=front#top"><img src="/img/{article.number}-0.png" alt=""></a>'
        f'<h3><a href="{path}">{escape(story.headline)}</a></h3><p>{escape(story.lead)}</p></article>\n'
    )


def _print(paper: Paper, articles: Sequence[Article]) -> str:
    # robots.txt closes it, though it looks like an article: a crawl that asks for it does wrong.
    label = escape(words(paper.languages[0])["page"]["print"])
    return f'<p><a href="{print_path(articles[0])}">{label}</a></p>' if articles else ""


def print_path(article: Article) -> str:
    """The printable version of an article, closed to robots."""
    head, _, tail = article.url.removeprefix(article.paper.home).rstrip("/").rpartition("/")
    return f"{head}/print/{tail}"


def archive(paper: Paper, articles: Sequence[Article], now: datetime, day: date) -> str | None:
    """All articles of one local day, newest first, with a link to the day before."""
    printed = [a for a in articles if a.day == day]
    if not printed:
        return None
    rows = "".join(
        f'<li><span>{shown(paper, a.published, paper.languages[0])}</span> <a href="{a.url}">{escape(a.at(now).story.headline)}</a></li>\n'
        for a in printed
    )
    before = archive_path(paper, day - timedelta(days=1))
    return _listing(
        paper,
        day.isoformat(),
        f'<main><h2>{day:%d.%m.%Y}</h2><ol>{rows}</ol><a rel="prev" href="{before}">←</a>{_print(paper, printed)}</main>',
    )


def archive_path(paper: Paper, day: date) -> str:
    """Where the page of a day is."""
    return paper.archive.format(yyyy=f"{day:%Y}", mm=f"{day:%m}", dd=f"{day:%d}")


def print_page(press: Press, article: Article, now: datetime) -> str:
    """The printable version."""
    return page(view(press, article, now), "utf-8")


Page = Callable[[Paper, Sequence[Article], datetime], str | bytes]
FIXED: dict[str, tuple[str, Page]] = {
    "/rss.xml": ("application/rss+xml; charset=utf-8", rss),
    "/atom.xml": ("application/atom+xml", atom),
    "/sitemaps/news.xml": ("application/xml", news_sitemap),
    "/sitemaps/index.xml.gz": ("application/gzip", sitemap_index),
    "/": ("text/html; charset=utf-8", front),
}
"""Sources at fixed paths: media type, and what makes them of paper, articles published, and instant."""
