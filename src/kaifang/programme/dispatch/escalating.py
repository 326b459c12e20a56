"""Escalation 升级建议: which overdue slips might go to the next level; a person raises them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from kaifang.programme.dispatch.circulating import today
from kaifang.programme.dispatch.levels import LevelLimit, above, levels
from kaifang.programme.dispatch.slips import RAISED, is_overdue
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.store.models import Slip


def escalations(
    actor: Actor, programme: Programme, slips: Iterable[Slip]
) -> Mapping[int, LevelLimit]:
    """The next level of each slip that is overdue, by its number, for who may raise it.

    A slip that was raised is proposed again once the usual limit of its present level has passed
    since; where the pack gives none, at once.
    """
    law, day = programme.law, today(programme)
    late = [
        one
        for one in slips
        if is_overdue(programme, one) and may(actor, Act.DISPATCH, one.from_org, law.orgs)
    ]
    raised = _raised_on([one.pk for one in late])
    return {
        one.pk: higher[0]
        for one in late
        if (higher := above(law, one.level)) and _is_time(programme, one, raised, day)
    }


def _is_time(programme: Programme, slip: Slip, raised: Mapping[int, date], day: date) -> bool:
    at, law = raised.get(slip.pk), programme.law
    limit = next((one.limit for one in levels(law) if one.id == slip.level), None)
    return at is None or limit is None or day > limit.due(law, at)


def _raised_on(numbers: list[int]) -> dict[int, date]:
    """The day on which each was raised last."""
    from kaifang.store.models import SlipEvent

    events = SlipEvent.objects.filter(dossier__in=numbers, kind=RAISED).order_by("number")
    told = [(one.dossier_id, one.content.get("on")) for one in events]
    return {number: date.fromisoformat(on) for number, on in told if on}
