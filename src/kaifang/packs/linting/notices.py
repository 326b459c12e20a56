"""Notices to firms: what they name is declared, they go to a firm, and they move no case."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.schema.notices import ProcessNotice
from kaifang.packs.schema.processes import ProcessEntry

# What an alarm may open: what the programme can raise by itself.
OPENABLE = ("task", "ticket.overdue", "notice_and_interview")


class NoticeNamesUnknown(KaifangError):
    """A notice names an event, field or clock that its process has not."""

    code = "KF-PACK-245"


class NoticeToNobody(KaifangError):
    """The field that says to whom a notice goes holds no credit code."""

    code = "KF-PACK-246"


class NoticeMovesCase(KaifangError):
    """The event that a notice was sent, or acknowledged, leads a case elsewhere."""

    code = "KF-PACK-247"


class NoticeOfCommand(KaifangError):
    """A process that is worked on by hand declares a notice."""

    code = "KF-PACK-248"


class AlarmOpensUnknown(KaifangError):
    """An alarm is to open what nobody can open."""

    code = "KF-PACK-249"


def notices(law: Law) -> Iterator[KaifangError]:
    """All findings about the notices and the openings of all processes."""
    for process in law.processes.values():
        yield from notice_findings(process)


def notice_findings(process: ProcessEntry) -> Iterator[KaifangError]:
    """What is wrong with the notices of a process, and with what its alarms open."""
    for number, one in enumerate(process.notices):
        yield from _names(process, number, one)
        yield from _moves(process, number, one)
        where = process.where_of("notices", number)
        kind = {field.id: field.kind for field in process.fields}.get(one.to, "credit_code")
        if kind != "credit_code":
            yield NoticeToNobody.at(where, found=one.to, kind=kind)
        if process.mode != "observe":
            yield NoticeOfCommand.at(where, found=one.id)
    for number, alarm in enumerate(process.alarms):
        if alarm.open and alarm.open not in OPENABLE:
            where = process.where_of("alarms", number, "open")
            yield AlarmOpensUnknown.at(
                where, found=alarm.open, expected=", ".join(OPENABLE),
                near=nearest(alarm.open, OPENABLE),
            )  # fmt: skip


def _names(process: ProcessEntry, number: int, one: ProcessNotice) -> Iterator[KaifangError]:
    known = {
        "events": set(process.events),
        "fields": {field.id for field in process.fields},
        "clocks": {clock.id for clock in process.clocks},
    }
    for kind, key, name in _named(one):
        if name and name not in known[kind]:
            where = process.where_of("notices", number, key)
            said = message(f"pack.process.{kind}")
            near = nearest(name, known[kind])
            yield NoticeNamesUnknown.at(where, kind=said, found=name, near=near)


def _named(one: ProcessNotice) -> Iterator[tuple[str, str, str | None]]:
    for key in ("opened_by", "sent", "acknowledged"):
        yield "events", key, getattr(one, key)
    for key in ("to", "firm", "subject"):
        yield "fields", key, getattr(one, key)
    yield from (("fields", "tells", name) for name in one.tells)
    yield "clocks", "clock", one.clock


def _moves(process: ProcessEntry, number: int, one: ProcessNotice) -> Iterator[KaifangError]:
    for key in ("sent", "acknowledged"):
        event = getattr(one, key)
        leads = [each.to for each in process.transitions if each.event == event and each.to]
        if leads or event == one.opened_by:
            where = process.where_of("notices", number, key)
            yield NoticeMovesCase.at(where, found=event, state=", ".join(leads) or event)
