"""What came of a task or run, in one line each: for labels, notes and logs. Pure: results in, text out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.printable import printable

if TYPE_CHECKING:
    from spiders.fleet import Filling, FleetPlan
    from spiders.plan import Plan
    from spiders.plan_report import Yield

LABEL = 240
"""Airflow keeps 250 characters of a task instance's label."""
NOTE = 1000
"""Airflow keeps 1000 characters of a note."""
MARK = "**What came of it**"
"""Where our part of a note begins; what an operator wrote above it stays."""
ELSEWHERE = ("outside", "unwanted")
"""Ends of addresses that this run was never about: announced for other days, or no articles."""
ODD = "ODD: "
"""How a line begins that an operator should read though the task went well."""
TASKS = {
    "fill": "Fill",
    "crawl": "Crawl",
    "import_files": "Import",
    "clean": "Clean",
    "publish": "Publish",
    "answer": "Answer",
}


def size(count: int) -> str:
    """Bytes for people.

    >>> size(1234567)
    '1.2 MB'
    """
    number = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            return f"{number:.0f} B" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    raise AssertionError


def tally(counts: Mapping[str, int]) -> str:
    """Counts by name, largest first.

    >>> tally({"too_short": 1, "index_page": 3, "empty": 0})
    'index_page 3, too_short 1'
    """
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{printable(name, limit=40)} {n}" for name, n in ranked if n)


def summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts of several units together."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)


def crawled(units: list[dict[str, Any]]) -> str:
    """Of a crawl: pages, requests, bytes, and how the other addresses that were meant ended.

    >>> crawled([{"counts": {"fetched": 20, "held": 2, "outside": 800}, "requests": 25, "bytes": 81000}])
    '20 pages, 81.0 kB in 25 requests; held 2'
    """
    counts = summed(unit["counts"] for unit in units)
    counts = {end: n for end, n in counts.items() if end not in ELSEWHERE}
    pages = counts.pop("fetched", 0)
    text = f"{pages} pages, {size(sum(u['bytes'] for u in units))} in {sum(u['requests'] for u in units)} requests"
    return text + (f"; {rest}" if (rest := tally(counts)) else "")


def elsewhere(hosts: list[str]) -> str:
    """What follows where crawls that were cut off have left captures on machines that are gone.

    >>> elsewhere(["north", "north"])
    '; 2 cut-off crawls not yet recovered on north'
    >>> elsewhere([])
    ''
    """
    names = ", ".join(printable(host, limit=60) for host in sorted(set(hosts)))
    return f"; {len(hosts)} cut-off crawls not yet recovered on {names}" if hosts else ""


def imported(counts: Mapping[str, int]) -> str:
    """Of an import: documents kept, and those that could not be read.

    >>> imported({"imported": 12, "failed": 1})
    '12 documents; failed 1'
    """
    rest = tally({name: n for name, n in counts.items() if name != "imported"})
    return f"{counts.get('imported', 0)} documents" + (f"; {rest}" if rest else "")


def cleaned(units: list[dict[str, Any]]) -> str:
    """Of cleaning: articles, and rejects by reason.

    >>> cleaned([{"articles": 20, "rejected": {"too_short": 2}}])
    '20 articles, 2 rejected (too_short 2)'
    """
    reasons = summed(unit["rejected"] for unit in units)
    text = f"{sum(unit['articles'] for unit in units)} articles, {sum(reasons.values())} rejected"
    return text + (f" ({tally(reasons)})" if reasons else "")


def planned(plan: "Plan") -> str:
    """Of a plan for one site."""
    total = plan.total
    guess = "" if plan.costs.runs else " (no history yet)"
    return (
        f"plan of {len(plan.days)} days: {total.known} known, {total.held} held, {total.to_fetch} to fetch;"
        f" {total.requests} requests, {total.minutes:.0f} min, {size(total.bytes)}{guess}"
    )


def yielded(rows: Iterable["Yield"]) -> str:
    """Of days that a plan foresaw: what was had of it; nothing where there was no plan."""
    foreseen = [row for row in rows if row.planned is not None]
    if not foreseen:
        return ""
    had, missed = sum(row.had for row in foreseen), sum(len(row.missed) for row in foreseen)
    made = sum(row.requests for row in foreseen)
    wanted = sum(row.planned.requests for row in foreseen if row.planned)
    return f"; of the plan {had} of {had + missed} articles, {made} of {wanted} requests"


