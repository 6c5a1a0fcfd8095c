"""Programs of ours that tasks run as children: cleaning, publishing, importing.

What they read came from outside, so they get none of Airflow's environment, no descriptor but their three, and no
way to gain privileges; they die with their parent, which loses nothing: their work is repeatable and is
committed in one step.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.printable import printable

ALLOWED = frozenset(
    {
        "PATH",
        "HOME",
        "LANG",
        "LANGUAGE",
        "LC_ALL",
        "LC_CTYPE",
        "TZ",
        "TMPDIR",
        "SSL_CERT_FILE",
        "CORANTO_HOME",
    }
)
"""Names of the environment that a child may see."""
LINE = 2000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_libc = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended."""

    code: int
    """Exit status; negative: the signal that ended it."""
    result: Any
    """The last JSON value it printed; None where it printed none."""
    last: str
    """Its last line of text, which names the error where there is one."""


def allowed(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: the allowed names only.

    >>> allowed({"PATH": "/bin", "AIRFLOW__CORE__FERNET_KEY": "secret"})
    {'PATH': '/bin'}
    """
    return {name: value for name, value in environ.items() if name in ALLOWED}


def _confine() -> None:
    """Runs in the child before its program."""
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Program:
    """``python -m <module> <arguments>`` under supervision."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._asked = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=allowed(os.environ),
            start_new_session=True,
            preexec_fn=_confine,
            text=True,
            errors="backslashreplace",
        )

    def stop(self) -> None:
        """Ask it to end; once, and without waiting."""
        if not self._asked and self._process.poll() is None:
            self._asked = True
            self._process.terminate()

    def follow(self, say: Callable[[str], None]) -> Ended:
        """Hand each line of text to ``say`` until it ends."""
        result, last = None, ""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                if (value := _value(line)) is not None:
                    result = value
                elif text := printable(line, limit=LINE):
                    say(last := text)
        return Ended(code=self._process.wait(), result=result, last=last)


def _value(line: str) -> Any:
    if not line.startswith(("{", "[")):
        return None
    try:
        return json.loads(line)
    except ValueError:
        return None
