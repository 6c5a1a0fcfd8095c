"""Lines over time as a picture: places on a drawing, of which the template makes SVG."""

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from pipelines.web.shown import thousands

if TYPE_CHECKING:
    from pipelines.web.comparing import Compared, Series

WIDTH, HEIGHT = 900, 360
LEFT, TOP, RIGHT, BOTTOM = 64, 12, 12, 44
TICKS = 4
COLOURS = ("#c4453b", "#3479b8", "#3b8140", "#9a6a10", "#8f60bb", "#12838d", "#bd4f88", "#6b7482")
"""At least 3 to 1 against both grounds of the pages (WCAG 2.2, 1.4.11)."""
DASHES = ("", "7 3", "2 3", "9 3 2 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line: its strokes, which break where nothing is known, and its points."""

    name: str
    total: int
    colour: str
    dash: str
    strokes: tuple[str, ...]
    points: tuple[tuple[float, float, str], ...]
    """Place, and what is said there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything the picture shows."""

    curves: tuple[Curve, ...]
    across: tuple[tuple[float, str], ...]
    """Height and words of each line across."""
    along: tuple[tuple[float, str, str], ...]
    """Place, words and anchor of each label of time."""
    holes: tuple[tuple[float, float, float], ...]
    """Place, width and share of what was not crawled."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    ground: int = HEIGHT - BOTTOM


def drawing(found: "Compared") -> Drawing:
    """The lines at their places."""
    share = any(point.share is not None for series in found.series for point in series.points)
    values = [_value(point, share) or 0.0 for series in found.series for point in series.points]
    top = nice(max(values, default=0.0) or 1.0, whole=not share)
    return Drawing(
        curves=tuple(_curve(i, series, top, share) for i, series in enumerate(found.series)),
        across=tuple((_y(top * i / TICKS, top), _said(top * i / TICKS, share)) for i in range(TICKS + 1)),
        along=tuple(_along(found.labels)),
        holes=tuple(
            (round(_x(i, len(found.labels)) - _step(len(found.labels)) / 2, 1), round(_step(len(found.labels)), 1), round(part, 2))
            for i, part in enumerate(found.missing)
            if part
        ),
    )  # fmt: skip


def nice(most: float, *, whole: bool) -> float:
    """The end of a scale with round numbers on it.

    >>> nice(7, whole=True), nice(0.013, whole=False), nice(930, whole=True)
    (8, 0.02, 1000)
    """
    least = 10.0 ** floor(log10(most / TICKS))
    step = next(least * n for n in (1, 2, 2.5, 5, 10) if least * n * TICKS >= most * 0.999)
    return max(TICKS, ceil(step) * TICKS) if whole else round(step * TICKS, 12)


def _curve(number: int, series: "Series", top: float, share: bool) -> Curve:
    count = len(series.points)
    strokes: list[list[str]] = [[]]
    points: list[tuple[float, float, str]] = []
    for i, point in enumerate(series.points):
        value = _value(point, share)
        if value is None:
            strokes.append([])
            continue
        x, y = _x(i, count), _y(value, top)
        strokes[-1].append(f"{x},{y}")
        of = f" of {point.all}" if point.all is not None else ""
        points.append(
            (
                x,
                y,
                f"{series.name}, {point.label}: {point.count}{of}"
                + (f", {_said(value, share)}" if share else ""),
            )
        )
    return Curve(
        name=series.name,
        total=series.total,
        colour=COLOURS[number % len(COLOURS)],
        dash=DASHES[number % len(DASHES)],
        strokes=tuple(" ".join(stroke) for stroke in strokes if stroke),
        points=tuple(points),
    )


def _value(point: object, share: bool) -> float | None:
    found: float | None = getattr(point, "share" if share else "count")
    return found


def _along(labels: tuple[str, ...]) -> list[tuple[float, str, str]]:
    every = max(1, ceil(len(labels) / 6))
    last = len(labels) - 1
    chosen = [i for i in range(0, len(labels), every) if i == 0 or last - i >= every / 2] + (
        [last] if last > 0 else []
    )
    ends = {0: "start", last: "end"} if last > 0 else {0: "middle"}
    return [(_x(i, len(labels)), labels[i], ends.get(i, "middle")) for i in dict.fromkeys(chosen)]


def _step(count: int) -> float:
    return (WIDTH - LEFT - RIGHT) / max(count, 1)


def _x(i: int, count: int) -> float:
    return round(LEFT + _step(count) * (i + 0.5), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _said(value: float, share: bool) -> str:
    if not share:
        return thousands(value)
    return f"{100 * value:.3g} %"
