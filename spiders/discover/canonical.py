"""One spelling for each address, so that the same article from two sources counts once.

Only what cannot change the answer is changed: what RFC 3986 section 6.2 calls equivalent, the fragment, and
parameters that are known to serve counting visitors. Order and value of all other parameters stay.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from pipelines.archive.hypertext import DEFAULT_PORTS, ascii_host, escaped

TRACKING = re.compile(
    r"utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|igshid|mc_[ce]id|mkt_tok|_ga|_gl"
    r"|twclid|ttclid|at_(medium|campaign|custom\d?|link_\w+|ptr_name|format|bbc_team)|cmpid|cmp_id|ocid|xtor|spref"
    r"|__twitter_impression|ref_src|igsh|li_fat_id|srsltid|gad_source|gad_campaignid|_hsenc|_hsmi|vero_id|mtm_[a-z]+|pk_[a-z]+|wt_mc|ns_(campaign|mchannel|source|linkname|fee)",
    re.IGNORECASE,
)


def canonical(url: str) -> str:
    """The one spelling of an address; what is no http(s) address comes back as it was.

    >>> canonical("HTTPS://Herald.Example:443/a?utm_source=x&id=7#top")
    'https://herald.example/a?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme not in DEFAULT_PORTS or not host:
        return url
    name = f"[{host}]" if ":" in host else ascii_host(host)
    where = name if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{name}:{port}"
    kept = [p for p in parts.query.split("&") if p and not TRACKING.fullmatch(p.partition("=")[0])]
    return urlunsplit((parts.scheme, where, escaped(parts.path) or "/", escaped("&".join(kept)), ""))
