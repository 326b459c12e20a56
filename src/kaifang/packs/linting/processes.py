"""Processes: every name is declared, every state is reached and left, every clock has its anchor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.core.numerals import read
from kaifang.core.units import unit
from kaifang.packs.law import Law
from kaifang.packs.linting.duplicates import (
    duplicate_findings,
    duplicate_names,
    reserved_names,
)
from kaifang.packs.reading import Location
from kaifang.packs.schema.processes import PREVIOUS, ProcessClock, ProcessEntry, TimeLimit
from kaifang.packs.walks import arcs, ending, reached


class NotDeclared(KaifangError):
    """A state, event, role, evidence, reason, holder, field or clock that the process has not."""

    code = "KF-PACK-201"


class StateUnreachable(KaifangError):
    code = "KF-PACK-202"


class StateNeverEnds(KaifangError):
    code = "KF-PACK-203"


class ClockUnanchored(KaifangError):
    """Nothing starts a clock, or nothing stops it, on any way that a case may go."""

    code = "KF-PACK-204"


class UnitsMixed(KaifangError):
    code = "KF-PACK-205"


class LimitUncited(KaifangError):
    code = "KF-PACK-206"


class AmbiguousEvent(KaifangError):
    """One event leads from one state to two."""

    code = "KF-PACK-207"


class NobodyActs(KaifangError):
    code = "KF-PACK-208"


class DeclaredTwice(KaifangError):
    code = "KF-PACK-209"


class ShareOfNothing(KaifangError):
    """An alarm at a share of a clock that has no limit."""

    code = "KF-PACK-210"


class LimitDiffers(KaifangError):
    """The limit of a clock is not what its citation prints."""

    code = "KF-PACK-211"


class BeginsElsewhere(KaifangError):
    """What begins a case does not lead into the state that the process starts with."""

    code = "KF-PACK-212"


class StateStillThere(KaifangError):
    """What a state was called before is what a state is called now, or was another's name too."""

    code = "KF-PACK-250"


def processes(law: Law) -> Iterator[KaifangError]:
    """All findings of all processes."""
    for process in law.processes.values():
        yield from process_findings(process)


def process_findings(process: ProcessEntry) -> list[KaifangError]:
    """What is wrong with a process; walks are told only once every name is declared."""
    found = [
        *_twice(process), *_names(process), *reserved_names(process), *_renamed(process),
    ]  # fmt: skip
    return found or [
        *_walks(process),
        *_acts(process),
        *_clocks(process),
        *_alarms(process),
        *duplicate_findings(process),
    ]


_PARTS = (
    "roles", "holders", "evidence", "reasons", "fields", "states", "clocks", "steps", "notices",
    "ledgers", "channels",
)  # fmt: skip


def _twice(process: ProcessEntry) -> Iterator[KaifangError]:
    for kind in _PARTS:
        seen: set[str] = set()
        for number, part in enumerate(getattr(process, kind)):
            if part.id in seen or (kind == "states" and part.id == PREVIOUS):
                where = process.where_of(kind, number, "id")
                yield DeclaredTwice.at(where, found=part.id, kind=_kind(kind))
            seen.add(part.id)


def _renamed(process: ProcessEntry) -> Iterator[KaifangError]:
    known = {one.id for one in process.states}
    for number, state in enumerate(process.states):
        for was in state.renamed_from:
            if was in known:
                yield StateStillThere.at(process.where_of("states", number), found=was)
            known.add(was)


def _kind(kind: str) -> Text:
    return message(f"pack.process.{kind}")


Named = tuple[str, str, Location]  # a part of the process, a name for one, the place of the name


def _names(process: ProcessEntry) -> Iterator[KaifangError]:
    known = {kind: {part.id for part in getattr(process, kind)} for kind in _PARTS}
    known["events"] = {*process.events, *(one.extension_event for one in process.clocks)}
    for kind, name, at in _named(process):
        if name not in known[kind]:
            near = nearest(name, known[kind])
            yield NotDeclared.at(process.where_of(*at), kind=_kind(kind), found=name, near=near)


def _named(process: ProcessEntry) -> Iterator[Named]:
    yield "states", process.start, ("start",)
    yield from _all("states", process.end.good, "end", "good")
    yield from _all("states", process.end.bad, "end", "bad")
    yield from _all("events", process.order, "order")
    for number, state in enumerate(process.states):
        if state.holder:
            yield "holders", state.holder, ("states", number, "holder")
    yield from _of_transitions(process)
    yield from _of_clocks(process)
    yield from _of_steps(process)
    yield from _of_feeds(process)
    yield from duplicate_names(process)
    for number, guard in enumerate(process.guards):
        yield from _all("fields", guard.sum, "guards", number, "sum")
        yield "fields", guard.at_most, ("guards", number, "at_most")


def _of_transitions(process: ProcessEntry) -> Iterator[Named]:
    for number, one in enumerate(process.transitions):
        at = ("transitions", number)
        yield from _all("states", one.from_, *at, "from")
        if one.to and one.to != PREVIOUS:
            yield "states", one.to, (*at, "to")
        yield from _all("roles", one.who, *at, "who")
        yield from _all("evidence", one.evidence, *at, "evidence")
        yield from _all("reasons", one.reason, *at, "reason")
        yield from _all("fields", one.fields, *at, "fields")
        yield from _all("fields", one.optional, *at, "optional")
        yield from _all("events", one.not_same_person_as, *at, "not_same_person_as")


