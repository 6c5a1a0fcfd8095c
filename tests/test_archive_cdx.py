"""Our index says what cdxj-indexer says of the same file."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from cdxj_indexer.main import CDXJIndexer
from hypothesis import given, settings
from hypothesis import strategies as st
from surt import surt as known_surt  # type: ignore[import-untyped]

from pipelines.archive import cdx, warc
from pipelines.archive.finish import grouped
from pipelines.archive.frames import raw_records
from pipelines.archive.spool import Spool
from pipelines.archive.surt import surt
from pipelines.errors import WarcError

OURS = {"id", "sha256", "size", "date", "truncated"}
URLS = (
    "http://www.herald.example/",
    "https://Herald.example:443/A/B/?b=2&a=1#f",
    "http://www2.herald.example:8080/x//y/../z.html",
    "http://herald.example",
    "http://herald.example/a%20b?q=%C3%A9&x",
    "http://herald.example/é",
    "http://192.0.2.1/x",
    "http://herald.example/?",
    "http://herald.example/a;jsessionid=0123456789abcdef0123456789abcdef",
    "http://herald.example/a?PHPSESSID=0123456789abcdef0123456789abcdef&z=1",
    "http://herald.example/a/?b=&&c",
    "http://user:pw@herald.example/a",
    "urn:coranto:dump:ABC",
    "http://m.www.herald.example/",
    "http://herald.example/x?y=1?2&a=3",
    "http://herald.example/a+b/%2B",
    "http://xn--e1afmkfd.example/%D0%B0",
    "http://herald.example//",
    "http://herald.example/%7Efoo/~bar/%41/",
    "http://herald.example/a?x=%26&y",
    "http://herald.example/./a/../../b",
    "https://herald.example/2026/01/05/the-harbour-is-closed-123.html?utm_source=rss",
    "https://herald.example/news/%E6%B8%AF%E5%8F%A3",
)


@pytest.mark.parametrize("url", URLS)
def test_sort_keys_are_those_of_the_surt_library(url: str) -> None:
    assert surt(url) == known_surt(url)


PART = st.text("abcXYZ019-_.~%/ é", max_size=12)


@settings(deadline=None, max_examples=300)
@given(
    host=st.from_regex(r"(www\.)?[a-z]{1,8}\.example(:[1-9][0-9]{1,3})?", fullmatch=True),
    path=PART,
    query=PART,
)
def test_sort_keys_of_any_path_are_those_of_the_surt_library(host: str, path: str, query: str) -> None:
    url = f"http://{host}/{path}?{query}"
    assert surt(url) == known_surt(url)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_no_url_makes_it_fail(url: str) -> None:
    assert "\n" not in surt(f"http://{url}")


def theirs(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    out = io.StringIO()
    CDXJIndexer(output=out, inputs=[str(file)], sort=True).process_all()
    yield from parsed(out.getvalue())


def parsed(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for line in text.splitlines():
        key, stamp, fields = line.split(" ", 2)
        yield f"{key} {stamp}", json.loads(fields)


def test_lines_are_those_of_cdxj_indexer(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    for _ in range(2):
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            for number, url in enumerate(url for url in URLS if url.startswith("http")):
                spool.write(exchange(number, url=url.replace(" ", "%20").partition("#")[0]))
            spool.write(exchange(50, response=b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
            spool.write(exchange(51, truncated="length"))
            spool.write(exchange(52, response=None))
            document = warc.Resource(
                url="http://dump.example/1", captured=START, body=b"x", media_type="text/plain"
            )
            spool.write(document)
            manifest = spool.commit(ledger=(), complete=True, finish="finished")
        stored = manifest.warcs[0]
        index = archive.objects.read(stored.cdxj.key)
        ours = list(parsed(index.decode()))
        assert [(key, {n: v for n, v in fields.items() if n not in OURS}) for key, fields in ours] == list(
            theirs(Path(archive.objects.url, stored.warc.key))
        )
        assert index.splitlines() == sorted(index.splitlines())
    assert any(fields["mime"] == "warc/revisit" for _, fields in ours if "mime" in fields)


def test_an_index_made_by_reading_is_the_one_made_by_writing(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    for _ in range(2):
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            for number in range(5):
                spool.write(exchange(number))
            spool.write(exchange(6, truncated="time"))
            manifest = spool.commit(ledger=(), complete=True, finish="finished")
        stored = manifest.warcs[0]
        with archive.objects.open(stored.warc.key) as stream:
            groups = grouped(raw_records(stream, "t"), stored.warc.key.rpartition("/")[2])
            again = cdx.cdxj(group.indexed for group in groups)
        assert again == archive.objects.read(stored.cdxj.key)


def test_any_file_can_be_indexed(tmp_path: Path) -> None:
    batches = [warc.exchange(exchange(number), "urn:uuid:info") for number in range(3)]
    responses = b"".join(batch.members[0] for batch in batches)  # no metadata records, as others write them
    for name, data in (("packed.warc.gz", responses), ("plain.warc", gzip.decompress(responses))):
        (tmp_path / name).write_bytes(data)
        ours = parsed(cdx.of_file(tmp_path / name).decode())
        assert [(key, {n: v for n, v in told.items() if n not in OURS}) for key, told in ours] == list(
            theirs(tmp_path / name)
        )


def test_what_is_written_is_read_back() -> None:
    entry = warc.exchange(exchange(1), "urn:uuid:info").at("f.warc.gz", 77)
    (back,) = cdx.read(cdx.cdxj([entry]), "f.cdxj")
    assert (back.record_id, back.offset, back.length, back.captured) == (
        entry.record_id,
        77,
        entry.length,
        entry.captured,
    )
    assert (back.sha256, back.status, back.record_type) == (entry.sha256, 200, "response")


@pytest.mark.parametrize(
    "line", [b"x", b"com,example)/ 20260101000000 {oops", b'com,example)/ 20260101000000 {"url":"x"}']
)
def test_a_broken_line_is_named(line: bytes) -> None:
    entry = cdx.cdxj([warc.exchange(exchange(1), "urn:uuid:info").at("f.warc.gz", 77)])
    with pytest.raises(WarcError, match=r"f\.cdxj, line 2: no CDXJ line"):
        list(cdx.read(entry + line + b"\n", "f.cdxj"))
