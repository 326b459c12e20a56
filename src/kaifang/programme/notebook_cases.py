"""Cases 办件 in a notebook: what a programme answers of its cases, projects and clearance.

Whoever asks is told what he would be shown on a page, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaifang.cases.definition import Definition
from kaifang.cases.graphs import Edge
from kaifang.core.bilingual import Text, same
from kaifang.core.errors import nearest
from kaifang.programme.casework.clocking import nearest_clock
from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.reading import CaseView, case_list, commanded
from kaifang.programme.clearance.flows import FlowStudy, study_flow
from kaifang.programme.clearance.picking import select
from kaifang.programme.clearance.processes import UnknownProcess
from kaifang.programme.clearance.studying import ClearanceStudy, StepFinding, study_clearance
from kaifang.programme.errors import InternalOnly
from kaifang.programme.naming import org_name
from kaifang.programme.notebook import NotebookTable
from kaifang.programme.projects.funnel import FunnelStage, funnel
from kaifang.programme.projects.landing import YearEnd, year_end
from kaifang.programme.projects.picking import pick
from kaifang.programme.projects.portfolio import Portfolio, open_portfolio
from kaifang.programme.projects.rates import CohortRow, cohort_rows, rate_of

if TYPE_CHECKING:
    from kaifang.programme.moment import Moment
    from kaifang.programme.opening import Programme

_DAY, _HOUR = 86_400, 3600
_DASH = same("—")


@dataclass(frozen=True)
class LandingTable(NotebookTable[CohortRow]):
    """The cohorts of a rate, the youngest on top, and what the year's end may bring."""

    year_end: YearEnd


@dataclass(frozen=True)
class ClearanceTable(NotebookTable[StepFinding]):
    """The steps of a study; `study` has the months, the groups and who held the goods."""

    study: ClearanceStudy


@dataclass(frozen=True)
class FlowTable(NotebookTable[Edge]):
    """The edges between events by the time that passed in them; `study` has ways and rework too."""

    study: FlowStudy


def process_named(programme: Programme, name: str) -> str:
    """The process of an id, or of the last part of one: `project` for `demo.project`.

    Raises: UnknownProcess.
    """
    known = programme.law.processes
    found = [id for id in known if name in (id, id.rpartition(".")[2])]
    if name in known or len(found) == 1:
        return name if name in known else found[0]
    raise UnknownProcess(found=name, near=nearest(name, known) or found or list(known))


def case_table(
    programme: Programme, process: str, state: str = "", org: str = ""
) -> NotebookTable[CaseView]:
    """The cases of a process that the person sees, the one that began last on top.

    Raises: InternalOnly, UnknownProcess, NotCommanded.
    """
    if not programme.viewer.is_internal:
        raise InternalOnly
    own = commanded(programme.law, process_named(programme, process))
    rows = case_list(programme.actor, programme, own.process.id, state, org)
    heads = (Text("办件", "Case"), Text("单位", "Organisation"), Text("状态", "State"),
             Text("自", "Since"), Text("时限", "Due"))  # fmt: skip
    told = [_case(programme, one) for one in rows]
    return NotebookTable(rows, own.process.name.text, heads, told)


def _case(programme: Programme, one: CaseView) -> list[Text]:
    state, clock = one.state, nearest_clock(one.state)
    name = _state(state.definition, state.state)
    zone = ZoneInfo(programme.law.head.zone)
    since = same(f"{state.since.astimezone(zone):%Y-%m-%d}") if state.since else _DASH
    due = same(clock.due.isoformat()) if clock and clock.due else _DASH
    return [same(case_name(one)), org_name(programme.law, one.org), name, since, due]


def _state(own: Definition, state: str | None) -> Text:
    return own.label("states", state) if state else _DASH


def portfolio_of(programme: Programme, moment: Moment, picks: Mapping[str, str]) -> Portfolio:
    """The projects that the person sees as of a moment, those alone that every pick keeps.

    Raises: NoProjects, InternalOnly, UnknownPick.
    """
    opened = open_portfolio(programme.actor, programme, as_of=moment.as_of, seen_at=moment.seen_at)
    return pick(opened, picks) if picks else opened


