"""Pre-notice checking 预通报核对: figures go to the cities before anything is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.errors import (
    AlreadyCirculated,
    NotAsked,
    NothingCirculated,
    NothingToShow,
    ReasonNeeded,
    UnknownDispatch,
)
from kaifang.programme.dispatch.freezing import Frozen, frozen_table
from kaifang.programme.dispatch.table import DispatchTable, dispatch_table
from kaifang.programme.messages.posting import post
from kaifang.programme.opening import Programme
from kaifang.programme.reach import inside_for
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.viewer import Viewer
from kaifang.store import audit
from kaifang.store.dossiers import Step, add_event, open_dossier
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.store.models import Dispatch, DispatchEvent

DRAWN, CIRCULATED, ISSUED, WITHDRAWN = "drawn", "circulated", "issued", "withdrawn"
AGREED, OBJECTED = "agreed", "objected"


@dataclass(frozen=True, slots=True)
class CityAnswer:
    """What one organisation answered; `verdict` is empty while it has not."""

    org: str
    verdict: str = ""
    reason: str = ""
    items: tuple[str, ...] = ()
    at: datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Circulated:
    """A table that is out for checking: what was shown, to whom, until when."""

    dispatch: Dispatch
    rows: list[Frozen]
    due: date
    limit: DayLimit
    versions: Mapping[str, Any]
    answers: Mapping[str, CityAnswer]

    @property
    def objections(self) -> list[CityAnswer]:
        return [one for one in self.answers.values() if one.verdict == OBJECTED]

    @property
    def silent(self) -> list[str]:
        return [one.org for one in self.answers.values() if not one.verdict]

    def answers_for(self, programme: Programme) -> list[CityAnswer]:
        """The answers that a viewer may read: a city's objection is not another city's to see."""
        inside = inside_for(programme.law, programme.viewer)
        return [one for one in self.answers.values() if inside is None or one.org in inside]

    def rows_of(self, org: str, programme: Programme) -> list[Frozen]:
        """The rows of an organisation and of all below it."""
        orgs = programme.law.orgs
        return [row for row in self.rows if orgs.is_within(row["org"], org)]


def today(programme: Programme) -> date:
    """The day on which the programme is; a demo plays on its own."""
    return programme.moment().as_of


def editions(programme: Programme, period: Period | None = None) -> list[Dispatch]:
    """All tables of a programme, or of one period, the newest first."""
    from kaifang.store.models import Dispatch

    found = Dispatch.objects.filter(pack=programme.law.id)
    if period is not None:
        found = found.filter(period=period.code)
    return list(found.order_by("-id"))


def open_dispatch(programme: Programme, id: int) -> Dispatch:
    """One table by its number. Raises: UnknownDispatch."""
    from kaifang.store.models import Dispatch

    found: Dispatch | None = Dispatch.objects.filter(pack=programme.law.id, pk=id).first()
    if found is None:
        raise UnknownDispatch(found=id)
    return found


def checkers(table: DispatchTable) -> list[Org]:
    """The cities whose figures stand in a table, in administrative order."""
    orgs = table.programme.law.orgs
    cities = [orgs.ancestor(line.org.id, "city") for line in table]
    return sorted({one.id: one for one in cities if one}.values(), key=lambda o: orgs.place(o.id))


def circulate(actor: Actor, programme: Programme, period: Period, limit: DayLimit) -> Dispatch:
    """Give the figures of a period to the cities for checking.

    Raises: NotAllowed, AlreadyCirculated, NothingToShow, UnfitLimit.
    """
    law = programme.law
    demand(actor, Act.DISPATCH, law.head.org or "", law.orgs)
    programme = programme.for_viewer(Viewer.of(actor))
    table = dispatch_table(programme, period)
    if not table.lines:
        raise NothingToShow(found=period.name())
    start = today(programme)
    due, asked = limit.due(law, start), [org.id for org in checkers(table)]
    content = {
        "rows": frozen_table(table),
        "asked": asked,
        "sent": start.isoformat(),
        "due": due.isoformat(),
        "days": limit.days,
        "clock": limit.clock,
        "versions": table.figures.versions.json(),
    }
    with one_writer():
        dispatch = _fresh(actor, programme, period)
        step = Step(CIRCULATED, CIRCULATED, actor.user, law.head.org or "", content=content)
        add_event(dispatch, step)
        _record(actor, dispatch, "circulate", {"asked": asked, "due": content["due"]})
        for org in asked:
            _tell(dispatch, period, org, due, actor)
    return dispatch


def answer(
    actor: Actor,
    programme: Programme,
    dispatch: Dispatch,
    org: str,
    verdict: str,
    *,
    reason: str = "",
    items: tuple[str, ...] = (),
    expected: int | None = None,
) -> DispatchEvent:
    """Agree to the figures, or object with a reason; the last answer of a city holds.

    Raises: NotAllowed, NothingCirculated, NotAsked, ReasonNeeded, ChangedMeanwhile.
    """
    law = programme.law
    demand(actor, Act.CHECK_DISPATCH, org, law.orgs)
    if verdict not in (AGREED, OBJECTED) or (verdict == OBJECTED and not reason.strip()):
        raise ReasonNeeded(what=message("dispatch.objection"))
    with one_writer():
        out = circulated(dispatch)
        if org not in out.answers:
            raise NotAsked(found=law.orgs[org].name)
        own = {row["item"] for row in out.rows_of(org, programme)}
        content = {
            "items": [one for one in items if one in own],
            "late": today(programme) > out.due,
        }
        step = Step(verdict, CIRCULATED, actor.user, org, reason.strip(), content)
        event = add_event(dispatch, step, expected)
        _record(actor, dispatch, verdict, {"org": org, **content}, reason.strip())
    return event


def withdraw(actor: Actor, programme: Programme, dispatch: Dispatch, reason: str) -> None:
    """Take a table back that is out for checking, so that another edition can be given out.

    Raises: NotAllowed, NothingCirculated, ReasonNeeded.
    """
    law = programme.law
    demand(actor, Act.DISPATCH, law.head.org or "", law.orgs)
    if not reason.strip():
        raise ReasonNeeded(what=message("dispatch.withdrawal"))
    with one_writer():
        circulated(dispatch)
        step = Step(WITHDRAWN, WITHDRAWN, actor.user, law.head.org or "", reason.strip())
        add_event(dispatch, step)
        _record(actor, dispatch, "withdraw", {}, reason.strip())


def circulated(dispatch: Dispatch) -> Circulated:
    """What is out for checking, with every answer so far. Raises: NothingCirculated."""
    dispatch.refresh_from_db()
    if dispatch.state != CIRCULATED:
        raise NothingCirculated(found=message(f"dispatch.state.{dispatch.state}"))
    return checked(dispatch)


def checked(dispatch: Dispatch) -> Circulated:
    """What was given out for checking and what was answered, whatever came of it."""
    events = list(dispatch.events.order_by("number"))
    sent = next(one for one in events if one.kind == CIRCULATED)
    answers = {org: CityAnswer(org) for org in sent.content["asked"]}
    for one in events:
        if one.kind in (AGREED, OBJECTED):
            items, late = tuple(one.content["items"]), one.content["late"]
            answers[one.org] = CityAnswer(one.org, one.kind, one.reason, items, one.at, late)
    return Circulated(
        dispatch,
        sent.content["rows"],
        date.fromisoformat(sent.content["due"]),
        DayLimit(sent.content["days"], sent.content["clock"]),
        sent.content["versions"],
        answers,
    )


def _fresh(actor: Actor, programme: Programme, period: Period) -> Dispatch:
    from kaifang.store.models import Dispatch

    last = next(iter(editions(programme, period)), None)
    if last is not None and last.state in (DRAWN, CIRCULATED):
        raise AlreadyCirculated(found=period.name())
    edition = last.edition + 1 if last else 1
    key = {"pack": programme.law.id, "period": period.code, "edition": edition}
    return open_dossier(Dispatch, key, DRAWN, who=actor.user)


def _tell(dispatch: Dispatch, period: Period, org: str, due: date, actor: Actor) -> None:
    post(
        "dispatch.circulated",
        message("dispatch.message.check", period=period.name(cumulative=True)),
        to_org=org,
        body=message("dispatch.message.check_by", due=due.isoformat()),
        link=f"/dispatch/check/{dispatch.pk}/?pack={dispatch.pack}",
        key=f"dispatch:{dispatch.pk}:{dispatch.edition}:{org}",
        by=actor.user,
    )


def _record(
    actor: Actor, dispatch: Dispatch, act: str, after: Mapping[str, Any], reason: str = ""
) -> None:
    audit.record(
        f"dispatch.{act}",
        f"dispatch:{dispatch.pk}",
        actor=actor.user,
        after={"pack": dispatch.pack, "period": dispatch.period, **after},
        reason=reason,
        person=actor.told,
    )
