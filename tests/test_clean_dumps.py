"""Raw text dumps in many languages: the rules are general, not made for one text."""

import re
import textwrap
from collections import Counter, defaultdict

import pytest
from dump_style import Dump, dumps

from pipelines.clean import clean, dump_rules, zone
from pipelines.page import Page
from pipelines.record import Record

DUMPS = dumps()


def cleaned(dump: Dump) -> Record:
    result = clean(Page(body=dump.text.encode(), media_type="text/plain"))
    assert isinstance(result, Record)
    return result


def verdicts(dump: Dump) -> list[tuple[bool, str, list[str], tuple[str, ...]]]:
    record, out = cleaned(dump), []
    starts = [0, *(m.end() for m in re.finditer("\n", dump.text))]
    for number, allowed in dump.labels.items():
        at = starts[number - 1]
        line = dump.text[at:].partition("\n")[0]
        labels: list[str] = [b.label for b in record.blocks if b.start < at + len(line) and b.end > at]
        right = "+".join(labels) in allowed
        out.append((right, line, labels, allowed))
    return out


def test_nearly_all_lines_come_out_under_an_allowed_label() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong = defaultdict(list)
    for dump in DUMPS:
        for good, line, labels, allowed in verdicts(dump):
            total[dump.language] += 1
            right[dump.language] += good
            if not good:
                wrong[dump.language].append((line, labels, allowed))
    assert len(total) >= 6
    assert len(DUMPS) == 40
    assert sum(right.values()) >= 0.95 * sum(total.values()), dict(wrong)
    low = {name: wrong[name] for name in total if right[name] < 0.92 * total[name]}
    assert low == {}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda d: d.language)
def test_headline_site_language_and_credit_are_read(dump: Dump) -> None:
    record = cleaned(dump)
    assert record.headline == dump.headline
    assert record.publisher == dump.site
    assert record.language == dump.language
    assert record.date_published is None
    agency, person, year = dump.credit
    assert [(c.agency, c.photographer, c.year) for c in record.credits] == [(agency, person, year)]
    assert dump.caption in [c.text for c in record.captions]
    assert record.footnotes == ((dump.footnote,) if dump.footnote else ())


def test_bodies_are_whole_and_hold_nothing_else() -> None:
    exact = sum(tuple(cleaned(d).text.split("\n\n")) == d.body for d in DUMPS)
    assert exact >= 38


def test_paragraphs_broken_at_a_fixed_width_are_put_together() -> None:
    dump = DUMPS[1]
    wrapped = "\n\n".join(textwrap.fill(line, 72) for line in (dump.headline, *dump.body))
    record = clean(Page(body=wrapped.encode(), media_type="text/plain"))
    assert isinstance(record, Record)
    assert tuple(record.text.split("\n\n")) == dump.body


def test_without_the_shared_name_a_pair_between_blank_lines_is_still_a_teaser() -> None:
    dump = DUMPS[1]
    bare = dump.text.replace(f" {dump.text.split(dump.site)[0].rstrip()[-1]} {dump.site}", "")
    assert dump.site not in bare
    record = clean(Page(body=bare.encode(), media_type="text/plain"))
    assert isinstance(record, Record)
    assert tuple(record.text.split("\n\n")) == dump.body
    assert record.publisher is None


RESULTS = """Results of the harbour cup

The harbour cup of Millbrook was sailed on Sunday in a fresh wind from the west, and nobody was hurt.

First class

Crew

Ida Holm

Bo Ek

The prizes were given out at the town hall in the evening, where the mayor spoke for longer than the race had taken.

Second class

Una Lind, Marrow

The next cup will be sailed in the spring, if the ice on the river allows it.

Dinghies"""
FURNITURE = "Home\n\nNewsletter\n\nRead more\n\nShare on Facebook\n\nLog in\n\nAll rights reserved\n\n"


def text_of(dump: str) -> str:
    result = clean(Page(body=dump.encode(), media_type="text/plain"))
    assert isinstance(result, Record)
    return result.text


def test_a_text_without_furniture_comes_back_whole() -> None:
    assert text_of(RESULTS) == RESULTS.partition("\n\n")[2]


def test_the_same_lines_beside_furniture_are_the_classifiers_to_judge() -> None:
    assert "Dinghies" not in text_of(FURNITURE + RESULTS)


def test_without_the_look_for_furniture_short_lines_of_a_text_are_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zone, "_is_text", lambda *_: False)
    assert "Dinghies" not in text_of(RESULTS)


DATES = [
    "5 มีนาคม 2567 22:30 น.",
    "5 March 2024, 22:30",
    "2024年3月5日 22:30",
    "5. maaliskuuta 2024",
    "5 марта 2024 22:30",
]
TALE = [
    f"The harbour office said on day {n} that the ferry would sail, and that nobody had to wait for it."
    for n in range(6)
]


@pytest.mark.parametrize("date", DATES)
def test_a_date_below_the_headline_is_none_of_the_text_and_further_down_it_may_be(date: str) -> None:
    lines = ["The ferry of the harbour sails again", date, *TALE[:3], date, *TALE[3:]]
    made = clean(Page(body="\n\n".join(lines).encode(), media_type="text/plain"))
    assert isinstance(made, Record)
    first, *_ = [block for block in made.blocks if block.text == date]
    assert (first.label, first.kept) == ("date", False)
    assert made.date_published is not None


def test_without_the_look_below_the_headline_some_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_rules, "bare", lambda _: False)
    text = "\n".join(["The ferry of the harbour sails again", DATES[0], "", *TALE])
    made = clean(Page(body=text.encode(), media_type="text/plain"))
    assert isinstance(made, Record)
    assert made.blocks[1].label != "date"
