"""A bar for whoever waits: on a terminal or in a notebook. Nobody else is told."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

Advance = Callable[[int], None]


@contextmanager
def bar(what: str, total: int, shown: bool | None = None) -> Iterator[Advance]:
    """Call what it gives with how many more are done; ``shown`` None means: where a person watches."""
    notebook = _notebook()
    if shown is False or (shown is None and not notebook and not sys.stderr.isatty()):
        yield lambda _: None
    elif notebook:
        yield from _in_notebook(what, total, notebook)
    else:
        yield from _on_terminal(what, total, forced=bool(shown))


def _on_terminal(what: str, total: int, *, forced: bool) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True, force_terminal=forced or None), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda more: shown.update(task, advance=more)


def _in_notebook(what: str, total: int, display: Callable[..., Any]) -> Iterator[Advance]:
    """HTML's own element, since it needs no extension of the notebook; at the end the number stays."""
    done = 0
    handle = display(_html(what, 0, total), raw=True, display_id=True)

    def advance(more: int) -> None:
        nonlocal done
        done += more
        handle.update(_html(what, done, total), raw=True)

    try:
        yield advance
    finally:
        handle.update({"text/plain": f"{done:,} {what}"}, raw=True)


def _html(what: str, done: int, total: int) -> dict[str, str]:
    told = f"{done:,} of {total:,} {what}"
    bar = f'<progress value="{done}" max="{max(total, 1)}"></progress>'
    return {"text/plain": told, "text/html": f"{bar} <small>{told}</small>"}


def _notebook() -> Callable[..., Any] | None:
    """IPython's ``display``, where a notebook shows what is displayed."""
    if "IPython" in sys.modules:
        with suppress(ImportError, AttributeError):
            from IPython import get_ipython
            from IPython.display import display

            if hasattr(get_ipython(), "kernel"):
                return display
    return None
