"""Scores the cleaner on the real pages in ../shared, and puts floors under the scores.

Body: F1 of 4-grams as multisets, macro over pages, as the field's benchmarks count it. Dumps are made from the same pages in
three forms: ``main`` (an extractor's text, headline first), ``wet`` (a block a line) and ``full`` (all text).
With CORANTO_FOLDS=DIR (folds.json, <fold>.model) each page is cleaned by the model that never saw its site.

python tests/quality.py                     the sample of ``make test``
python tests/quality.py --whole             all pages; --bench appends the figures to BENCHMARKS.md
python tests/quality.py --raise             lifts the floors in quality.json (with --whole: those of all pages)
python tests/quality.py --lower REASON      sets them to what is measured
"""

import gzip
import hashlib
import json
import os
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from floors import load, lowered, problems, raised, save
from lxml import etree, html
from measured import note
from resiliparse.extract.html2text import extract_plain_text

from pipelines.clean import Cleaner, clean
from pipelines.page import Page
from pipelines.record import Hints, Record, Rejected

DATA = Path(__file__).parents[2] / "shared" / "data" / "dev.jsonl.gz"
QUALITY = Path(__file__).parent / "quality.json"
SETS = ("shub", "wcxb", "fundus")
"""Datasets whose bodies people marked or checked."""
EACH = 45
"""Pages of each dataset in the sample."""
FORMS = ("main", "wet", "full")
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]|\w+"
)
_BY = re.compile(r"^(?:by|von|par|por|di|da|av|door|text|from|autor(?:in)?|от|автор)[:\s]+", re.IGNORECASE)
_BLOCKS = frozenset(
    ["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "td", "th", "dd", "dt",
     "figcaption", "ul", "ol", "table", "tr", "header", "footer", "nav", "aside", "main", "form", "figure", "address", "body",
     "br", "hr", "option", "button", "dl", "fieldset", "center"]
)  # fmt: skip
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "head", "iframe", "object"))

Clean = Callable[[Page], Record | Rejected]
Grams = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One real page with what people say of it."""

    id: str
    dataset: str
    site: str
    html: str
    gold: dict[str, Any]
    by_people: bool
    url: str | None


@dataclass(slots=True)
class Sums:
    """Values by name, for their means."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kept: list[tuple[float, str]] = field(default_factory=list)
    """Share of the body that comes through again as a dump, by page."""

    def add(self, name: str, value: float) -> None:
        """One more."""
        self.values[name].append(value)

    def means(self) -> dict[str, float]:
        """All means, and the body's over the three sets."""
        found = {name: sum(held) / len(held) for name, held in sorted(self.values.items())}
        return {"html body": sum(found[f"html body {s}"] for s in SETS) / len(SETS), **found}


@cache
def digest() -> str:
    """SHA-256 of the data."""
    return hashlib.sha256(DATA.read_bytes()).hexdigest()


@cache
def samples(*, whole: bool = False) -> tuple[Sample, ...]:
    """The articles, in an order that says nothing of them; the same every time."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        articles = (row for row in map(json.loads, lines) if row["page_type"] == "article")
        rows = sorted(articles, key=lambda r: hashlib.sha256(r["id"].encode()).hexdigest())
    taken: Counter[str] = Counter()
    found = []
    for row in rows:
        taken[row["dataset"]] += 1
        if whole or taken[row["dataset"]] <= EACH:
            found.append(_sample(row))
    return tuple(found)


def _sample(row: dict[str, Any]) -> Sample:
    return Sample(
        id=row["id"],
        dataset=row["dataset"],
        site=row["site"],
        html=row["html"],
        gold=row["gold"],
        by_people=row["kind"] != "peer-output",
        url=row["url"],
    )


def tokens(text: str | None) -> list[str]:
    """Words, of scripts without spaces characters."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text or "").lower())


def grams(words: list[str], size: int = 4) -> Grams:
    """Runs of words, with how often each occurs; of a shorter text, that text."""
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))


def f1(said: Grams, gold: Grams) -> float:
    """Harmonic mean of precision and recall; two empty texts agree."""
    common = (said & gold).total()
    return 2 * common / (said.total() + gold.total()) if said or gold else 1.0


def body_f1(said: str, gold: str) -> float:
    """Of two texts."""
    return f1(grams(tokens(said)), grams(tokens(gold)))


def names(values: Any) -> set[str]:
    """Names, without what introduces them."""
    held = values if isinstance(values, (list, tuple)) else re.split(r"[;|,]| and | und ", str(values or ""))
    return {name for value in held if (name := " ".join(tokens(_BY.sub("", str(value)))))}


