"""Operations on clearance: how long its steps take."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.programme.clearance.studying import study_clearance
from kaifang.programme.clearance.telling import tell_study
from kaifang.site.api.answers import READ_ONE, Told
from kaifang.site.api.forms import ClearanceQuery
from kaifang.site.api.reporting import programme_of

router = Router()


@router.get("/packs/{pack}/clearance/study", response=READ_ONE, summary=_("Time release study"))
def show_study(request: HttpRequest, pack: str, wanted: Query[ClearanceQuery]) -> Told:
    """Each step with its times, promise and change against the same months of the base year."""
    found = study_clearance(
        programme_of(request, pack),
        wanted.process,
        first=wanted.first,
        last=wanted.last,
        by=wanted.by,
    )
    return tell_study(found, wanted.lang)
