"""The walls around archived pages: what a page that a newspaper sent may do in a reader's browser.

It runs in a sandbox without an origin (no ``allow-same-origin``), may fetch nothing but what lies below the replay
prefix, gets no service worker, no cookies, no referrer and no permissions, and no scripts but where the reader switches
them on.
"""

import re

from fastapi import Request

COLLECTIONS = ("page", "scripted")
"""The same archive twice: without scripts, and with them."""
SANDBOX = ("", "allow-scripts")
"""What a page of each may."""
WOMBAT = "/static/wombat.js"
"""pywb's script in replayed pages, which leads what scripts ask for into the archive."""
SHIM = b"""Object.defineProperty(Navigator.prototype, "serviceWorker", {value: undefined});
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {value: undefined, configurable: true, writable: true});
}
"""
"""Before it: where there is no origin, only to look for a service worker or storage is an error, of which it would die."""
FRAMED = re.compile(r"/\w+/\d{4,14}if_/")
"""As pywb writes the addresses of frames."""
NOTHING = (
    "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), clipboard-write=(), display-capture=(),"
    " fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), microphone=(), midi=(),"
    " payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=()"
)


def policy(origin: str, collection: str, *, framed: bool = False) -> str:
    """What an archived page may do: nothing but show what the archive has.

    The prefix is written out, since a sandboxed page has no origin that 'self' could mean. For the same reason no
    ``frame-ancestors`` lets it hold a page in turn: what is ``framed`` by an archived page has none.
    """
    prefix, scripts = f"{origin}/{collection}/", collection == "scripted"
    code = f"{prefix} {origin}/static/ 'unsafe-inline' 'unsafe-eval'" if scripts else "'none'"
    return "; ".join(
        (
            f"sandbox {SANDBOX[scripts]}".strip(),
            "default-src 'none'",
            f"img-src {prefix} data:",
            f"style-src {prefix} 'unsafe-inline'",
            f"font-src {prefix} data:",
            f"media-src {prefix} data:",
            f"frame-src {prefix}",
            f"script-src {code}",
            "connect-src 'none'",
            "worker-src 'none'",
            "form-action 'none'",
            f"base-uri {prefix}",
            *(() if framed else (f"frame-ancestors {origin}",)),
        )
    )


def stays(request: Request) -> bool:
    """Is a script asked for that would answer for all pages from now on?"""
    return bool(request.headers.get("service-worker"))


def shut_in(request: Request, collection: str) -> dict[str, str]:
    """The headers of everything that a site sent."""
    held = {
        "content-security-policy": policy(
            _origin(request), collection, framed=bool(FRAMED.match(request.url.path))
        ),
        "permissions-policy": NOTHING,
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "origin-agent-cluster": "?1",
        "x-robots-tag": "noindex, nofollow",
        "x-dns-prefetch-control": "off",
    }
    # Fonts are asked for with CORS, by pages that have no origin. No page can read what it gets as a font.
    if request.headers.get("sec-fetch-dest") == "font":
        held["access-control-allow-origin"] = "*"
    return held


def ours(request: Request) -> dict[str, str]:
    """The headers of our own frame: it may hold archived pages, load our style, and nothing else."""
    origin = _origin(request)
    frames = " ".join(f"{origin}/{name}/" for name in COLLECTIONS)
    return {
        "content-security-policy": f"default-src 'none'; style-src {origin}/look/; img-src {origin}/look/;"
        f" frame-src {frames}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "permissions-policy": NOTHING,
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"
