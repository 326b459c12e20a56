"""Cases as plain values, as the API gives them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kaifang.cases.clocks import ClockState, Step
from kaifang.cases.deciding import possible
from kaifang.cases.definition import Definition
from kaifang.cases.folding import CaseDeviation
from kaifang.programme.alarms.tracing import tasks_of_case
from kaifang.programme.casework.doers import doer_of
from kaifang.programme.naming import org_name

if TYPE_CHECKING:
    from kaifang.packs.law import Law
    from kaifang.programme.casework.evidence import CaseFile
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor
    from kaifang.programme.tasks.reading import TaskView

Told = dict[str, Any]
_SHOWN = Decimal("0.01")


def tell_case(law: Law, one: CaseView, lang: str) -> Told:
    """A case by its head; `version` is what the next act expects."""
    state, own = one.state, one.state.definition
    return {
        "case": one.case,
        "org": one.org,
        "org_name": org_name(law, one.org).in_(lang),
        "state": state.state,
        "state_name": _called(own, "states", state.state or "", lang),
        "since": _instant(state.since),
        "ended": state.ended or None,
        "values": dict(state.values),
        "version": one.version,
        "clocks": [tell_clock(own, clock, lang) for clock in state.clocks.values()],
    }


def tell_case_whole(actor: Actor, programme: Programme, one: CaseView, lang: str) -> Told:
    """A case with its history, what was wrong with it, and what the actor may do next.

    `process_version` is the version of the process that it keeps; `tasks` are those that its
    alarms opened, as far as the actor may see them.
    """
    state, own = one.state, one.state.definition
    tasks = tasks_of_case(actor, programme, own.process.id, one.case)
    may = possible(state, doer_of(actor, programme, own, one.org))
    return {
        **tell_case(programme.law, one, lang),
        "process_version": own.version,
        "history": [_step(own, step, lang) for step in state.history],
        "deviations": [_deviation(found, lang) for found in state.deviations],
        "tasks": [_task(one, lang) for one in tasks],
        "possible": [{"act": act, "name": _called(own, "events", act, lang)} for act in may],
    }


def tell_clock(own: Definition, one: ClockState, lang: str) -> Told:
    """A clock; `used` and `left` in its unit, null where it has not started."""
    return {
        "clock": one.clock,
        "name": own.clocks[one.clock].name.text.in_(lang),
        "status": one.status,
        "unit": one.unit,
        "limit": one.limit,
        "used": _amount(one.used),
        "left": _amount(one.left),
        "due": one.due.isoformat() if one.due else None,
        "overdue": one.overdue,
        "provisional": one.provisional,
    }


def tell_file(one: CaseFile) -> Told:
    """A file that proves an act, by its hash; its bytes are another answer."""
    return {
        "sha256": one.sha256,
        "name": one.name,
        "size": one.size,
        "media_type": one.media_type,
    }


def _step(own: Definition, step: Step, lang: str) -> Told:
    event = step.event
    return {
        "event": event.seq,
        "act": event.type,
        "name": _called(own, "events", event.type, lang),
        "occurred_at": _instant(event.occurred_at),
        "recorded_at": _instant(event.recorded_at),
        "actor": event.actor,
        "on_behalf_of": event.on_behalf_of or None,
        "corrects": event.amends.id if event.amends else None,
        "data": dict(event.data),
        "before": step.before,
        "after": step.after,
    }


def _task(one: TaskView, lang: str) -> Told:
    row = one.row
    standing = one.standing.in_(lang)
    return {"number": row.pk, "title": row.title, "state": row.state, "standing": standing}


def _deviation(found: CaseDeviation, lang: str) -> Told:
    return {"event": found.event.seq, "code": found.code, "says": found.error.says.in_(lang)}


def _called(own: Definition, kind: str, id: str, lang: str) -> str:
    return own.label(kind, id).in_(lang)


def _amount(value: Fraction | None) -> str | None:
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return format(exact.quantize(_SHOWN, ROUND_HALF_UP).normalize(), "f")


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
