"""One step of a start or a stop, as progress tells it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A part, its new state, and the seconds since the start or stop began.

    >>> print(Step(part="postgres", state="answers", seconds=2.44))
       2.4 s  postgres answers
    """

    part: str
    state: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:6.1f} s  {self.part} {self.state}"


Progress = Callable[[Step], object]
"""Called with each step."""


def silent(_step: Step) -> None:
    """The progress of nobody."""
