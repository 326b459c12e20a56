"""Operations on dispatch: the table for everybody, all else for insiders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.programme.dispatch import telling
from kaifang.programme.dispatch.briefing import briefing
from kaifang.programme.dispatch.circulating import editions, open_dispatch
from kaifang.programme.dispatch.deciding import decisions
from kaifang.programme.dispatch.desk import open_slip, slips
from kaifang.programme.dispatch.escalating import escalations
from kaifang.programme.dispatch.suggesting import suggestions
from kaifang.programme.dispatch.table import DispatchTable, dispatch_table
from kaifang.programme.errors import InternalOnly
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, Told
from kaifang.site.api.forms import DispatchQuery, Moment, PeriodQuery, Slice
from kaifang.site.api.views import asked_of, listed
from kaifang.site.asking import Asked

router = Router()


@router.get("/packs/{pack}/dispatch", response=READ_LIST, summary=_("The dispatch table"))
def show_dispatch(
    request: HttpRequest,
    pack: str,
    moment: Query[Moment],
    wanted: Query[DispatchQuery],
    part: Query[Slice],
) -> Told:
    """Items in administrative order; words of the organisations for insiders."""
    asked = asked_of(request, pack)
    org = asked.law.orgs[wanted.org].id if wanted.org else ""
    lines = _table(asked, wanted.period).kept(org=org, behind=wanted.behind)
    return listed(lines, part, lambda one: telling.tell_line(one, moment.lang))


@router.get(
    "/packs/{pack}/dispatch/leader", response=READ_ONE, summary=_("Leader's page (signed-in users)")
)
def show_leader(
    request: HttpRequest, pack: str, moment: Query[Moment], wanted: Query[PeriodQuery]
) -> Told:
    """Progress, problems, proposals, with the words of last time."""
    asked = asked_of(request, pack)
    return telling.tell_briefing(briefing(_table(asked, wanted.period)), moment.lang)


@router.get(
    "/packs/{pack}/dispatch/editions",
    response=READ_LIST,
    summary=_("Tables given out (signed-in users)"),
)
def list_editions(request: HttpRequest, pack: str, part: Query[Slice]) -> Told:
    """The newest first."""
    return listed(editions(_inside(request, pack).programme), part, telling.tell_edition)


@router.get(
    "/packs/{pack}/dispatch/editions/{number}",
    response=READ_ONE,
    summary=_("One table that was given out (signed-in users)"),
)
def show_edition(request: HttpRequest, pack: str, number: int, moment: Query[Moment]) -> Told:
    """Answers of the cities and, once issued, the rows as issued."""
    asked = _inside(request, pack)
    return telling.tell_dispatch(
        asked.programme, open_dispatch(asked.programme, number), moment.lang
    )


@router.get("/packs/{pack}/slips", response=READ_LIST, summary=_("Slips (signed-in users)"))
def list_slips(request: HttpRequest, pack: str, part: Query[Slice]) -> Told:
    """Those from or to organisations that one may look into; the unanswered first."""
    programme = _inside(request, pack).programme
    found = slips(acting(request), programme)
    raises = escalations(acting(request), programme, found)
    return listed(found, part, lambda one: telling.tell_slip(programme, one, raises.get(one.pk)))


@router.get(
    "/packs/{pack}/slips/{number}", response=READ_ONE, summary=_("One slip (signed-in users)")
)
def show_slip(request: HttpRequest, pack: str, number: int, moment: Query[Moment]) -> Told:
    """The letter and everything that was done."""
    programme = _inside(request, pack).programme
    slip = open_slip(acting(request), programme, number)
    proposed = escalations(acting(request), programme, [slip]).get(slip.pk)
    return telling.tell_course(programme, slip, moment.lang, proposed)


@router.get(
    "/packs/{pack}/dispatch/suggestions",
    response=READ_LIST,
    summary=_("Suggestions (signed-in users)"),
)
def list_suggestions(
    request: HttpRequest,
    pack: str,
    moment: Query[Moment],
    wanted: Query[PeriodQuery],
    part: Query[Slice],
) -> Told:
    """What the rules of the pack suggest, and what a person decided."""
    asked = asked_of(request, pack)
    table = _table(asked, wanted.period)
    found, held = suggestions(table), decisions(asked.programme, table.period)

    def tell(one: Any) -> Told:
        return telling.tell_suggestion(one, held.get((one.rule.id, one.org.id)), moment.lang)

    return listed(found, part, tell)


def _table(asked: Asked, period: str) -> DispatchTable:
    return dispatch_table(asked.programme, period, asked.moment.as_of, asked.moment.seen_at)


def _inside(request: HttpRequest, pack: str) -> Asked:
    asked = asked_of(request, pack)
    if not asked.programme.viewer.is_internal:
        raise InternalOnly
    return asked