def funnel_table(portfolio: Portfolio) -> NotebookTable[FunnelStage]:
    """From stage to stage: entered = on + dropped + open."""
    heads = (Text("阶段", "Stage"), Text("到过", "Came to it"), Text("进入下一阶段", "Went on"),
             Text("终止", "Dropped"), Text("仍在", "Still there"),
             Text("进入下一阶段用时中位数（天）", "Median days to go on"))  # fmt: skip
    rows = funnel(portfolio)
    told = [
        [one.name, *_counts(one.entered, one.on, one.dropped, one.open),
         _times(one.took.median if one.took else None, _DAY)]
        for one in rows
    ]  # fmt: skip
    return NotebookTable(rows, portfolio.process.name.text, heads, told)


def landing_table(portfolio: Portfolio, rate: str = "") -> LandingTable:
    """Each cohort of a rate at its cut-off: of = reached + ended + open. Raises: UnknownRate."""
    declared = rate_of(portfolio.process, rate)
    rows = cohort_rows(portfolio, declared)
    heads = (Text("批次", "Cohort"), Text("分母", "Of"), Text("达到", "Reached"),
             Text("占比", "Share"), Text("终止或迁出", "Ended otherwise"),
             Text("在推", "Under way"), Text("查看日", "Seen on"))  # fmt: skip
    told = [
        [one.period.name(), *_counts(one.of, one.reached),
         same("—" if one.share is None else f"{float(one.share):.1%}"),
         *_counts(one.ended, one.open), same(one.seen_on.isoformat())]
        for one in rows
    ]  # fmt: skip
    return LandingTable(rows, declared.name.text, heads, told, year_end(portfolio, declared))


def clearance_table(
    programme: Programme,
    process: str,
    months: tuple[str, str],
    by: str,
    where: Mapping[str, str],
    moment: Moment,
) -> ClearanceTable:
    """The times of each step; what rests on fewer than three firms has none for strangers.

    Raises: UnknownProcess, StepsNotDeclared, UnknownGrouping, InternalOnly, UnreadablePeriod.
    """
    own = process_named(programme, process) if process else ""
    first, last = months
    study = study_clearance(
        programme, own, first=first, last=last, by=by, where=where, moment=moment
    )
    heads = (Text("环节", "Step"), Text("组别", "Group"), Text("票数", "Cases"),
             Text("平均（小时）", "Mean (hours)"), Text("中位数（小时）", "Median (hours)"),
             Text("90分位（小时）", "90th percentile (hours)"))  # fmt: skip
    told = [_step(one) for one in study.findings]
    return ClearanceTable(study.findings, study.process.name.text, heads, told, study)


def _step(one: StepFinding) -> list[Text]:
    took = one.took
    spread = (took.mean, took.median, took.p90) if took else (None, None, None)
    cases = _DASH if one.cases is None else same(str(one.cases))
    return [
        one.step.name.text,
        same(one.group or "—"),
        cases,
        *(_times(seconds, _HOUR) for seconds in spread),
    ]


def flow_table(
    programme: Programme,
    process: str,
    months: tuple[str, str],
    where: Mapping[str, str],
    moment: Moment,
) -> FlowTable:
    """What followed what, how often and after how long. Raises: as `clearance_table`."""
    own = process_named(programme, process) if process else ""
    first, last = months
    picked = select(programme, own, first=first, last=last, where=where, moment=moment)
    study = study_flow(picked)
    names = {id: name.text for id, name in picked.process.events.items()}
    heads = (Text("自", "From"), Text("至", "To"), Text("次数", "Count"),
             Text("平均（小时）", "Mean (hours)"), Text("中位数（小时）", "Median (hours)"),
             Text("90分位（小时）", "90th percentile (hours)"),
             Text("占全部等待", "Share of all waiting"))  # fmt: skip
    edges = [one.edge for one in study.bottlenecks]
    told = [
        [names.get(one.edge.source, same(one.edge.source)),
         names.get(one.edge.target, same(one.edge.target)),
         *_counts(one.edge.took.count),
         *(_times(seconds, _HOUR) for seconds in
           (one.edge.took.mean, one.edge.took.median, one.edge.took.p90)),
         same(f"{one.share:.1%}")]
        for one in study.bottlenecks
    ]  # fmt: skip
    return FlowTable(edges, picked.process.name.text, heads, told, study)


def _counts(*numbers: int) -> list[Text]:
    return [same(str(number)) for number in numbers]


def _times(seconds: float | None, unit: int) -> Text:
    return _DASH if seconds is None else same(f"{seconds / unit:.1f}")
