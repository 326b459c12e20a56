"""Operations that move dispatch on: words, checking, issue, decisions."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.core.period import Period
from kaifang.programme.dispatch import circulating
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.deciding import decide
from kaifang.programme.dispatch.freezing import in_language
from kaifang.programme.dispatch.issuing import issue
from kaifang.programme.dispatch.remarking import write_remark
from kaifang.programme.dispatch.remarks import Words
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.dispatch.telling import tell_dispatch
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, demand
from kaifang.site.acting import acting
from kaifang.site.api import bodies
from kaifang.site.api.answers import READ_LIST, WROTE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Id, Number
from kaifang.site.api.dispatch import router as reading
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed
from kaifang.store.models import Dispatch

router = Router(auth=SIGNED_IN)
_EDITION = "/packs/{pack}/dispatch/editions/{number}"


@router.post("/packs/{pack}/dispatch/remarks", response=WROTE, summary=_("Write of an item"))
def remark(request: HttpRequest, pack: str, asked: bodies.RemarkWritten) -> Told:
    """Problem, next step and proposal of an organisation in a period; the last words hold."""
    words = Words(asked.problem, asked.next_step, asked.proposal)
    row = write_remark(
        acting(request), programme_of(request, pack), asked.item, asked.org,
        Period.parse(asked.period), words,
    )  # fmt: skip
    return {"item": row.item, "org": row.org, "period": row.period, "at": row.at.isoformat()}


# One address has one router: the list of editions is read in `dispatch`.
@reading.post(
    "/packs/{pack}/dispatch/editions",
    response=WROTE,
    summary=_("Give figures out"),
    auth=SIGNED_IN,
)
def circulate(request: HttpRequest, pack: str, asked: bodies.CirculationAsked) -> Told:
    """To the cities, for checking within a limit."""
    limit, period = DayLimit(asked.days, asked.clock), Period.parse(asked.period)
    programme = programme_of(request, pack)
    return _told(programme, circulating.circulate(acting(request), programme, period, limit))


@router.get(f"{_EDITION}/rows", response=READ_LIST, summary=_("One's own rows for checking"))
def list_rows(
    request: HttpRequest,
    pack: str,
    number: Number,
    org: Id,
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """As they were given out: those of a city and of all below it."""
    programme = programme_of(request, pack)
    out = circulating.checked(circulating.open_dispatch(programme, number))
    demand(acting(request), Act.CHECK_DISPATCH, org, programme.law.orgs)
    rows = out.rows_of(org, programme)
    return listed(rows, part, lambda row: in_language(row, speech.lang))


@router.post(f"{_EDITION}/answer", response=WROTE, summary=_("Answer a checking"))
def answer(request: HttpRequest, pack: str, number: Number, asked: bodies.CheckAnswered) -> Told:
    """Agree, or object with a reason; the last answer of a city holds."""
    programme = programme_of(request, pack)
    dispatch = circulating.open_dispatch(programme, number)
    circulating.answer(
        acting(request), programme, dispatch, asked.org, asked.verdict,
        reason=asked.reason, items=tuple(asked.items), expected=asked.expected_version,
    )  # fmt: skip
    return _told(programme, dispatch)


@router.post(f"{_EDITION}/withdraw", response=WROTE, summary=_("Take figures back"))
def withdraw(request: HttpRequest, pack: str, number: Number, asked: bodies.Withdrawal) -> Told:
    """So that another edition can be given out."""
    programme = programme_of(request, pack)
    dispatch = circulating.open_dispatch(programme, number)
    circulating.withdraw(acting(request), programme, dispatch, asked.reason)
    return _told(programme, dispatch)


@router.post(f"{_EDITION}/issue", response=WROTE, summary=_("Issue a table"))
def issue_table(
    request: HttpRequest, pack: str, number: Number, asked: bodies.MaybeExplained
) -> Told:
    """As it stands now; while a city objects or may still answer, with a reason only."""
    programme = programme_of(request, pack)
    dispatch = circulating.open_dispatch(programme, number)
    issue(
        acting(request), programme, dispatch,
        reason=asked.reason, expected=asked.expected_version,
    )  # fmt: skip
    return _told(programme, dispatch)


@router.post(
    "/packs/{pack}/dispatch/decisions", response=WROTE, summary=_("Decide on a suggestion")
)
def decide_on(request: HttpRequest, pack: str, asked: bodies.Decided) -> Told:
    """A rule suggests, a person decides and says why."""
    table = dispatch_table(programme_of(request, pack), asked.period)
    row = decide(
        acting(request), table, asked.rule, asked.org, asked.verdict,
        named=asked.named, reason=asked.reason,
    )  # fmt: skip
    return {
        "rule": row.rule,
        "org": row.org,
        "period": row.period,
        "verdict": row.verdict,
        "named": row.named,
        "at": row.at.isoformat(),
    }


def _told(programme: Programme, dispatch: Dispatch) -> Told:
    dispatch.refresh_from_db()
    return tell_dispatch(programme, dispatch, "zh")
