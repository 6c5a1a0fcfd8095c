"""What spiders get of an answer, by Scrapy's own handler and by ours: ``handed_on.py URLS FOLDER``.

``URLS`` is a JSON list of method and address. Scrapy's default middlewares are on. Prints a JSON list: for each
address both responses, or the errors.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import scrapy
from archive_exchanges import archive_in, attempt
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response, TextResponse

from pipelines.archive.spool import Spool
from spiders.crawler.address import Guard
from spiders.crawler.handler import WarcDownloadHandler
from spiders.crawler.writer import Writer

SETTINGS: dict[str, Any] = {
    "COOKIES_ENABLED": False,
    "CORANTO_ALLOW_PRIVATE": True,
    "DOWNLOAD_MAXSIZE": 1 << 20,
    "HTTPERROR_ALLOW_ALL": True,
    "LOG_LEVEL": "CRITICAL",
    "REDIRECT_ENABLED": False,
    "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


class Both(WarcDownloadHandler):
    """Ours or Scrapy's own, as the request says."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._own = HTTP11DownloadHandler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Fetch by one of them."""
        if request.meta["own"]:
            return await self._own.download_request(request)
        return await super().download_request(request)


class Asking(scrapy.Spider):
    """Asks for every address twice."""

    name = "asking"

    def __init__(self, asked: list[list[str]], writer: Writer, got: dict[Any, Any], **options: Any) -> None:
        super().__init__(**options)
        self.asked, self.writer, self.got = asked, writer, got
        self.guard = Guard(allow_private=True)

    async def start(self) -> Any:
        """All requests."""
        for method, url in self.asked:
            for own in (True, False):
                yield Request(
                    url, self.answered, method=method, errback=self.failed, dont_filter=True,
                    meta={"own": own},
                )  # fmt: skip

    def answered(self, response: Response) -> None:
        """Note what a callback can see."""
        request = response.request
        assert request is not None
        text: Any = response if isinstance(response, TextResponse) else None
        headers = {
            k.decode("latin-1"): [v.decode("latin-1") for v in vs] for k, vs in response.headers.items()
        }
        self.got[request.method, request.url, request.meta["own"]] = {
            "type": type(response).__name__,
            "url": response.url,
            "status": response.status,
            "headers": headers,
            "body": response.body.hex(),
            "text": text and text.text,
            "encoding": text and text.encoding,
            "flags": response.flags,
            "protocol": response.protocol,
            "address": str(response.ip_address),
            "certificate": response.certificate and response.certificate.digest().decode(),
            "latency": type(request.meta["download_latency"]).__name__,
        }

    def failed(self, failure: Any) -> None:
        """Note the kind of error, as Scrapy names it."""
        request = failure.request
        kinds = (kind for kind in failure.type.mro() if kind.__module__ == "scrapy.exceptions")
        kind = next(kinds, failure.type)
        self.got[request.method, request.url, request.meta["own"]] = kind.__name__


def main() -> int:
    """Ask, and print."""
    asked, folder = json.loads(sys.argv[1]), Path(sys.argv[2])
    got: dict[Any, Any] = {}
    logging.disable(logging.CRITICAL)
    with Spool.open(folder / "spool", attempt(), archive_in(folder)) as spool:
        writer = Writer(spool.write, lambda e: sys.exit(f"cannot write: {e}"))
        process = AsyncCrawlerProcess({**SETTINGS, "DOWNLOAD_HANDLERS": {"http": Both, "https": Both}})
        process.crawl(Asking, asked=asked, writer=writer, got=got)
        process.start()
        writer.close()
    print(json.dumps([[got.get((*one, True)), got.get((*one, False))] for one in map(tuple, asked)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
