"""When within the hour a site's schedules fire: round minutes are spread, so that hundreds of sites do not start at once."""

import hashlib

HOUR = 60


def spread(cron: str, site: str) -> str:
    """A schedule with its round minute moved by a hash of the site's id; a minute that somebody chose stays.

    ``0`` becomes any minute of the same hour, ``*/15`` every fifteen minutes from one of the first fifteen.

    >>> spread("0 5 * * *", "herald"), spread("*/30 * * * *", "herald"), spread("7 * * * *", "herald")
    ('51 5 * * *', '21,51 * * * *', '7 * * * *')
    """
    minute, rest = cron.split(maxsplit=1)
    if minute == "0":
        return f"{_place(site, HOUR)} {rest}"
    _, slash, step = minute.partition("*/")
    if not (slash and step.isdecimal() and HOUR % int(step) == 0):
        return cron
    every = int(step)
    return f"{','.join(str(m) for m in range(_place(site, every), HOUR, every))} {rest}"


def _place(site: str, places: int) -> int:
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:8]) % places
