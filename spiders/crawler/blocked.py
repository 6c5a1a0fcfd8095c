"""Telling that a site does not want us. A blocked crawl stops, is marked and says why; it never evades."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from pipelines.archive import http

WINDOW, SIGNS = 20, 8
"""So many refusals (401, 403, 429, a challenge) among the last answers mean that the site does not want us."""
BROKEN = 18
"""So many of the last answers being errors of whatever kind mean that something is wrong there."""
REFUSALS = frozenset({401, 403, 429})
GONE = frozenset({404, 410, 451})
"""Answers that say something about the page, not about us."""
SHORT = 8 << 10
"""A page that comes with 200 is only taken for a challenge if there is hardly anything else on it."""
LOOKED_AT = 64 << 10
HEADERS = (
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", "challenge"),
    ("x-amzn-waf-action", "captcha"),
)
MARKS = (
    b"_cf_chl_opt",
    b"cf-browser-verification",
    b"captcha-delivery.com",
    b"px-captcha",
    b"_Incapsula_Resource",
    b"/_sec/cp_challenge",
    b"Pardon Our Interruption",
    b"sucuri_cloudproxy_js",
    b"ddos-guard/js-challenge",
    b"gokuProps",
    b"g-recaptcha-interstitial",
)
"""What the pages of Cloudflare, DataDome, PerimeterX, Imperva, Akamai, Sucuri, DDoS-Guard and AWS hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One answer as the detector sees it."""

    url: str
    status: int
    sign: str | None = None
    """What speaks of a refusal."""
    record: str | None = None
    """WARC-Record-ID of the capture."""

    @property
    def error(self) -> bool:
        """Is it a failure that does not concern the page alone?"""
        return self.sign is not None or (self.status >= 400 and self.status not in GONE)


def sign(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """What in an answer speaks of a refusal; None where nothing does.

    >>> sign(403, (("cf-mitigated", "challenge"),), b""), sign(200, (), b"<p>News</p>"), sign(429, (), b"")
    ('challenge (cf-mitigated)', None, 'status 429')
    """
    return challenge(status, headers, body) or (f"status {status}" if status in REFUSALS else None)


def challenge(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """The mark of a page that wants to know whether we are human."""
    lower = {name.lower(): value.strip().lower() for name, value in headers}
    for name, value in HEADERS:
        if lower.get(name) == value:
            return f"challenge ({name})"
    if not 200 <= status < 300 and status < 400:
        return None
    if status < 300 and len(body) > SHORT:
        return None
    page = http.decode(body[:LOOKED_AT], http.codings(headers), LOOKED_AT)
    if status < 300 and len(page) > SHORT:
        return None
    mark = next((mark for mark in MARKS if mark in page), None)
    return f"challenge ({mark.decode()})" if mark else None


class BlockSigns:
    """Counts refusals and errors among the last answers."""

    def __init__(self) -> None:
        self._last: deque[Sight] = deque(maxlen=WINDOW)

    def see(self, sight: Sight) -> bool:
        """Note an answer; True where it is time to stop."""
        self._last.append(sight)
        refusals = sum(one.sign is not None for one in self._last)
        errors = sum(one.error for one in self._last)
        return (refusals >= SIGNS and 2 * refusals >= len(self._last)) or errors >= BROKEN

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The last answers that speak for it, for the manifest."""
        return [
            {
                "url": one.url,
                "status": one.status,
                "sign": one.sign or f"status {one.status}",
                "record": one.record,
            }
            for one in self._last
            if one.error
        ]
