"""Scrapy's settings, all that differ from its defaults. Middlewares and extensions: none.

What they would do is done where it can be archived and bounded: robots.txt, redirects, retries and pace in
:mod:`spiders.crawler.fetch`; content coding is undone by the handler, once for whoever looks into a page. (Scrapy's
own decompression guesses the charset of every undeclared page: 27 % of all CPU time, for text nobody asks for.)
"""

from typing import Any

from spiders.crawler.handler import PATH
from spiders.crawler.job import Job
from spiders.crawler.pace import OVERALL


def settings(job: Job, *, most_bytes: int, verify: bool) -> dict[str, Any]:
    """The settings of one run."""
    return {
        "ADDONS": {},
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
        "CONCURRENT_REQUESTS": OVERALL,
        "CONCURRENT_REQUESTS_PER_DOMAIN": OVERALL,
        "COOKIES_ENABLED": False,
        "CORANTO_ALLOW_PRIVATE": job.allow_private,
        "CORANTO_SPOOL": job.spool,
        "CORANTO_CA_FILE": job.ca_file if job.connect_to else None,
        "DNS_TIMEOUT": 20,
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_HANDLERS": {"http": PATH, "https": PATH},
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_MAXSIZE": most_bytes,
        "DOWNLOAD_TIMEOUT": job.timeout,
        "DOWNLOAD_VERIFY_CERTIFICATES": verify,
        "DOWNLOAD_WARNSIZE": 0,
        "EXTENSIONS_BASE": {},
        "HTTPPROXY_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "SPIDER_MIDDLEWARES_BASE": {},
        "STATS_DUMP": False,
        "TELNETCONSOLE_ENABLED": False,
        "TWISTED_DNS_RESOLVER": "spiders.crawler.connect.GuardedResolver",
        "URLLENGTH_LIMIT": 0,
    }
