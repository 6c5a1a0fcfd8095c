"""How long a source that brings nothing new is left alone by polls. Pure: the manifests decide.

The longer a source has been silent, the longer it rests: an eighth of its silence, a day at most. So a feed that
was silent for eight hours is asked once an hour however often the site is polled, and what it brings then is at
most an hour late. Nothing is ever asked more often than the site's ``poll`` says, and runs for days ask everything.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from spiders.crawler.known import Heard

SHARE = 8
LONGEST = timedelta(days=1)


def rests(heard: Mapping[str, Heard], url: str, now: datetime) -> str | None:
    """Why a source is not asked now, in one line; None where it is to be asked."""
    known = heard.get(url)
    if known is None or known.asked < known.news:
        return None
    silence = now - known.news
    until = known.asked + min(silence / SHARE, LONGEST)
    if now >= until:
        return None
    return (
        f"nothing new for {silence / timedelta(hours=1):.1f} h; asked again after {until:%Y-%m-%d %H:%M} UTC"
    )
