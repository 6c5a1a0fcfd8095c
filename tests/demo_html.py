"""The two papers' page templates: all the furniture of real news pages around the invented stories.

The Herald writes clean HTML5, the Umibe Courier nested ``div`` elements with teasers among the paragraphs. What
stands around a story is the same on each request, so that a page changes only where its text does.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

from demo_papers import Article, Paper, Press, Version
from demo_text import words

STYLES = {
    "paper": '@import "type.css";body{font:17px/1.5 serif;max-width:44rem;margin:auto}'
    ".teaser,.box{border:1px solid #999;padding:.5rem}.masthead{background:url(/img/masthead.png) repeat-x}"
    ".logo{font-size:2rem;text-decoration:none}nav ul,ul.share{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0}"
    "img{max-width:100%;height:auto}figure{margin:1rem 0}.cookie-bar{background:#eee;padding:.3rem .6rem}",
    "type": "@font-face{font-family:Veleska;src:url('veleska.woff2') format('woff2')}"
    "h1{font-family:Veleska,serif}blockquote{background:image-set(url(/img/quote.png) 1x,url(/img/quote-2.png) 2x)}",
    "chart": "body{margin:0;background:url(/img/grid.png)}",
}
"""By name: the first imports the second, which names a font; the third is of what stands in a frame."""


@dataclass(frozen=True, kw_only=True)
class View:
    """One article as it stands at an instant, with what its page needs from the rest of the paper."""

    article: Article
    version: Version
    teasers: tuple[tuple[str, str], ...]
    """Path and headline of earlier articles in the same language."""
    token: str = ""
    """Changes with every request, as session tokens do; empty for none."""

    @property
    def paper(self) -> Paper:
        return self.article.paper

    @property
    def word(self) -> dict[str, Any]:
        """The page's own words: menus, boxes, buttons."""
        held: dict[str, Any] = words(self.version.story.language)["page"]
        return held


def view(press: Press, article: Article, now: datetime, token: str = "") -> View:
    """The article as it stands at an instant."""
    language = article.versions[0].story.language
    earlier = [
        a
        for a in press.articles
        if a.paper is article.paper
        and a.published < article.published
        and a.versions[0].story.language == language
        and a.kind == "article"
    ]
    # A teaser keeps its first headline: a page is not to change because another was edited.
    teasers = tuple((a.url, a.versions[0].story.headline) for a in earlier[-4:])
    return View(article=article, version=article.at(now), teasers=teasers, token=token)


def shown(paper: Paper, instant: datetime, language: str) -> str:
    """Date and time as readers see them, in the paper's zone."""
    local = instant.astimezone(paper.zone)
    month = words(language)["months"][local.month - 1]
    if language == "ja":
        return f"{local.year}年{month}{local.day}日 {local:%H:%M}"
    return f"{local.day} {month} {local.year}, {local:%H:%M}"


def page(view: View, charset: str) -> str:
    """The page of an article."""
    if view.article.kind == "consent":
        return _document(view, charset, _consent(view), ld=False)
    herald = view.paper.id == "herald"
    return _document(view, charset, _clean(view) if herald else _soup(view), ld=True)


def _document(view: View, charset: str, main: str, *, ld: bool) -> str:
    story, paper = view.version.story, view.paper
    direction = ' dir="rtl"' if story.language == "ar" else ""
    url = view.article.final_url or view.article.url
    data = f'<script type="application/ld+json">{_json_ld(view)}</script>' if ld else ""
    token = f'<meta name="request-token" content="{view.token}">' if view.token else ""
    return f"""<!DOCTYPE html>
<html lang="{story.language}"{direction}>
<head>
<meta charset="{charset}">
<title>{escape(story.headline)} | {escape(paper.name)}</title>
<meta name="viewport" content="width=device-width">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(paper.name)}">
<meta property="og:title" content="{escape(story.headline)}">
<meta property="og:description" content="{escape(story.lead if ld else paper.name)}">
<meta property="og:url" content="{url}">
<link rel="canonical" href="{url}">{token}
<link rel="stylesheet" href="/assets/paper.css">
<link rel="icon" href="/img/icon.png">
<link rel="alternate" type="application/rss+xml" href="/rss.xml">
{data}
<script>window.dataLayer=[];document.documentElement.className+=" js";</script>
</head>
<body>
<div class="cookie-bar" role="dialog">{escape(view.word["cookies"])} <button>{view.word["accept"]}</button></div>
{_masthead(paper, view.word)}
{main}
{_around(view) if ld else ""}
{_footer(paper, view.word)}
</body>
</html>
"""


