"""Bars that show how far long work has come, for commands whose work says its steps itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from kaifang.cli.voice import word

_STEP = 500


@contextmanager
def bar(label: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """A bar on the error stream, from when the number of steps is known; silent unless watched."""
    shown: list[_Bar] = []

    def watch(steps: int) -> Callable[[], None]:
        if not sys.stderr.isatty():
            return lambda: None
        shown.append(_Bar(steps, word(label)))
        return shown[0].step

    yield watch
    for one in shown:
        one.end()


class _Bar:
    """Steps taken, drawn now and then."""

    def __init__(self, steps: int, label: str) -> None:
        self._bar = typer.progressbar(length=max(steps, 1), label=label, file=sys.stderr)
        self._waiting = 0

    def step(self) -> None:
        self._waiting += 1
        if self._waiting >= _STEP:
            self._bar.update(self._waiting)
            self._waiting = 0

    def end(self) -> None:
        self._bar.update(self._bar.length or 0)
        self._bar.render_finish()
