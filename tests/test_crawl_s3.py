"""Crawls into a real S3: keys reach the child by its job alone; a store that is down or refuses loses nothing."""

from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, Gazette, gazette, stories
from weed import Weed, free_ports

from pipelines.archive import Keys, open_archive
from pipelines.archive.manifests import manifests
from pipelines.errors import AccessDenied, StoreError, StoreUnreachable
from spiders.crawl import Child, crawl, intervals, site_job

DAY = "2026-01-05"


def test_a_crawl_into_s3_is_committed_there(weed: Weed, tmp_path: Path) -> None:
    archive = open_archive("s3://archive", weed.keys, spool=tmp_path / "spool")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        report = crawl(gazette(), to=archive, since=DAY, **paper.options)
        (interval,) = intervals(gazette(), DAY, None, "days")
        job = site_job(gazette(), interval, to=archive, **paper.options)
        child = Child.start(job)
        seen = (
            Path(f"/proc/{child.pid}/environ").read_bytes() + Path(f"/proc/{child.pid}/cmdline").read_bytes()
        )
        assert child.wait().counts["held"] == 3
    assert report.counts["fetched"] == 3
    assert [m.complete for m in manifests(archive, "gazette")] == [True, True]
    assert all(archive.objects.head(key) for key in report.warcs)
    assert not list((tmp_path / "spool").rglob("*.warc.gz"))
    assert weed.keys.secret.encode() not in seen


def test_a_store_that_goes_down_in_the_middle_loses_nothing(weed: Weed, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    archive = open_archive("s3://archive", weed.keys, spool=spool)
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 40), delay=0.05) as paper:
        site = gazette().parse("courier", gazette().yaml)
        (interval,) = intervals(site, DAY, None, "days")
        child = Child.start(site_job(site, interval, to=archive, **paper.options))
        for event in child.lines():
            if event["event"] == "announced":
                weed.stop()
        with pytest.raises(StoreError):
            child.wait()
        sent = len(paper.log)
        assert list(spool.rglob("*.warc.gz"))
        weed.start()
        archive.state.delete("leases/courier.json")
        report = crawl(site, to=archive, since=DAY, **paper.options)
    first, _ = manifests(archive, "courier")
    assert first.finish in ("finished", "recovered", "lease lost")
    assert first.warcs[0].exchanges == sent
    assert report.complete
    assert "fetched" not in report.counts or report.counts["fetched"] + report.counts["held"] == 40


def test_a_store_that_cannot_be_used_is_one_clear_line_before_anything_is_asked(
    weed: Weed, tmp_path: Path
) -> None:
    wrong = Keys(access=weed.keys.access, secret="not-the-secret", endpoint=weed.endpoint)
    nobody = Keys(access="a", secret="b", endpoint=f"http://127.0.0.1:{free_ports(1)[0]}")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        for keys, error in ((wrong, AccessDenied), (nobody, StoreUnreachable)):
            archive = open_archive("s3://archive", keys, spool=tmp_path / "spool")
            with pytest.raises(error) as raised:
                crawl(gazette(), to=archive, since=DAY, **paper.options)
            assert "\n" not in str(raised.value)
        assert paper.log == []
