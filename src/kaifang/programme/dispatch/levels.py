"""Levels of slips: those of the pack, else blue, orange and red without a usual limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.errors import UnknownLevel

USUAL = ("blue", "orange", "red")


@dataclass(frozen=True, slots=True)
class LevelLimit:
    """One level; `limit` where the pack gives a usual one."""

    id: str
    name: Text
    limit: DayLimit | None = None


def levels(law: Law) -> list[LevelLimit]:
    """The levels of a programme, the mildest first."""
    entry = next(iter(law.slips.values()), None)
    if entry is None:
        return [LevelLimit(id, message(f"slip.level.{id}")) for id in USUAL]
    return [
        LevelLimit(one.id, one.name.text, DayLimit(one.days, one.clock)) for one in entry.levels
    ]


def level(law: Law, id: str) -> LevelLimit:
    """One level. Raises: UnknownLevel."""
    known = levels(law)
    for one in known:
        if one.id == id:
            return one
    raise UnknownLevel(found=id, expected=_names(known))


def level_name(law: Law, id: str) -> Text:
    """What a level is called; its id, where the pack of today has it no more."""
    return next((one.name for one in levels(law) if one.id == id), same(id))


def above(law: Law, id: str) -> list[LevelLimit]:
    """The levels above one, the next first."""
    known = levels(law)
    place = next((n for n, one in enumerate(known) if one.id == id), -1)
    return known[place + 1 :]


def raised(law: Law, now: str, to: str) -> LevelLimit:
    """The level that a slip is raised to. Raises: UnknownLevel, where it is none above."""
    higher = above(law, now)
    for one in higher:
        if one.id == to:
            return one
    raise UnknownLevel(found=to, expected=_names(higher))


def _names(known: Sequence[LevelLimit]) -> str:
    return ", ".join(one.id for one in known) or "—"
