"""Follow an import: how many rows of a book were read and judged, for whoever sent it alone."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from kaifang.programme.intake.planning import Watch
from kaifang.programme.rights import Actor
from kaifang.store.home import home

READ, JUDGED, OVER = "read", "judged", "over"
_PHASES = (READ, JUDGED)
_TICKET = re.compile(r"[\w-]{20,60}", re.ASCII)
_EVERY = 0.3  # seconds between two tellings
_HOURS = 12


@dataclass(frozen=True, slots=True)
class IntakeProgress:
    """How far a book has come: of `total` rows `done` were read, or judged; or it is over."""

    phase: str
    done: int
    total: int


def ticket(given: str = "") -> str:
    """The ticket given, where it is one; else a new one."""
    return given if _TICKET.fullmatch(given) else secrets.token_urlsafe(24)


@contextmanager
def followed(actor: Actor, ticket: str) -> Iterator[Watch]:
    """Tell under a ticket how far the rows of a book have come, until the work is over.

    The ticket is any word of the sender's that nobody guesses; without one nothing is told.
    """
    if not _TICKET.fullmatch(ticket):
        yield lambda _: lambda: None
        return
    _drop_old()
    place = _place(actor, ticket)
    phases = iter(_PHASES)
    try:
        yield lambda total: _steps(place, next(phases, JUDGED), total)
    finally:
        _tell(place, OVER, 0, 0)


def progress_of(actor: Actor, ticket: str) -> IntakeProgress | None:
    """How far the book of a ticket has come; None before its rows, and to all others."""
    if not _TICKET.fullmatch(ticket):
        return None
    try:
        return IntakeProgress(**json.loads(_place(actor, ticket).read_text("utf-8")))
    except OSError:
        return None


def _steps(place: Path, phase: str, total: int) -> Callable[[], None]:
    done, again = 0, 0.0

    def step() -> None:
        nonlocal done, again
        done += 1
        if time.monotonic() >= again or done == total:
            again = time.monotonic() + _EVERY
            _tell(place, phase, done, total)

    _tell(place, phase, 0, total)
    return step


def _tell(place: Path, phase: str, done: int, total: int) -> None:
    fresh = place.with_suffix(f".{uuid4().hex}")
    fresh.write_text(json.dumps({"phase": phase, "done": done, "total": total}), "utf-8")
    fresh.replace(place)


def _place(actor: Actor, ticket: str) -> Path:
    """Where it lies; nobody finds another's, whose name is hashed from another number."""
    whose = hashlib.sha256(f"{actor.user} {ticket}".encode()).hexdigest()
    return home("intake", "progress") / whose


def _drop_old() -> None:
    """What is over, and what a process left that was killed."""
    before = time.time() - _HOURS * 3600
    for one in home("intake", "progress").iterdir():
        if one.stat().st_mtime < before:
            one.unlink(missing_ok=True)
