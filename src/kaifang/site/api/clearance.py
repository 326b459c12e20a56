"""Operations on clearance: how long its steps take, where goods wait, what may be promised."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.programme.clearance.banding import hold_bands
from kaifang.programme.clearance.comparing import compare
from kaifang.programme.clearance.flows import study_flow
from kaifang.programme.clearance.picking import Selection, groupings, select
from kaifang.programme.clearance.promising import promises
from kaifang.programme.clearance.studying import study_selected
from kaifang.programme.clearance.telling import (
    tell_bands,
    tell_comparison,
    tell_flow,
    tell_promises,
    tell_study,
)
from kaifang.programme.errors import UnknownChoice
from kaifang.programme.opening import Programme
from kaifang.site.api.answers import READ_ONE, Told
from kaifang.site.api.forms import ClearanceQuery, ContrastQuery, StepQuery
from kaifang.site.api.reporting import programme_of

router = Router()


@router.get("/packs/{pack}/clearance/study", response=READ_ONE, summary=_("Time release study"))
def show_study(request: HttpRequest, pack: str, wanted: Query[ClearanceQuery]) -> Told:
    """Each step with its times, promise and change against the same months of the base year."""
    programme = programme_of(request, pack)
    picked = _picked(programme, wanted)
    return tell_study(
        study_selected(picked, wanted.by, is_demo=programme.law.head.demo), wanted.lang
    )


@router.get(
    "/packs/{pack}/clearance/flow", response=READ_ONE, summary=_("Bottlenecks of clearance")
)
def show_flow(request: HttpRequest, pack: str, wanted: Query[ClearanceQuery]) -> Told:
    """Edges by waiting, variants, rework, and where cases left the declared way."""
    picked = _picked(programme_of(request, pack), wanted)
    return tell_flow(study_flow(picked), picked.process, wanted.lang)


@router.get("/packs/{pack}/clearance/promises", response=READ_ONE, summary=_("Stable expectation"))
def show_promises(request: HttpRequest, pack: str, wanted: Query[StepQuery]) -> Told:
    """Median and p90 for each combination of values, from thirty cases on; `by` names one field."""
    picked = _picked(programme_of(request, pack), wanted)
    fields = [wanted.by] if wanted.by else [one.id for one in groupings(picked.process)]
    found = promises(picked, fields, wanted.step)
    return {"items": tell_promises(found, fields, wanted.lang)}


@router.get(
    "/packs/{pack}/clearance/contrast", response=READ_ONE, summary=_("Two periods or ports")
)
def show_contrast(request: HttpRequest, pack: str, wanted: Query[ContrastQuery]) -> Told:
    """What each step adds to the difference of mean times; the second selection is the later one."""
    programme = programme_of(request, pack)
    other = _picked(programme, wanted)
    one = select(
        programme,
        wanted.process,
        first=wanted.against_from or wanted.first,
        last=wanted.against_to or wanted.last,
        where=_where(wanted.against_where),
        moment=other.moment,
    )
    return tell_comparison(compare(one, other), wanted.lang)


@router.get("/packs/{pack}/clearance/bands", response=READ_ONE, summary=_("Steps and their bands"))
def show_bands(request: HttpRequest, pack: str, wanted: Query[ClearanceQuery]) -> Told:
    """Each month and place held against its band."""
    picked = _picked(programme_of(request, pack), wanted)
    return {"items": tell_bands(hold_bands(picked), wanted.lang)}


def _picked(programme: Programme, wanted: ClearanceQuery) -> Selection:
    return select(
        programme,
        wanted.process,
        first=wanted.first,
        last=wanted.last,
        where=_where(wanted.where),
        moment=programme.moment(wanted.as_of, wanted.seen_at),
    )


def _where(asked: Sequence[str]) -> dict[str, str]:
    """Fields with their values out of `port=…`. Raises: UnknownChoice."""
    found = {}
    for one in asked:
        field, sign, value = one.partition("=")
        if not (field and sign):
            raise UnknownChoice(name="where", found=one, near=["port=…"])
        found[field] = value
    return found