def author_f1(said: Any, gold: Any) -> float:
    """Of two sets of names."""
    a, b = names(said), names(gold)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def leaked(text: str, gold: dict[str, Any]) -> float | None:
    """Share of the captions that stand in the body; None where there are none to look for."""
    squashed = " ".join(tokens(text))
    body = " ".join(tokens(gold.get("body")))
    captions = [
        c for c in (" ".join(tokens(c)) for c in gold.get("captions") or []) if len(c) > 25 and c not in body
    ]
    return sum(c in squashed for c in captions) / len(captions) if captions else None


def captioned(said: Sequence[str], gold: Sequence[str]) -> tuple[float, float]:
    """Shares of the captions that a record has which are marked ones, and of the marked ones that it has; parts count."""
    mine, theirs = ([text for one in some if (text := " ".join(tokens(one)))] for some in (said, gold))
    right = sum(any(a in b or b in a for b in theirs) for a in mine)
    found = sum(any(a in b or b in a for a in mine) for b in theirs)
    return right / (len(mine) or 1), found / (len(theirs) or 1)


def dumped(form: str, page: str) -> str:
    """A page as a raw text dump."""
    if form == "wet":
        return "\n".join(filter(None, (_title(page), *_lines(page))))
    text = extract_plain_text(page, main_content=form == "main", alt_texts=True, list_bullets=False)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    head = _headline(page) if form == "main" else ""
    if head and tokens(head) not in map(tokens, lines[:6]):
        lines = [head, "", *lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _title(page: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title>", page, re.DOTALL | re.IGNORECASE)
    return _bare(found[1]) if found else ""


def _headline(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL | re.IGNORECASE)
    return (_bare(found[1]) if found else "") or _title(page)


def _bare(markup: str) -> str:
    return (
        " ".join("".join(map(str, html.fromstring(f"<p>{markup}</p>").itertext())).split())
        if markup.strip()
        else ""
    )


def _lines(page: str) -> Iterator[str]:
    """The visible text, a block a line."""
    root = html.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", page))
    held: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        mute = not isinstance(element.tag, str) or element.tag in _SILENT
        if event == "start":
            silent += mute
        if element.tag in _BLOCKS and not silent:
            yield from _flushed(held)
        if event == "start" and not silent:
            held.append(element.text or "")
        if event == "end":
            silent -= mute
        if event != "start" and not silent:
            held.append(element.tail or "")
    yield from _flushed(held)


def _flushed(held: list[str]) -> Iterator[str]:
    line = " ".join("".join(held).split())
    held.clear()
    if line:
        yield line


def _text(result: Record | Rejected) -> str:
    return result.text if isinstance(result, Record) else ""


def _page(text: str, media_type: str, url: str | None = None) -> Page:
    return Page(body=text.encode("utf-8", "replace"), media_type=f"{media_type}; charset=utf-8", url=url)


def score_html(sample: Sample, cleaner: Clean, sums: Sums) -> None:
    """Body, headline, authors, date and captions of one page."""
    result = cleaner(_page(sample.html, "text/html", sample.url))
    gold, text = sample.gold, _text(result)
    if gold.get("body") and sample.dataset in SETS:
        score = body_f1(text, gold["body"])
        sums.add(f"html body {sample.dataset}", score)
        sums.add("html pages at least 0.8", float(score >= 0.8))
        if sample.dataset == "shub":
            sums.add("html exact pages shub", float(score > 0.98))
        if (leak := leaked(text, gold)) is not None:
            sums.add("captions kept out", 1 - leak)
    if isinstance(result, Record) and gold.get("captions") and sample.dataset == "fundus":
        right, found = captioned([caption.text for caption in result.captions], gold["captions"])
        sums.add("captions found", found)
        if result.captions:
            sums.add("captions right", right)
    if sample.dataset in ("traf", "wcxb", "fundus"):
        _score_fields(sample, result, sums)
    if isinstance(result, Record):
        again_kept(sample, result, cleaner, sums)


def _score_fields(sample: Sample, result: Record | Rejected, sums: Sums) -> None:
    gold, record = sample.gold, result if isinstance(result, Record) else None
    if gold.get("title"):
        said = record.headline if record else None
        sums.add(f"headline {sample.dataset}", float(tokens(said) == tokens(gold["title"])))
    if gold.get("authors"):
        sums.add(f"authors {sample.dataset}", author_f1(record.authors if record else (), gold["authors"]))
    if gold.get("date") and (wanted := _day(gold["date"])):
        day = _day(record.date_published.isoformat()) if record and record.date_published else None
        sums.add("date given", float(day is not None))
        if day is not None:
            sums.add("date right where given", float(day == wanted))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text).strip()[:10])
    except ValueError:
        return None