def lacking(plan: "FleetPlan") -> str:
    """Of a plan over many sites: days that would be crawled, and whose."""
    sites = [site for site in plan.sites if site.days]
    whose = ", ".join(f"{site.site} {len(site.days)}" for site in sites[:8])
    more = f" and {len(sites) - 8} more" if len(sites) > 8 else ""
    text = f"{plan.days} days of {len(sites)} of {len(plan.sites)} sites are {plan.what}"
    return f"{text}: {whose}{more}" if sites else f"nothing to do: {text}"


def filled(filling: "Filling") -> str:
    """Of a filling: how far it is."""
    done, days = filling.days
    text = f"{done} of {days} days of {len({part.site for part in filling.parts})} sites"
    state = "; paused" if filling.paused else "; cancelled" if filling.cancelled else ""
    return f"{text}; backfills: {tally({str(s): n for s, n in filling.counts.items()})}{state}"


def made_with(digests: Mapping[str, str]) -> str:
    """The versions that an attempt was made with; empty where none are known.

    >>> made_with({"commit": "bb66564f0", "site": "976bce3aa", "cleaner": "coranto-clean 2"})
    'code bb66564, file 976bce3, coranto-clean 2'
    """
    named = [
        f"{word} {digests[name][:7]}"
        for name, word in (("commit", "code"), ("site", "file"))
        if name in digests
    ]
    return ", ".join((*named, *([digests["cleaner"]] if "cleaner" in digests else ())))


def published(units: list[dict[str, Any]]) -> str:
    """Of publishing: rows now in the corpus for these units.

    >>> published([{"rows": {"articles": 20, "captures": 24, "coverage": 9}}])
    'captures 24, articles 20'
    """
    rows = summed(unit["rows"] for unit in units)
    return tally({name: n for name, n in rows.items() if name != "coverage"}) or "nothing"


def odd(line: str, findings: Iterable[str]) -> str:
    """A task's line with what is odd about it in front.

    >>> odd("20 pages", ["only errors"]), odd("20 pages", [])
    ('ODD: only errors; 20 pages', '20 pages')
    """
    found = "; ".join(dict.fromkeys(findings))
    return f"{ODD}{found}; {line}" if found else line


def silent(counts: Mapping[str, int], per_day: tuple[int, int] | None) -> tuple[str | None, bool]:
    """Why a crawl of a day that went well is no success, and whether that fails it.

    ``per_day`` is what the site's file expects. A day of which nothing came fails where something is expected, and
    where there were only errors; that little came is said.

    >>> silent({"outside": 800}, (20, 60)), silent({"outside": 800}, None)
    (('nothing found: 800 addresses announced, none of this day', True), ('nothing found: 800 addresses announced, none of this day', False))
    >>> silent({"failed": 9}, None), silent({"fetched": 3}, (20, 60)), silent({"fetched": 20}, (20, 60))
    (('only errors: failed 9', True), ('3 articles, far below the 20 to 60 expected', False), (None, False))
    """
    ours = {end: n for end, n in counts.items() if end not in ELSEWHERE and n}
    came = sum(ours.get(end, 0) for end in ("fetched", "held", "moved", "gone"))
    if not ours:
        beside = sum(counts.get(end, 0) for end in ELSEWHERE)
        said = f"nothing found: {beside} addresses announced, none of this day"
        return said, bool(per_day and per_day[0])
    if not came:
        return f"only errors: {tally(ours)}", True
    articles = ours.get("fetched", 0) + ours.get("held", 0)
    if per_day and 2 * articles < per_day[0]:
        return f"{articles} articles, far below the {per_day[0]} to {per_day[1]} expected", False
    return None, False


def note(old: str | None, lines: Mapping[str, str], *, failed: bool = False) -> str:
    """The note of a run: what the operator wrote, then a line for each task that has something to say."""
    own = (old or "").partition(MARK)[0].rstrip()
    said = {t: printable(lines[t], limit=LABEL, markdown=True) for t in TASKS if t in lines}
    rows = [f"* {TASKS[task]}: {line}" for task, line in said.items()]
    if failed and not rows:
        rows = ["* failed before any task had something to say; see the log of the task that failed"]
    # A run's page shows the first line only, until one clicks: what was cleaned, or how far it came.
    strange = next((line for line in reversed(said.values()) if line.startswith(ODD)), None)
    first = strange or said.get("clean") or next(reversed(said.values()), "nothing")
    head = f"{own[: NOTE // 2]}\n\n" if own else ""
    return (head + "\n".join((f"{MARK}: {first}", "", *rows)))[:NOTE] if rows else own
