"""Operations on supervision slips: sent, answered, returned, raised, extended, closed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from kaifang.programme.dispatch import slips
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.desk import open_slip
from kaifang.programme.dispatch.telling import tell_slip
from kaifang.site.acting import acting
from kaifang.site.api import bodies
from kaifang.site.api.answers import WROTE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Number
from kaifang.site.api.dispatch import router as reading
from kaifang.site.api.reporting import programme_of

router = Router(auth=SIGNED_IN)
_SLIP = "/packs/{pack}/slips/{number}"


# One address has one router: the list of slips is read in `dispatch`.
@reading.post("/packs/{pack}/slips", response=WROTE, summary=_("Send a slip"), auth=SIGNED_IN)
def send(request: HttpRequest, pack: str, asked: bodies.SlipWritten) -> Told:
    """What it is called follows from the two organisations."""
    programme = programme_of(request, pack)
    limit = DayLimit(asked.limit.days, asked.limit.clock) if asked.limit else None
    said = asked.dict(exclude={"from_org", "limit"})
    draft = slips.SlipDraft(**said, limit=limit)
    slip = slips.send(acting(request), programme, asked.from_org, draft)
    return tell_slip(programme, slip)


@router.post(f"{_SLIP}/answer", response=WROTE, summary=_("Answer a slip"))
def answer(request: HttpRequest, pack: str, number: Number, asked: bodies.OutcomeTold) -> Told:
    """While it waits for it."""
    return _do(request, pack, number, slips.answer_slip, asked, asked.text)


@router.post(f"{_SLIP}/return", response=WROTE, summary=_("Give an answer back"))
def return_answer(request: HttpRequest, pack: str, number: Number, asked: bodies.Explained) -> Told:
    """To be done again."""
    return _do(request, pack, number, slips.return_answer, asked, asked.reason)


@router.post(f"{_SLIP}/raise", response=WROTE, summary=_("Raise a slip"))
def raise_level(request: HttpRequest, pack: str, number: Number, asked: bodies.LevelRaised) -> Told:
    """To a higher level; before it is overdue with a reason only."""
    return _do(request, pack, number, slips.raise_level, asked, asked.level, asked.reason)


@router.post(f"{_SLIP}/extend", response=WROTE, summary=_("Give a slip more days"))
def extend(request: HttpRequest, pack: str, number: Number, asked: bodies.Extension) -> Told:
    """Counted from the present end of the limit."""
    limit = DayLimit(asked.days, asked.clock)
    return _do(request, pack, number, slips.extend, asked, limit, asked.reason)


@router.post(f"{_SLIP}/close", response=WROTE, summary=_("Close a slip"))
def close(request: HttpRequest, pack: str, number: Number, asked: bodies.Explained) -> Told:
    """Answered or not, saying what came of it."""
    return _do(request, pack, number, slips.close, asked, asked.reason)


def _do(
    request: HttpRequest,
    pack: str,
    number: int,
    act: Callable[..., object],
    asked: bodies.Expected,
    *words: object,
) -> Told:
    """Do something to a slip that whoever asks may see, and tell how it stands then."""
    actor, programme = acting(request), programme_of(request, pack)
    slip = open_slip(actor, programme, number)
    act(actor, programme, slip, *words, asked.expected_version)
    return tell_slip(programme, slip)