def again_kept(sample: Sample, record: Record, cleaner: Clean, sums: Sums) -> None:
    """How much of a record's text comes through when headline and text are cleaned as a dump."""
    dump = f"{record.headline or ''}\n\n{record.text}".strip()
    first = Counter(tokens(record.text))
    if not first:
        return
    kept = (Counter(tokens(_text(cleaner(_page(dump, "text/plain"))))) & first).total() / first.total()
    sums.add("body kept as a dump again", kept)
    sums.kept.append((kept, sample.id))


def score_dumps(sample: Sample, cleaner: Clean, sums: Sums) -> None:
    """Body, headline and authors of the dumps made from one page; in the body the headline's line does not count."""
    body = sample.gold.get("body") or ""
    if not sample.by_people or len(body) < 300:
        return
    gold, title = Counter(tokens(body)), tokens(sample.gold.get("title"))
    for form in FORMS:
        try:
            text = dumped(form, sample.html)
        except (etree.ParserError, ValueError):
            continue
        if 2 * (Counter(tokens(text)) & gold).total() < gold.total():
            continue  # the text is not on the page: scripts, a pay wall
        result = cleaner(_page(text, "text/plain", sample.url))
        sums.add(f"dump body {form}", body_f1(_without(_text(result), title), _without(body, title)))
        _score_dump_fields(form, sample.gold, result, sums)


def _score_dump_fields(form: str, gold: Mapping[str, Any], result: Record | Rejected, sums: Sums) -> None:
    """Headline, and the writers where a record names some: most dumps of the main text have lost them."""
    if gold.get("title"):
        said = result.headline if isinstance(result, Record) else None
        sums.add(f"dump headline {form}", float(tokens(said) == tokens(gold["title"])))
    if gold.get("authors") and isinstance(result, Record) and result.authors:
        sums.add("dump authors where given", author_f1(result.authors, gold["authors"]))


def _without(text: str, title: list[str]) -> str:
    return "\n".join(line for line in text.split("\n") if not title or tokens(line) != title)


def arms() -> dict[str, Callable[[Sample], Clean]]:
    """The shipped model, and, where CORANTO_FOLDS names them, the models that never saw a page's site."""
    found: dict[str, Callable[[Sample], Clean]] = {"shipped": lambda _: partial(clean, hints=Hints())}
    if folder := os.environ.get("CORANTO_FOLDS"):
        sites = json.loads((Path(folder) / "folds.json").read_text("utf-8"))
        make: Any = Cleaner
        models: dict[str, Any] = {
            fold: make((Path(folder) / f"{fold}.model").read_bytes())
            for fold in {str(f) for f in sites.values()}
        }
        found["folds"] = lambda sample: models[str(sites[sample.site])]
    return found


def scored(arm: Callable[[Sample], Clean], *, whole: bool = False) -> Sums:
    """All scores of an arm."""
    sums = Sums()
    for sample in samples(whole=whole):
        score_html(sample, arm(sample), sums)
        score_dumps(sample, arm(sample), sums)
    return sums


def section(arm: str, *, whole: bool) -> str:
    """The name of an arm's floors in quality.json."""
    return f"{arm}, {'all pages' if whole else 'sample'}"


def main(arguments: list[str]) -> int:
    """Measures, and raises or lowers; else 1 where a floor does not hold."""
    if not DATA.exists():
        print(f"{DATA}: not there; nothing to score")
        return 0
    wrong: list[str] = []
    whole = "--whole" in arguments or "--bench" in arguments
    held = load(QUALITY)
    for arm, cleaner in arms().items():
        sums = scored(cleaner, whole=whole)
        name, now = section(arm, whole=whole), sums.means()
        for what, value in now.items():
            if "--bench" in arguments:
                note("bench", f"clean, {name}: {what}", f"{value:.4f}")
            else:
                print(f"{value:.4f}  {name}: {what}")
        print(
            "least kept as a dump again:",
            *(f"{kept:.3f} {name_of}" for kept, name_of in sorted(sums.kept)[:10]),
            sep="\n  ",
        )
        part = {"floors": {}, "lowered": [], **held.get(name, {})}
        if "--raise" in arguments:
            held[name] = raised(part, now)
        elif "--lower" in arguments:
            held[name] = lowered(part, now, arguments[arguments.index("--lower") + 1])
        else:
            wrong += problems(part["floors"], now)
    if "--raise" in arguments or "--lower" in arguments:
        save(QUALITY, {**{n: h for n, h in held.items() if n not in ("floors", "lowered")}, "data": digest()})
    print(*wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
