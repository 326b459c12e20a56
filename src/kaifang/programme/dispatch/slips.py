"""Supervision slips: sent, answered, returned, raised, extended, closed; each act tells somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.programme.dispatch.circulating import today
from kaifang.programme.dispatch.deadlines import DayLimit, later
from kaifang.programme.dispatch.errors import ReasonNeeded, SlipToItself, WrongState
from kaifang.programme.dispatch.levels import level, raised
from kaifang.programme.dispatch.numbering import next_serial
from kaifang.programme.dispatch.relations import SlipKind, relation
from kaifang.programme.messages.posting import post
from kaifang.programme.naming import org_name
from kaifang.programme.opening import Programme
from kaifang.programme.reach import may_show
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.dossiers import Step, add_event, open_dossier
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.store.models import Slip, SlipEvent

SENT, ANSWERED, RETURNED, CLOSED = "sent", "answered", "returned", "closed"
RAISED, EXTENDED = "raised", "extended"
WAITING = (SENT, RETURNED)


@dataclass(frozen=True, slots=True)
class SlipDraft:
    """A slip before it is sent; without `limit` the usual one of its level counts."""

    to_org: str
    title: str
    body: str = ""
    level: str = "blue"
    limit: DayLimit | None = None
    matter: str = ""


def send(actor: Actor, programme: Programme, from_org: str, draft: SlipDraft) -> Slip:
    """Send a slip; what it is called follows from the relation of the two organisations.

    Raises: NotAllowed, SlipToItself, UnknownLevel, UnfitLimit, ReasonNeeded.
    """
    from kaifang.store.models import Slip

    law = programme.law
    demand(actor, Act.DISPATCH, from_org, law.orgs)
    if draft.to_org == from_org or not may_show(law, draft.to_org):
        raise SlipToItself(found=draft.to_org)
    title = _text(draft.title, "title")
    of, day = level(law, draft.level), today(programme)
    limit = draft.limit or of.limit or DayLimit(0)
    due, kind = limit.due(law, day), relation(law.orgs, from_org, draft.to_org)
    content = {"days": limit.days, "clock": limit.clock, "due": due.isoformat(), "level": of.id,
               "on": day.isoformat()}  # fmt: skip
    with one_writer():
        serial = next_serial(law, kind, day.year)
        slip = open_dossier(
            Slip,
            {"serial": serial},
            "drawn",
            who=actor.user,
            pack=law.id,
            kind=kind.value,
            level=of.id,
            from_org=from_org,
            to_org=draft.to_org,
            matter=draft.matter,
            title=title,
            body=draft.body.strip(),
            due=due,
        )
        _act(actor, slip, Step(SENT, SENT, actor.user, from_org, content=content), None)
        says = message("slip.message.sent", kind=kind.label, title=same(title))
        body = message("slip.message.sent_body", serial=serial, level=of.name, due=due.isoformat())
        _tell(slip, "sent", slip.to_org, says, actor, body)
    return slip


def answer_slip(
    actor: Actor, programme: Programme, slip: Slip, text: str, expected: int | None = None
) -> SlipEvent:
    """Answer a slip that waits for it. Raises: NotAllowed, WrongState, ReasonNeeded."""
    demand(actor, Act.ANSWER_SLIP, slip.to_org, programme.law.orgs)
    words, day = _text(text, "answer"), today(programme)
    content = {"late": day > _due(slip), "on": day.isoformat()}
    step = Step(ANSWERED, ANSWERED, actor.user, slip.to_org, words, content)
    return _move(actor, slip, step, WAITING, slip.from_org, expected)


def return_answer(
    actor: Actor, programme: Programme, slip: Slip, reason: str, expected: int | None = None
) -> SlipEvent:
    """Give an answer back to be done again; the clock stood while it lay with the sender.

    Raises: NotAllowed, WrongState, ReasonNeeded.
    """
    demand(actor, Act.DISPATCH, slip.from_org, programme.law.orgs)
    words, due = _text(reason, RETURNED), _due_again(programme, slip)
    content = {"from": _due(slip).isoformat(), "to": due.isoformat()}
    step = Step(RETURNED, RETURNED, actor.user, slip.from_org, words, content, {"due": due})
    return _move(actor, slip, step, (ANSWERED,), slip.to_org, expected, due=due.isoformat())


def raise_level(
    actor: Actor,
    programme: Programme,
    slip: Slip,
    to: str,
    reason: str = "",
    expected: int | None = None,
) -> SlipEvent:
    """Raise an unanswered slip; before it is overdue only with a reason.

    Raises: NotAllowed, WrongState, UnknownLevel, ReasonNeeded.
    """
    demand(actor, Act.DISPATCH, slip.from_org, programme.law.orgs)
    of = raised(programme.law, slip.level, to)
    words = reason.strip() if is_overdue(programme, slip) else _text(reason, RAISED)
    content = {"from": slip.level, "to": of.id, "on": today(programme).isoformat()}
    changes = {"level": of.id}
    step = Step(RAISED, slip.state, actor.user, slip.from_org, words, content, changes)
    return _move(actor, slip, step, WAITING, slip.to_org, expected, level=of.name)


def extend(
    actor: Actor,
    programme: Programme,
    slip: Slip,
    limit: DayLimit,
    reason: str,
    expected: int | None = None,
) -> SlipEvent:
    """Give so many days more, counted from the present end of the limit.

    Raises: NotAllowed, WrongState, UnfitLimit, ReasonNeeded.
    """
    demand(actor, Act.DISPATCH, slip.from_org, programme.law.orgs)
    due, words = limit.due(programme.law, _due(slip)), _text(reason, EXTENDED)
    content = {"from": _due(slip).isoformat(), "to": due.isoformat(), "days": limit.days,
               "clock": limit.clock}  # fmt: skip
    step = Step(EXTENDED, slip.state, actor.user, slip.from_org, words, content, {"due": due})
    return _move(actor, slip, step, WAITING, slip.to_org, expected, due=due.isoformat())


def close(
    actor: Actor, programme: Programme, slip: Slip, reason: str, expected: int | None = None
) -> SlipEvent:
    """Close a slip, answered or not, saying what came of it.

    Raises: NotAllowed, WrongState, ReasonNeeded.
    """
    demand(actor, Act.DISPATCH, slip.from_org, programme.law.orgs)
    step = Step(CLOSED, CLOSED, actor.user, slip.from_org, _text(reason, CLOSED))
    return _move(actor, slip, step, (*WAITING, ANSWERED), slip.to_org, expected)


def is_overdue(programme: Programme, slip: Slip) -> bool:
    """Whether nobody answered within the limit."""
    return slip.state in WAITING and today(programme) > _due(slip)


def letter(programme: Programme, slip: Slip) -> Text:
    """The letter as it was sent, opening and closing as the relation asks for."""
    law, kind = programme.law, SlipKind(slip.kind)
    sent = slip.events.get(number=1).content
    limit = DayLimit(sent["days"], sent["clock"]).text
    opens = message(f"slip.opens.{kind}", to=org_name(law, slip.to_org), title=same(slip.title))
    closes = message(f"slip.closes.{kind}", due=sent["due"], limit=limit)
    return Text(
        "\n".join(part for part in (opens.zh, slip.body, closes.zh) if part),
        "\n".join(part for part in (opens.en, slip.body, closes.en) if part),
    )


def _due_again(programme: Programme, slip: Slip) -> date:
    """The end of the limit, later by the days that the answer lay with the sender."""
    answered = slip.events.filter(kind=ANSWERED).order_by("-number").first()
    on = answered.content.get("on") if answered else None
    if on is None:  # answered before the day was kept
        return _due(slip)
    sent, day = slip.events.get(number=1).content, today(programme)
    return later(programme.law, _due(slip), date.fromisoformat(on), day, sent["clock"])


def _move(
    actor: Actor,
    slip: Slip,
    step: Step,
    states: tuple[str, ...],
    tell: str,
    expected: int | None,
    **words: object,
) -> SlipEvent:
    known = slip.version if expected is None else expected
    with one_writer():
        slip.refresh_from_db()
        if slip.state not in states:
            found, act = (
                message(f"slip.{k}") for k in (f"state.{slip.state}", f"event.{step.kind}")
            )
            raise WrongState(found=found, act=act)
        event = _act(actor, slip, step, known)
        about = {"serial": slip.serial, "title": same(slip.title), **words}
        _tell(slip, step.kind, tell, message(f"slip.message.{step.kind}", **about), actor)
    return event


def _act(actor: Actor, slip: Slip, step: Step, expected: int | None) -> SlipEvent:
    before = _state(slip) if slip.version else None
    event = cast("SlipEvent", add_event(slip, step, expected))
    audit.record(
        f"slip.{step.kind}",
        f"slip:{slip.serial}",
        actor=actor.user,
        before=before,
        after={**_state(slip), **step.content},
        reason=step.reason,
        person=actor.told,
    )
    return event


def _state(slip: Slip) -> Mapping[str, str]:
    return {
        "state": slip.state,
        "level": slip.level,
        "due": _due(slip).isoformat(),
        "to_org": slip.to_org,
    }


def _tell(
    slip: Slip, kind: str, org: str, title: Text, actor: Actor, body: Text | None = None
) -> None:
    post(
        f"slip.{kind}",
        title,
        to_org=org,
        body=body or same(""),
        link=f"/dispatch/slips/{slip.pk}/?pack={slip.pack}",
        key=f"slip:{slip.pk}:{slip.version}",
        by=actor.user,
    )


def _due(slip: Slip) -> date:
    assert slip.due is not None  # every slip that is sent has one
    return slip.due


def _text(text: str, needs: str) -> str:
    if not text.strip():
        raise ReasonNeeded(what=message(f"slip.needs.{needs}"))
    return text.strip()