def _around(view: View) -> str:
    """What pages show beside their stories: a chart in a frame, a picture made by a script, now and then one that is lost
    and one that robots are to leave alone."""
    number = view.article.number
    chart = f'<iframe src="/assets/chart-{number}.html" width="640" height="240"></iframe>'
    lost = f'<img src="/img/lost/{number}.png" alt="">'
    badge = f'<img src="/members/badge-{number}.png" alt="">'
    more = (
        (chart if number % 4 == 0 else "")
        + (lost if number % 23 == 3 else "")
        + (badge if number % 23 == 4 else "")
    )
    return f"""{more}<script src="/assets/paper.js" defer></script>
<script>(function(){{var picture=new Image();picture.src="/img/{number}-made.png";document.body.append(picture)}})()</script>"""


def chart(number: str) -> str:
    """What stands in a frame."""
    return f"""<!DOCTYPE html><title>Chart</title><link rel="stylesheet" href="/assets/chart.css"><img src="/img/chart-{number}.png" alt="">"""


def _json_ld(view: View) -> str:
    article, story = view.article, view.version.story
    live = article.kind == "live"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if live else "NewsArticle",
        "mainEntityOfPage": article.final_url or article.url,
        "headline": story.headline,
        "alternativeHeadline": story.kicker,
        "description": story.lead,
        "inLanguage": story.language,
        "articleSection": story.section,
        "keywords": list(story.keywords),
        "datePublished": article.published.astimezone(view.paper.zone).isoformat(),
        "dateModified": view.version.at.astimezone(view.paper.zone).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": view.paper.name, "url": view.paper.home},
        "isAccessibleForFree": article.kind not in {"paywalled", "stub"},
    }
    if live:
        data["liveBlogUpdate"] = [
            {"@type": "BlogPosting", "datePublished": at.isoformat(), "articleBody": block.text}
            for at, block in _entries(view)
        ]
    # ASCII only: a page in an old charset says the same as one in UTF-8.
    return json.dumps(data).replace("<", "\\u003c")


def _masthead(paper: Paper, word: dict[str, Any]) -> str:
    sections = [words(language)["topics"] for language in paper.languages]
    names = dict.fromkeys(topic["section"] for topics in sections for topic in topics)
    links = "".join(f'<li><a href="/section/{n}">{escape(name)}</a></li>' for n, name in enumerate(names))
    return f"""<header class="masthead"><a class="logo" href="/">{escape(paper.name)}</a>
<nav><ul><li><a href="/">{word["home"]}</a></li>{links}<li><a href="/search?q=">{word["search"]}</a></li></ul></nav>
<a class="subscribe" href="/subscribe">{escape(word["subscribe"])}</a></header>"""


def _footer(paper: Paper, word: dict[str, Any]) -> str:
    return f"""<footer><p>© {escape(paper.name)}. {escape(word["legal"])}.</p>
<ul><li><a href="/about">{escape(paper.name)}</a></li><li><a href="/rss.xml">RSS</a></li><li><a href="/members/">{escape(word["subscribe"])}</a></li></ul></footer>"""


def _consent(view: View) -> str:
    return f"""<main class="consent"><h2>{escape(view.paper.name)}</h2><p>{escape(view.word["consent"])}</p>
<form method="post" action="/consent"><button name="a">{view.word["accept"]}</button></form></main>"""


