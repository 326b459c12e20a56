"""The slips that a person may see, those that press first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.dispatch.circulating import today
from kaifang.programme.dispatch.errors import UnknownSlip
from kaifang.programme.dispatch.slips import WAITING
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.store.models import Slip


@dataclass(frozen=True, slots=True)
class SlipClock:
    """How a slip stands against its limit: `days` left, below zero when overdue."""

    days: int
    is_running: bool

    @property
    def is_overdue(self) -> bool:
        return self.is_running and self.days < 0

    @property
    def says(self) -> Text | None:
        """Nothing where the clock has stopped."""
        if not self.is_running:
            return None
        if self.days == 0:
            return message("slip.due_today")
        if self.days < 0:
            return message("slip.overdue", days=-self.days)
        return message("slip.left", days=self.days)


def clock(programme: Programme, slip: Slip) -> SlipClock:
    """Days left today."""
    assert slip.due is not None
    return SlipClock((slip.due - today(programme)).days, slip.state in WAITING)


def slips(actor: Actor, programme: Programme) -> list[Slip]:
    """All slips of a programme that an actor may see: the unanswered first, by due date."""
    from kaifang.store.models import Slip

    found = Slip.objects.filter(pack=programme.law.id).order_by("due", "id")
    seen = [one for one in found if may_see(actor, programme, one)]
    return sorted(seen, key=lambda one: one.state not in WAITING)


def open_slip(actor: Actor, programme: Programme, id: int) -> Slip:
    """One slip. Raises: UnknownSlip, also where it is not for this person."""
    from kaifang.store.models import Slip

    slip: Slip | None = Slip.objects.filter(pack=programme.law.id, pk=id).first()
    if slip is None or not may_see(actor, programme, slip):
        raise UnknownSlip(found=id)
    return slip


def may_see(actor: Actor, programme: Programme, slip: Slip) -> bool:
    """Whether a slip goes from or to an organisation of which the actor sees what is internal."""
    orgs = programme.law.orgs
    return any(may(actor, Act.SEE_INTERNAL, org, orgs) for org in (slip.from_org, slip.to_org))
