"""Rates: their stages are declared, differ, and lie one behind the other."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.linting.processes import DeclaredTwice, NotDeclared
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.packs.schema.rates import ProcessRate, RateStage
from kaifang.packs.walks import arcs, reached

_GROUPING = ("text", "choice", "code", "org", "case")


class RateOfItself(KaifangError):
    """A numerator that shares a stage with its denominator is always the whole."""

    code = "KF-PACK-230"


class RateBackwards(KaifangError):
    """No case that came to the denominator's stage ever comes to the numerator's."""

    code = "KF-PACK-231"


class RateFieldUnfit(KaifangError):
    """A field by which nobody can be told apart."""

    code = "KF-PACK-232"


def rates(law: Law) -> Iterator[KaifangError]:
    """All findings of all rates; ways are walked only where every name is declared."""
    for process in law.processes.values():
        named = list(_names(process))
        yield from named or _sense(process)


def _names(process: ProcessEntry) -> Iterator[KaifangError]:
    seen: set[str] = set()
    for number, rate in enumerate(process.rates):
        at = ("rates", number)
        if rate.id in seen:
            where = process.where_of(*at, "id")
            yield DeclaredTwice.at(where, found=rate.id, kind=message("pack.process.rates"))
        seen.add(rate.id)
        for part in ("numerator", "denominator"):
            yield from _stage(process, getattr(rate, part), number, part)
        if rate.by:
            fields = {one.id for one in process.fields}
            yield from _missing(process, rate.by, fields, "fields", *at, "by")


def _stage(
    process: ProcessEntry, stage: RateStage, number: int, part: str
) -> Iterator[KaifangError]:
    known = set(process.events) if stage.kind == "event" else {one.id for one in process.states}
    for name in stage.ids:
        yield from _missing(process, name, known, f"{stage.kind}s", "rates", number, part)


def _missing(
    process: ProcessEntry, name: str, known: set[str], kind: str, *at: str | int
) -> Iterator[KaifangError]:
    if name not in known:
        told = message(f"pack.process.{kind}")
        near = nearest(name, known)
        yield NotDeclared.at(process.where_of(*at), kind=told, found=name, near=near)


def _sense(process: ProcessEntry) -> Iterator[KaifangError]:
    kinds = {one.id: one.kind for one in process.fields}
    for number, rate in enumerate(process.rates):
        where = process.where_of("rates", number, "numerator")
        if _shared(rate):
            yield RateOfItself.at(where, found=rate.id)
        elif not _follows(process, rate):
            yield RateBackwards.at(where, found=rate.id)
        if rate.by and kinds[rate.by] not in _GROUPING:
            where = process.where_of("rates", number, "by")
            told = {"found": kinds[rate.by], "expected": ", ".join(_GROUPING)}
            yield RateFieldUnfit.at(where, field=rate.by, **told)


def _shared(rate: ProcessRate) -> bool:
    above, below = rate.numerator, rate.denominator
    return above.kind == below.kind and bool({*above.ids} & {*below.ids})


def _follows(process: ProcessEntry, rate: ProcessRate) -> bool:
    """Whether a case may come from the denominator's stage to the numerator's."""
    steps = arcs(process)
    begins = {one.event: one.to or process.start for one in process.transitions if not one.from_}
    came = set(rate.denominator.state)
    came |= {arc.target for arc in steps if arc.event in rate.denominator.event}
    came |= {begins[event] for event in rate.denominator.event if event in begins}
    there = {state for start in came for state in reached(steps, start)}
    if rate.numerator.state:
        return bool(there & set(rate.numerator.state))
    return any(arc.source in there for arc in steps if arc.event in rate.numerator.event)