def _related(view: View, tag: str, which: slice) -> str:
    items = "".join(
        f'<li><a href="{url}">{escape(headline)}</a></li>' for url, headline in view.teasers[which]
    )
    return (
        f'<{tag} class="teaser related"><h4>{escape(view.word["related"])}</h4><ul>{items}</ul></{tag}>'
        if items
        else ""
    )


def _newsletter(view: View) -> str:
    word = view.word
    return f"""<div class="newsletter box"><p>{escape(word["newsletter"])}</p><form action="/newsletter" method="post">
<label>{escape(word["email"])} <input type="email" name="e"></label><button>{escape(word["sign_up"])}</button></form></div>"""


def _share(view: View) -> str:
    links = "".join(
        f'<li><a rel="nofollow" href="https://{n}.example/share?u={view.article.number}">{n.title()}</a></li>'
        for n in ("chirper", "facepage")
    )
    return f'<ul class="share"><li>{escape(view.word["share"])}</li>{links}</ul>'


def _comments(view: View) -> str:
    said = "".join(
        f'<li class="comment"><b>reader{n}</b> <p>{escape(text)}</p></li>'
        for n, text in enumerate(words(view.version.story.language)["comments"])
    )
    return f'<section class="comments" id="comments"><h3>{escape(view.word["comments"])}</h3><ol>{said}</ol><p>{escape(view.word["comment_form"])}</p></section>'


def _figures(view: View) -> list[str]:
    number = view.article.number
    return [
        f"<figure>{_picture(f'/img/{number}-{n}.png', n and 1 + number % 2, escape(photo.text))}"
        f'<figcaption>{escape(photo.text)} <span class="credit">{escape(photo.credit)}</span></figcaption></figure>'
        for n, photo in enumerate(view.version.story.photos)
    ]


def _picture(name: str, way: int, alt: str) -> str:
    """In two sizes; or when it comes into sight; or by a script, and where there is none by itself."""
    size = f'alt="{alt}" width="640" height="360"'
    if way == 0:
        return f'<img src="{name}" srcset="{name} 640w, {name}?w=1280 1280w" sizes="40rem" {size}>'
    if way == 1:
        return f'<img src="{name}" loading="lazy" {size}>'
    return f'<img data-src="{name}" {size}><noscript><img src="{name}" alt=""></noscript>'


TAGS = {
    "paragraph": ("<p>", "</p>"),
    "subhead": ("<h2>", "</h2>"),
    "quote": ("<blockquote><p>", "</p></blockquote>"),
    "list_item": ("<li>", "</li>"),
}


def _body(view: View) -> list[str]:
    parts: list[str] = []
    listing: list[str] = []
    for block in view.version.story.blocks:
        start, end = TAGS[block.kind]
        if block.kind == "list_item":
            listing.append(f"{start}{escape(block.text)}{end}")
            continue
        parts += [f"<ul>{''.join(listing)}</ul>"] if listing else []
        listing = []
        parts.append(f"{start}{escape(block.text)}{end}")
    return parts + ([f"<ul>{''.join(listing)}</ul>"] if listing else [])


def _entries(view: View) -> Iterable[tuple[datetime, Any]]:
    start = view.article.published.astimezone(view.paper.zone)
    return [(start + timedelta(minutes=7 * n), block) for n, block in enumerate(view.version.story.blocks)]


def _ticker(view: View) -> list[str]:
    return [
        f'<div class="live-entry"><time datetime="{at.isoformat()}">{at:%H:%M}</time><p>{escape(block.text)}</p></div>'
        for at, block in _entries(view)
    ]


def _parts(view: View) -> list[str]:
    kind = view.article.kind
    wall = f'<div class="paywall box"><p>{escape(view.word["paywall"])}</p><a href="/subscribe">{escape(view.word["subscribe"])}</a></div>'
    if kind == "stub":
        return [wall]
    if kind == "live":
        return _ticker(view)
    return _body(view) + ([wall] if kind == "paywalled" else [])


