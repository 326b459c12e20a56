"""Walks through a process: which states follow which, which are reached, which come to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kaifang.packs.schema.processes import PREVIOUS, ProcessEntry, Transition


class Arc(NamedTuple):
    """An event that takes a case from one state to another, or leaves it where it is."""

    source: str
    event: str
    target: str


def arcs(process: ProcessEntry) -> list[Arc]:
    """Every way from state to state; `previous` leads back to wherever a state is entered from."""
    plain = [
        Arc(source, one.event, one.to or source)
        for one in process.transitions
        if one.to != PREVIOUS
        for source in one.from_
    ]
    back = [one for one in process.transitions if one.to == PREVIOUS]
    return [*plain, *(arc for one in back for arc in _back(one, plain))]


def _back(one: Transition, plain: Iterable[Arc]) -> Iterator[Arc]:
    for source in one.from_:
        entered = (arc.source for arc in plain if arc.target == source != arc.source)
        yield from (Arc(source, one.event, before) for before in dict.fromkeys(entered))


def reached(steps: Iterable[Arc], start: str) -> set[str]:
    """The states that a case may come to."""
    return _closure([(arc.source, arc.target) for arc in steps], {start})


def ending(steps: Iterable[Arc], ends: Iterable[str]) -> set[str]:
    """The states from which a case may come to one of the ends."""
    return _closure([(arc.target, arc.source) for arc in steps], set(ends))


def _closure(pairs: list[tuple[str, str]], found: set[str]) -> set[str]:
    while more := {target for source, target in pairs if source in found} - found:
        found |= more
    return found