def _of_clocks(process: ProcessEntry) -> Iterator[Named]:
    for number, clock in enumerate(process.clocks):
        at = ("clocks", number)
        yield from _all("events", clock.start, *at, "start")
        yield from _all("events", clock.stop, *at, "stop")
        yield from _all("states", clock.pause, *at, "pause")
        if clock.extend:
            yield from _all("roles", clock.extend.who, *at, "extend", "who")
    for number, alarm in enumerate(process.alarms):
        yield "clocks", alarm.clock, ("alarms", number, "clock")
        yield from _all("roles", alarm.tell, "alarms", number, "tell")


def _of_steps(process: ProcessEntry) -> Iterator[Named]:
    for number, step in enumerate(process.steps):
        yield from _all("events", step.start, "steps", number, "start")
        yield "events", step.stop, ("steps", number, "stop")
        if step.holder:
            yield "holders", step.holder, ("steps", number, "holder")


def _of_feeds(process: ProcessEntry) -> Iterator[Named]:
    for number, feed in enumerate(process.feeds):
        at = ("feeds", number)
        yield from _all("events", feed.count, *at, "count")
        yield from _all("events", feed.of, *at, "of")
        yield from _all("states", feed.count_in, *at, "count_in")
        for field in ("sum", "period_field", "firms"):
            if name := getattr(feed, field):
                yield "fields", name, (*at, field)
        for name in feed.where:
            yield "fields", name, (*at, "where", name)


def _all(kind: str, names: Iterable[str], *at: str | int) -> Iterator[Named]:
    yield from ((kind, name, (*at, number)) for number, name in enumerate(names))


def _walks(process: ProcessEntry) -> Iterator[KaifangError]:
    """States that no case comes to, or from which none comes to an end."""
    steps = arcs(process)
    ends = {*process.end.good, *process.end.bad}
    there, finish = reached(steps, process.start), ending(steps, ends)
    for number, state in enumerate(process.states):
        where = process.where_of("states", number, "id")
        if state.id not in there:
            yield StateUnreachable.at(where, found=state.id)
        elif state.id not in finish:
            yield StateNeverEnds.at(where, found=state.id)
    yield from _anchors(process, {arc.event for arc in steps if arc.source in there})


def _anchors(process: ProcessEntry, happens: set[str]) -> Iterator[KaifangError]:
    happens |= {one.event for one in process.transitions if not one.from_}
    for number, clock in enumerate(process.clocks):
        for field in ("start", "stop"):
            if not happens & set(getattr(clock, field)):
                where = process.where_of("clocks", number, field)
                yield ClockUnanchored.at(where, found=clock.id, field=field)


def _acts(process: ProcessEntry) -> Iterator[KaifangError]:
    """Events that lead two ways, that nobody may cause, or that begin a case in its midst."""
    first: dict[tuple[str, str], int] = {}
    for number, one in enumerate(process.transitions):
        where = process.where_of("transitions", number, "event")
        for state in one.from_ or ("",):
            if first.setdefault((one.event, state), number) != number:
                expected = process.where_of("transitions", first[one.event, state])
                yield AmbiguousEvent.at(where, found=one.event, state=state, expected=expected)
        if process.mode == "command" and not one.who:
            yield NobodyActs.at(where, found=one.event)
        if not one.from_ and one.to != process.start:
            yield BeginsElsewhere.at(where, found=one.event, expected=process.start)


def _clocks(process: ProcessEntry) -> Iterator[KaifangError]:
    for number, clock in enumerate(process.clocks):
        base = clock.baseline
        if base and base.unit != clock.counted_in:
            where = process.where_of("clocks", number, "baseline", "unit")
            yield _mixed(where, clock, base)
        if (clock.limit or base) and not clock.cite:
            yield LimitUncited.at(process.where_of("clocks", number), found=clock.id)
        yield from _printed(process, number, clock)


def _mixed(where: str, clock: ProcessClock, other: TimeLimit) -> UnitsMixed:
    return UnitsMixed.at(where, found=other.unit, expected=clock.counted_in, clock=clock.id)


def _printed(process: ProcessEntry, number: int, clock: ProcessClock) -> Iterator[KaifangError]:
    """A limit from a document is what one of its citations prints, and so is a baseline."""
    printed = [cite.printed for cite in clock.cite or () if cite.printed]
    quoted = [cite for cite in clock.cite or () if cite.quote]
    for field in ("limit", "baseline"):
        limit = getattr(clock, field)
        if limit and quoted and not any(_says(text, limit) for text in printed):
            where = process.where_of("clocks", number, field)
            found = ", ".join(printed)
            yield LimitDiffers.at(where, found=found, expected=f"{limit.n} {limit.unit}")


_UNITS = {
    "working_day": "个工作日",
    "working_hour": "个工作小时",
    "natural_day": "天",
    "hour": "小时",
}


def _says(printed: str, limit: TimeLimit) -> bool:
    reading = read(printed)
    same = reading.dimension in (None, unit(_UNITS[limit.unit]).dimension)
    return same and reading.low == limit.n


def _alarms(process: ProcessEntry) -> Iterator[KaifangError]:
    for number, alarm in enumerate(process.alarms):
        clock = process.clock(alarm.clock)
        assert clock is not None  # every name is declared
        if alarm.at and not clock.limit:
            where = process.where_of("alarms", number, "at")
            yield ShareOfNothing.at(where, found=alarm.at, expected=clock.id)
        if alarm.after and alarm.after.unit != clock.counted_in:
            where = process.where_of("alarms", number, "after", "unit")
            yield _mixed(where, clock, alarm.after)
