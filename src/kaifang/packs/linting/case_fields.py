"""Fields of cases: code lists and processes they come from, ledgers and channels made of them."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.linting.processes import NotDeclared
from kaifang.packs.reading import Location
from kaifang.packs.schema.processes import CaseField, ProcessEntry


class FieldFromNowhere(KaifangError):
    """A field takes its values from a code list or a process that the pack does not have."""

    code = "KF-CASE-350"


class FieldOfOtherKind(KaifangError):
    """A ledger or a channel is made of a field that cannot tell what is asked of it."""

    code = "KF-CASE-351"


class LedgerEventOnce(KaifangError):
    """The event of a ledger does not repeat: its second entry could leave out its own amount."""

    code = "KF-CASE-352"


class ThresholdNoMoney(KaifangError):
    code = "KF-CASE-353"


class GuardUnitsDiffer(KaifangError):
    """A sum and what it never exceeds are in different units: their numbers would be compared."""

    code = "KF-PACK-255"


def case_fields(law: Law) -> Iterator[KaifangError]:
    """All findings of all processes."""
    lists = {one.id for one in law.code_lists.values()}
    for process in law.processes.values():
        for number, field in enumerate(process.fields):
            at = process.where_of("fields", number)
            if field.list and field.list not in lists:
                yield _nowhere(at, field.list, lists)
            if field.of and field.of not in law.processes:
                yield _nowhere(at, field.of, law.processes)
        if process.named_to_all:
            yield from _kind(process, process.named_to_all, "text", "named_to_all")
        yield from _ledgers(process)
        yield from _channels(process)
        yield from _guards(process)


def _nowhere(where: str, found: str, known: set[str] | dict[str, ProcessEntry]) -> KaifangError:
    return FieldFromNowhere.at(where, found=found, near=nearest(found, known))


def _ledgers(process: ProcessEntry) -> Iterator[KaifangError]:
    events = {one.event: one for one in process.transitions}
    for number, ledger in enumerate(process.ledgers):
        at: Location = ("ledgers", number)
        yield from _kind(process, ledger.amount, "amount", *at, "amount")
        yield from _kind(process, ledger.month, "month", *at, "month")
        if ledger.by:
            yield from _kind(process, ledger.by, "choice", *at, "by")
        if ledger.event not in events:
            yield _undeclared(process, "events", ledger.event, set(events), *at, "event")
        elif not events[ledger.event].repeats:
            yield LedgerEventOnce.at(process.where_of(*at, "event"), found=ledger.event)


def _channels(process: ProcessEntry) -> Iterator[KaifangError]:
    for number, channel in enumerate(process.channels):
        at: Location = ("channels", number)
        yield from _kind(process, channel.amount, "amount", *at, "amount")
        yield from _kind(process, channel.currency, "code", *at, "currency")
        yield from _kind(process, channel.rate, "amount", *at, "rate")
        for name in channel.where:
            yield from _kind(process, name, "choice", *at, "where")
        dimension = channel.threshold.unit.dimension
        if not dimension.startswith("money."):
            where = process.where_of(*at, "threshold")
            yield ThresholdNoMoney.at(where, found=str(channel.threshold))


def _guards(process: ProcessEntry) -> Iterator[KaifangError]:
    units = {one.id: one.unit for one in process.fields}
    for number, guard in enumerate(process.guards):
        at: Location = ("guards", number)
        for name in (*guard.sum, guard.at_most):
            if name in units:  # else it is told as not declared
                yield from _kind(process, name, "amount", *at)
        expected = units.get(guard.at_most)
        for name in guard.sum:
            if expected and units.get(name) not in (None, "", expected):
                where = process.where_of(*at, "sum")
                yield GuardUnitsDiffer.at(where, field=name, found=units[name], expected=expected)


def _kind(
    process: ProcessEntry, name: str, expected: str, *at: str | int
) -> Iterator[KaifangError]:
    fields: dict[str, CaseField] = {one.id: one for one in process.fields}
    if name not in fields:
        yield _undeclared(process, "fields", name, set(fields), *at)
    elif fields[name].kind != expected:
        where = process.where_of(*at)
        yield FieldOfOtherKind.at(where, found=fields[name].kind, expected=expected, field=name)


def _undeclared(
    process: ProcessEntry, kind: str, name: str, known: set[str], *at: str | int
) -> KaifangError:
    near = nearest(name, known)
    named = message(f"pack.process.{kind}")
    return NotDeclared.at(process.where_of(*at), kind=named, found=name, near=near)
