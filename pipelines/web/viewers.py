"""Who is looking, and what they may see."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["counts", "snippets", "full", "admin"]
ROLES: tuple[str, ...] = get_args(Role)
"""Each may see what those before it may: numbers; headlines with some words around a match; whole articles, bytes,
exports and replay; and who did what."""
SECONDS = 60
"""How long a signed word about a viewer is good for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who asks."""

    name: str = ""
    """Empty for whoever sits at this machine."""
    role: Role = "admin"
    token: str = ""
    """What the forms on our pages bring back, so that no other page can send them; programs with a token have none."""
    session: bool = False
    """Did they log in here, and could log out?"""

    def may(self, role: str) -> bool:
        """May they see what this role sees?

        >>> Viewer(role="snippets").may("counts"), Viewer(role="snippets").may("full")
        (True, False)
        """
        return ROLES.index(self.role) >= ROLES.index(role)


LOCAL = Viewer()
"""Whoever reaches the loopback interface of a machine reads its files, too."""


def signed(secret: str, viewer: Viewer, path: str, now: float | None = None) -> str:
    """A word about a viewer from one who knows the secret, for one path and a minute."""
    until = int((time.time() if now is None else now) + SECONDS)
    body = json.dumps([viewer.name, viewer.role, path, until], separators=(",", ":")).encode()
    said = base64.urlsafe_b64encode(body).decode()
    return f"{said}.{_mac(secret, said)}"


def believed(secret: str, word: str, path: str, now: float | None = None) -> Viewer | None:
    """The viewer that a signed word speaks of; None where it is false, old, or about another path."""
    said, _, mac = word.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(secret, said).encode()):
        return None
    name, role, about, until = json.loads(base64.urlsafe_b64decode(said))
    late = (time.time() if now is None else now) > until
    return None if late or about != path or role not in ROLES else Viewer(name=name, role=role)


def _mac(secret: str, said: str) -> str:
    return hmac.new(secret.encode(), f"coranto viewer {said}".encode(), hashlib.sha256).hexdigest()
