"""Floors under measured values, pinned in a JSON file beside what they were measured on.

A value below its floor fails. So does a floor far below its value, so that nobody lives off an old success.
``raised`` lifts floors and never lowers one; ``lowered`` needs a reason, which stays in the file.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SLACK = 0.03
"""How far a value may be above its floor before the floor has to be raised."""


def load(path: Path) -> dict[str, Any]:
    """The file, or an empty one."""
    held: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {"floors": {}, "lowered": [], **held}


def save(path: Path, held: Mapping[str, Any]) -> None:
    """Writes the file in a form that reads well in a diff."""
    path.write_text(json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def floor_of(value: float) -> float:
    """The floor under a value: three decimals, never above it."""
    return int(value * 1000 + 1e-9) / 1000


def problems(floors: Mapping[str, float], measured: Mapping[str, float]) -> list[str]:
    """What is below its floor, what left its floor far behind, what has none."""
    found = []
    for name, value in measured.items():
        floor = floors.get(name)
        if floor is None:
            found.append(f"{name} is {value:.3f} and has no floor")
        elif value < floor:
            found.append(f"{name} is {value:.4f}, below its floor {floor:.3f}")
        elif value > floor + SLACK:
            found.append(f"{name} is {value:.3f}, its floor only {floor:.3f}: raise it")
    return found + [f"{name} has a floor and is not measured" for name in floors if name not in measured]


def raised(held: Mapping[str, Any], measured: Mapping[str, float]) -> dict[str, Any]:
    """The file with floors lifted to what was measured; none goes down."""
    floors = held["floors"]
    up = {name: max(floors.get(name, 0.0), floor_of(value)) for name, value in measured.items()}
    return {**held, "floors": up}


def lowered(held: Mapping[str, Any], measured: Mapping[str, float], reason: str) -> dict[str, Any]:
    """The file with floors set to what was measured, and the reason for those that went down."""
    floors = {name: floor_of(value) for name, value in measured.items()}
    down = {
        n: f"{was:.3f} to {floors[n]:.3f}" for n, was in held["floors"].items() if floors.get(n, was) < was
    }
    entry = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "reason": reason, "floors": down}
    return {**held, "floors": floors, "lowered": [*held["lowered"], *([entry] if down else [])]}
