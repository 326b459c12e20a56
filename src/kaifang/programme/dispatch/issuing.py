"""Issue 印发: the table as shown becomes an event that nothing changes any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.programme.dispatch.adjusting import adjustments
from kaifang.programme.dispatch.circulating import (
    ISSUED,
    Circulated,
    circulated,
    today,
)
from kaifang.programme.dispatch.errors import AnswersOutstanding, UnknownDispatch
from kaifang.programme.dispatch.freezing import Frozen, frozen_table
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.messages.posting import post
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.viewer import Viewer
from kaifang.store import audit
from kaifang.store.dossiers import Step, add_event
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.store.models import Dispatch


@dataclass(frozen=True, slots=True)
class Issued:
    """A table as it was issued; `adjusted` is what changed since the one before it.

    `head` is the printed end of the audit chain: the chain of today has to hold it still.
    """

    dispatch: Dispatch
    period: Period
    on: date
    rows: list[Frozen]
    adjusted: list[Frozen]
    adjusted_since: str
    versions: dict[str, Any]
    head: str
    reason: str


def issue(
    actor: Actor,
    programme: Programme,
    dispatch: Dispatch,
    *,
    reason: str = "",
    expected: int | None = None,
) -> Issued:
    """Issue the table of a period as it stands now.

    While a city objects, or may still answer within the limit, only with a reason.
    Raises: NotAllowed, NothingCirculated, AnswersOutstanding, ChangedMeanwhile.
    """
    law = programme.law
    demand(actor, Act.DISPATCH, law.head.org or "", law.orgs)
    programme = programme.for_viewer(Viewer.of(actor))
    period, reason = Period.parse(dispatch.period), reason.strip()
    with one_writer():
        out = circulated(dispatch)
        _demand_answers(programme, out, reason)
        table = dispatch_table(programme, period)
        last = last_issued(programme, before=dispatch)
        entry = audit.record(
            "dispatch.issue",
            f"dispatch:{dispatch.pk}",
            actor=actor.user,
            after={"pack": law.id, "period": period.code, "edition": dispatch.edition},
            reason=reason,
            person=actor.told,
        )
        content = {
            "on": today(programme).isoformat(),
            "rows": frozen_table(table),
            "adjusted": adjustments(table.figures, last.rows) if last else [],
            "adjusted_since": last.dispatch.period if last else "",
            "versions": table.figures.versions.json(),
            "head": audit.Head(entry.id, entry.hash).printed,
        }
        step = Step(ISSUED, ISSUED, actor.user, law.head.org or "", reason, content)
        add_event(dispatch, step, expected)
        for org in out.answers:
            _tell(dispatch, period, org, actor)
    return issued(dispatch)


def issued(dispatch: Dispatch) -> Issued:
    """A table as it was issued. Raises: UnknownDispatch."""
    event = dispatch.events.filter(kind=ISSUED).first()
    if event is None:
        raise UnknownDispatch(found=dispatch.pk)
    content = event.content
    return Issued(
        dispatch,
        Period.parse(dispatch.period),
        date.fromisoformat(content["on"]),
        content["rows"],
        content["adjusted"],
        content["adjusted_since"],
        content["versions"],
        content["head"],
        event.reason,
    )


def last_issued(programme: Programme, before: Dispatch | None = None) -> Issued | None:
    """The table issued last, of whatever period; what counts is when it was issued."""
    from kaifang.store.models import DispatchEvent

    found = DispatchEvent.objects.filter(kind=ISSUED, dossier__pack=programme.law.id)
    if before is not None:
        found = found.exclude(dossier=before.pk)
    last = found.order_by("-id").select_related("dossier").first()
    return issued(last.dossier) if last else None


def _demand_answers(programme: Programme, out: Circulated, reason: str) -> None:
    waiting = out.silent if today(programme) <= out.due else []
    open_ = [*(one.org for one in out.objections), *waiting]
    if open_ and not reason:
        names = [programme.law.orgs[org].name for org in open_]
        found = message("dispatch.outstanding", first=names[0], count=len(names))
        raise AnswersOutstanding(found=found)


def _tell(dispatch: Dispatch, period: Period, org: str, actor: Actor) -> None:
    post(
        "dispatch.issued",
        message("dispatch.message.issued", period=period.name(cumulative=True)),
        to_org=org,
        link=f"/dispatch/issued/{dispatch.pk}/?pack={dispatch.pack}",
        key=f"dispatch:{dispatch.pk}:issued:{org}",
        by=actor.user,
    )