def _notes(view: View) -> str:
    story = view.version.story
    notes = [f'<p class="footnote">{escape(text)}</p>' for text in story.footnotes]
    notes += [f'<p class="correction"><em>{escape(text)}</em></p>' for text in story.corrections]
    if story.agency:
        notes.append(f'<p class="agency">{escape(view.word["wire"].format(agency=story.agency))}</p>')
    return "\n".join(notes)


def _times(view: View) -> str:
    language, paper = view.version.story.language, view.paper
    first, last = view.article.published, view.version.at
    said = f'<time datetime="{first.astimezone(paper.zone).isoformat()}">{view.word["published"]} {shown(paper, first, language)}</time>'
    if last > first:
        said += f' <time class="updated" datetime="{last.astimezone(paper.zone).isoformat()}">{view.word["updated"]} {shown(paper, last, language)}</time>'
    return said


def _byline(view: View) -> str:
    names = ", ".join(view.version.story.authors)
    return f'<span class="byline">{escape(view.word["by"])} {escape(names)}</span>' if names else ""


def _with_inserts(parts: Sequence[str], inserts: Iterable[tuple[int, str]]) -> str:
    whole = list(parts)
    for place, insert in sorted(inserts, reverse=True):
        whole.insert(min(place, len(whole)), insert)
    return "\n".join(part for part in whole if part)


def _clean(view: View) -> str:
    story, word = view.version.story, view.word
    figures = _figures(view)
    lead = f'<p class="lead"><strong>{escape(story.lead)}</strong></p>' if view.article.kind != "stub" else ""
    inserts = [
        (2, _related(view, "aside", slice(0, 2))),
        (3, _newsletter(view)),
        *((4, f) for f in figures[1:]),
    ]
    live = f'<span class="live-badge">{word["live"]}</span>' if view.article.kind == "live" else ""
    tags = "".join(f'<li><a rel="tag" href="/tag/{k}">{escape(k)}</a></li>' for k in story.keywords)
    return f"""<main><nav class="breadcrumb"><a href="/">{word["home"]}</a> › <a href="/section/0">{escape(story.section)}</a></nav>
<article>
<header><p class="kicker">{escape(story.kicker)}</p>{live}
<h1>{escape(story.headline)}</h1>
{lead}
<div class="meta">{_byline(view)} {_times(view)}</div>
{_share(view)}</header>
{figures[0] if figures and view.article.kind != "stub" else ""}
<div class="article-body">
{_with_inserts(_parts(view), inserts)}
{_notes(view)}
</div>
<footer><h4>{word["tags"]}</h4><ul class="tags">{tags}</ul></footer>
</article>
{_comments(view)}
{_related(view, "aside", slice(2, 4))}</main>"""


def _soup(view: View) -> str:
    story, word = view.version.story, view.word
    figures = [] if view.article.kind == "stub" else _figures(view)
    lead = f'<div class="c-lead">{escape(story.lead)}</div>' if view.article.kind != "stub" else ""
    teaser = next(iter(view.teasers), None)
    line = (
        f'<p class="rl">{escape(word["related"])} : <a href="{teaser[0]}">{escape(teaser[1])}</a></p>'
        if teaser
        else ""
    )
    inserts = [
        (1, figures[0] if figures else ""),
        (2, line),
        (4, _newsletter(view)),
        *((5, f) for f in figures[1:]),
    ]
    return f"""<div class="wrap"><div class="c-main"><div class="c-hd"><div class="cat">{escape(story.section)}</div>
<div class="sur">{escape(story.kicker)}</div><h1 class="c-ttl">{escape(story.headline)}</h1>
<div class="inf">{_times(view)} {_byline(view)}</div>{_share(view)}</div>
{lead}
<div class="c-txt">
{_with_inserts(_parts(view), inserts)}
{_notes(view)}
</div>{_share(view)}</div>
<div class="c-side">{_related(view, "div", slice(1, 4))}</div>{_comments(view)}</div>"""
