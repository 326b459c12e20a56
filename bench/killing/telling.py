"""What a process that will be killed tells of its work, through a pipe that outlives it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its kind, and the forms (`period/org`) or the file that it is about."""

    kind: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Acts that were acknowledged, in their order, and the one that had only begun."""

    done: tuple[Act, ...]
    begun: Act | None


@dataclass(frozen=True, slots=True)
class Teller:
    """The writing end: says before an act that it begins, and after its commit that it is done."""

    pipe: int

    def ready(self) -> None:
        os.write(self.pipe, b'["ready"]\n')

    @contextmanager
    def act(self, kind: str, about: Iterable[str]) -> Iterator[None]:
        told = [kind, *about]
        self._tell("begin", told)
        yield
        self._tell("done", told)

    def _tell(self, word: str, told: list[str]) -> None:
        os.write(self.pipe, (json.dumps([word, *told]) + "\n").encode())


def wait_until_ready(pipe: int) -> None:
    """Wait for the first line, and read no further."""
    while os.read(pipe, 1) not in (b"\n", b""):
        pass


def story(pipe: int) -> Story:
    """Read what a process told before it died; half a last line does not count."""
    with os.fdopen(pipe, "rb") as whole:
        lines = [
            json.loads(line)
            for line in whole.read().splitlines(keepends=True)
            if line[-1:] == b"\n"
        ]
    done = [Act(kind, tuple(about)) for word, kind, *about in lines if word == "done"]
    begun = lines[-1] if lines and lines[-1][0] == "begin" else None
    return Story(tuple(done), Act(begun[1], tuple(begun[2:])) if begun else None)
