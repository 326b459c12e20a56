"""Operations on projects: where they stand, what became of each cohort, what is expected."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from kaifang.programme.projects.funnel import funnel
from kaifang.programme.projects.landing import landing_curves, year_end
from kaifang.programme.projects.occasions import occasion_rows
from kaifang.programme.projects.picking import pick
from kaifang.programme.projects.pipeline import pipeline
from kaifang.programme.projects.portfolio import Portfolio, open_portfolio
from kaifang.programme.projects.rates import cohort_rows, landing_rate, rate_of
from kaifang.programme.projects.stalled import reasons, stalls
from kaifang.programme.projects.telling import (
    tell_cohorts,
    tell_funnel,
    tell_landing,
    tell_occasions,
    tell_pipeline,
    tell_project,
    tell_stalled,
)
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Id, Word
from kaifang.site.api.forms import Moment, Slice
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)
_PROJECTS = "/packs/{pack}/projects"


class RateQuery(Schema):
    """Of which rate; the first that the process declares if empty."""

    rate: Id = ""


class PickQuery(Schema):
    """Which projects; several leave those that all of them keep."""

    state: Id = ""
    standing: Word = Field("", description="open, stalled, overdue or ended")
    org: Id = Field("", description="with all below it")
    funnel: Word = Field("", description="a stage and what became there: signed:dropped")
    cohort: Word = Field("", description="rate, period and outcome: landing:2021:reached")
    group: Word = Field(
        "", description="rate, outcome and value of its field: landing:reached:fair"
    )
    reason: Word = Field("", description="of those stalled; none where no reason was told")
    occasion: Word = Field("", description="the event where first signed")
    central: Word = Field("", description="yes: with a central enterprise")
    channel: Id = Field("", description="above the threshold of a channel: green")
    light: Word = Field("", description="a rule and its colour: demo.projects:red")


@router.get(_PROJECTS, response=READ_LIST, summary=_("Projects (signed-in users)"))
def list_projects(
    request: HttpRequest,
    pack: str,
    wanted: Query[PickQuery],
    moment: Query[Moment],
    part: Query[Slice],
) -> Told:
    """Those that one may see, the one that moved last on top."""
    portfolio = _opened(request, pack, moment)
    chosen = pick(portfolio, {name: text for name, text in wanted.dict().items() if text})
    return listed(chosen.projects, part, lambda one: tell_project(portfolio, one, moment.lang))


@router.get(
    f"{_PROJECTS}/pipeline", response=READ_ONE, summary=_("Projects by stage (signed-in users)")
)
def show_pipeline(request: HttpRequest, pack: str, moment: Query[Moment]) -> Told:
    """How many stand in each state, with how much, for how long."""
    portfolio = _opened(request, pack, moment)
    return tell_pipeline(portfolio, pipeline(portfolio), moment.lang)


@router.get(
    f"{_PROJECTS}/funnel", response=READ_ONE, summary=_("Funnel of projects (signed-in users)")
)
def show_funnel(request: HttpRequest, pack: str, moment: Query[Moment]) -> Told:
    """How many went on from stage to stage, and how long that took."""
    portfolio = _opened(request, pack, moment)
    return tell_funnel(portfolio, funnel(portfolio), moment.lang)


@router.get(
    f"{_PROJECTS}/cohorts", response=READ_ONE, summary=_("Rates of cohorts (signed-in users)")
)
def show_cohorts(
    request: HttpRequest, pack: str, wanted: Query[RateQuery], moment: Query[Moment]
) -> Told:
    """Each cohort of a declared rate as of the day, and month by month."""
    portfolio = _opened(request, pack, moment)
    rate = rate_of(portfolio.process, wanted.rate)
    rows = cohort_rows(portfolio, rate)
    return tell_cohorts(portfolio, rate, rows, landing_curves(portfolio, rate, rows), moment.lang)


@router.get(
    f"{_PROJECTS}/landing",
    response=READ_ONE,
    summary=_("Landing by the year's end (signed-in users)"),
)
def show_landing(
    request: HttpRequest, pack: str, wanted: Query[RateQuery], moment: Query[Moment]
) -> Told:
    """Landed so far and expected of the open ones, with an interval."""
    portfolio = _opened(request, pack, moment)
    process = portfolio.process
    rate = rate_of(process, wanted.rate) if wanted.rate else landing_rate(process)
    return tell_landing(portfolio, rate, year_end(portfolio, rate))


@router.get(
    f"{_PROJECTS}/stalled", response=READ_ONE, summary=_("Stalled projects (signed-in users)")
)
def show_stalled(request: HttpRequest, pack: str, moment: Query[Moment]) -> Told:
    """What waits, for how long, and the reasons by how many they hold up."""
    portfolio = _opened(request, pack, moment)
    found = stalls(portfolio)
    return tell_stalled(portfolio, found, reasons(portfolio, found), moment.lang)


@router.get(
    f"{_PROJECTS}/occasions",
    response=READ_ONE,
    summary=_("What promotion events signed (signed-in users)"),
)
def show_occasions(request: HttpRequest, pack: str, moment: Query[Moment]) -> Told:
    """What each fair, week or trip signed, what became of it, and what it cost."""
    portfolio = _opened(request, pack, moment)
    rows = occasion_rows(acting(request), portfolio, landing_rate(portfolio.process))
    return tell_occasions(portfolio, rows, moment.lang)


def _opened(request: HttpRequest, pack: str, moment: Moment) -> Portfolio:
    return open_portfolio(
        acting(request),
        programme_of(request, pack),
        as_of=moment.as_of,
        seen_at=moment.seen_at or None,
    )
