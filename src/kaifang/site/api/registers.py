"""Operations on registers: which cases a number counts, and counting anew."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from kaifang.core.period import Period
from kaifang.programme.casework.counting import counted_cases
from kaifang.programme.casework.feeding import FedRegister, feed
from kaifang.programme.casework.telling import tell_case
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, WROTE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Id, Word
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)


class CountedQuery(Schema):
    """Which number of a register."""

    indicator: Id
    org: Id
    period: Word
    seen_at: Word = ""


class RegisterWanted(Schema):
    """Which register; all that feed an indicator where none is named."""

    process: Id = ""


@router.get(
    "/packs/{pack}/counted-cases",
    response=READ_LIST,
    summary=_("Cases that a number counts (signed-in users)"),
)
def list_counted(
    request: HttpRequest,
    pack: str,
    wanted: Query[CountedQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Those that one may see, of the register that feeds the indicator."""
    programme = programme_of(request, pack)
    seen_at = programme.moment(seen_at=wanted.seen_at).seen_at
    found = counted_cases(
        acting(request),
        programme,
        wanted.indicator,
        wanted.org,
        Period.parse(wanted.period),
        seen_at,
    )
    return listed(found.seen, part, lambda one: tell_case(programme.law, one, speech.lang))


@router.post("/packs/{pack}/feeds", response=WROTE, summary=_("Count registers into indicators"))
def feed_registers(request: HttpRequest, pack: str, asked: RegisterWanted) -> Told:
    """What has not changed is not recorded again."""
    found = feed(acting(request), programme_of(request, pack), asked.process)
    return {"fed": [_told(one) for one in found]}


def _told(one: FedRegister) -> Told:
    revised = len(one.result.revisions)
    return {
        "process": one.process,
        "figures": one.figures,
        "recorded": one.result.added,
        "revised": revised,
    }
