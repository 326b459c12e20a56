"""The time release study as a report: one table a sheet, the same on the page and in the workbook.

Source: the World Customs Organization's Time Release Study, from arrival to the physical release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kaifang.cases.spreads import Spread
from kaifang.core.bilingual import Text, joined, same
from kaifang.core.citation import Citation
from kaifang.core.messages import message
from kaifang.exchange.tables import Cell, Column, Table
from kaifang.programme.clearance.banding import hold_bands
from kaifang.programme.clearance.explaining import event_name, formula_of
from kaifang.programme.clearance.flows import study_flow
from kaifang.programme.clearance.measuring import MonthRoll
from kaifang.programme.clearance.picking import Selection, groupings
from kaifang.programme.clearance.ringing import place_name
from kaifang.programme.clearance.stating import stated_reductions
from kaifang.programme.clearance.studying import (
    ClearanceStudy,
    StepFinding,
    step_of,
    study_selected,
)
from kaifang.programme.clearance.telling import group_name, holder_name, hours, percent
from kaifang.programme.figures import TOO_FEW_FIRMS
from kaifang.programme.naming import quantity_text
from kaifang.programme.opening import Programme
from kaifang.programme.tables import source_line, watermark

_HOURS = message("clearance.hours")
_PERCENT = same("%")
_FAR = 10  # times the median: told as far out, and left in
Cells = Sequence[Cell]
_PHASES = ("preparation", "collection", "analysis", "monitoring")
_RULES = ("ends", "negative", "like_months", "tails", "censored", "withheld")


def release_study(programme: Programme, picked: Selection, lang: str = "zh") -> list[Table]:
    """The sheets of the report on a selection, in their order; texts of cells in one language."""
    return _Report(programme, picked, lang).sheets()


class _Report:
    """The tables of one report; invented figures are marked in each cell."""

    def __init__(self, programme: Programme, picked: Selection, lang: str) -> None:
        self.programme, self.picked, self.lang = programme, picked, lang
        self.demo = programme.law.head.demo
        self.study = study_selected(picked, is_demo=self.demo)
        figures = programme.figures(picked.moment.as_of, picked.moment.seen_at)
        self.source = source_line(programme, figures.versions)
        self.watermark = watermark(programme)

    def sheets(self) -> list[Table]:
        return [
            self._table("method", self._method(), "item", "says"),
            self._table("coverage", self._coverage(), "month", "n:cases", "n:through", "n:open"),
            self._table("steps", self._steps(self.study), "step", "holder", *_SPREAD, *_OUT),
            self._table("holders", self._holders(), "holder", "p:share", *_SPREAD[1:]),
            *self._by_fields(),
            self._table("base_year", self._base_year(), "step", *_BASE),
            self._table("stated", self._stated(), "indicator", "period", "says"),
            self._table("bottlenecks", self._bottlenecks(), "edge", "n:times", "p:share", *_SPREAD[1:]),
            self._table("outliers", self._outliers(), "step", "h:least", "h:most", "n:far", "treated"),
            self._table("bands", self._bands(), "band", "place", "month", "h:value", "h:low", "h:high",
                        "standing"),
            self._table("definitions", self._definitions(), "item", "says", "cite"),
        ]  # fmt: skip

    def _table(self, id: str, rows: Iterable[Cells], *columns: str) -> Table:
        return Table(
            f"study-{id}",
            message(f"trs.sheet.{id}"),
            [_column(one) for one in columns],
            list(rows),
            self.source,
            watermark=self.watermark,
        )

    # -- cells --------------------------------------------------------------------------------

    def _text(self, text: Text | str) -> Cell:
        return Cell(text.in_(self.lang) if isinstance(text, Text) else text, demo=False)

    def _hours(self, seconds: float | None, why: Text | None = None) -> Cell:
        told = hours(seconds)
        return Cell(None if told is None else Decimal(told), 2, why, self.demo)

    def _percent(self, value: float | None, why: Text | None = None) -> Cell:
        told = percent(value)
        return Cell(None if told is None else Decimal(told), 1, why, self.demo)

    def _count(self, count: int | None) -> Cell:
        why = message(TOO_FEW_FIRMS) if count is None else None
        return Cell(None if count is None else Decimal(count), 0, why, self.demo)

    def _spread(self, took: Spread | None, why: Text | None = None) -> list[Cell]:
        names = ("mean", "median", "p90")
        return [self._hours(getattr(took, one) if took else None, why) for one in names]

    # -- sheets -------------------------------------------------------------------------------

    def _method(self) -> Iterator[Cells]:
        own, head = self.picked.process, self.programme.law.head
        period = self.picked.period.name() if self.picked.period else same("—")
        rows = [
            ("programme", head.name.text),
            ("process", own.name.text),
            ("months", period),
            ("goods", self._goods()),
            ("base", message("trs.base", year=self.picked.base_year)),
            ("method", message("trs.method")),
            *((f"phase_{one}", message(f"trs.phase.{one}")) for one in _PHASES),
            *((f"rule_{one}", message(f"trs.rule.{one}")) for one in _RULES),
            ("not_claimed", message("trs.not_claimed")),
        ]
        for item, says in rows:
            yield [self._text(message(f"trs.item.{item}")), self._text(says)]
        if self.demo:
            yield [self._text(message("table.demo")), self._text(message("trs.demo"))]

    def _goods(self) -> Text:
        fields = {one.id: one for one in self.picked.process.fields}
        told = [
            joined([fields[id].name.text, same(value)], "：", ": ")
            for id, value in self.picked.where.items()
        ]
        return joined(told, "，", ", ") if told else message("trs.all_goods")

    def _coverage(self) -> Iterator[Cells]:
        """Month by month: how many began, went all the way, and are still open."""
        picked = self.picked
        whole = picked.measured.step(step_of(picked.process.steps[0]))
        began = MonthRoll(picked.measured, picked.in_period)
        for month in picked.period.each_month() if picked.period else []:
            cases = began.of(month.start)
            hidden = picked.are_too_few(cases)
            mine = cases[picked.where_like[cases]]
            through, still = (int(one[mine].sum()) for one in (whole.through, whole.still_open))
            yield [
                self._text(month.name()),
                *(self._count(None if hidden else one) for one in (len(mine), through, still)),
            ]

    def _steps(self, study: ClearanceStudy) -> Iterator[Cells]:
        for one in study.findings:
            yield [*self._group(study, one), *self._step(study, one)]

    def _group(self, study: ClearanceStudy, one: StepFinding) -> list[Cell]:
        return [self._text(group_name(one, study))] if study.by else []

    def _step(self, study: ClearanceStudy, one: StepFinding) -> list[Cell]:
        promise = one.promise
        return [
            self._text(one.step.name.text),
            self._text(holder_name(study.process, one.step.holder)),
            self._count(one.cases),
            *self._spread(one.took, one.why_no_times),
            self._count(one.still_open),
            self._count(one.backwards),
            self._hours(promise.median if promise else None, one.why_no_promise),
            self._hours(promise.p90 if promise else None, one.why_no_promise),
        ]

    def _by_fields(self) -> Iterator[Table]:
        for field in groupings(self.picked.process):
            if field.id in self.picked.where:
                continue
            study = study_selected(self.picked, field.id, is_demo=self.demo)
            title = message("trs.sheet.by", field=field.name.text)
            columns = ("step", "holder", *_SPREAD, *_OUT)
            yield Table(
                f"study-by-{field.id}",
                title,
                [Column("group", field.name.text), *(_column(one) for one in columns)],
                list(self._steps(study)),
                self.source,
                watermark=self.watermark,
            )

    def _holders(self) -> Iterator[Cells]:
        for one in self.study.held:
            name = holder_name(self.picked.process, one.holder)
            yield [self._text(name), self._percent(one.share * 100), *self._spread(one.took)]

    def _base_year(self) -> Iterator[Cells]:
        for one in self.study.findings:
            then, change, why = one.change.then.took, one.change, one.why_no_change
            yield [
                self._text(one.step.name.text),
                self._count(one.cases),
                *self._spread(one.took, one.why_no_times),
                self._count(one.base_cases),
                *self._spread(then, why),
                self._percent(change.of_mean, why),
                self._percent(change.of_median, why),
                self._percent(change.of_p90, why),
            ]

    def _stated(self) -> Iterator[Cells]:
        law = self.programme.law
        for fact in stated_reductions(law, self.picked.base_year):
            if fact.visibility not in (None, "public") and not self.programme.viewer.is_internal:
                continue
            value = quantity_text(fact.value) if fact.value else same("—")
            says = message("trs.stated", year=self.picked.base_year, value=value)
            yield [
                self._text(law.indicator(fact.indicator).name.text),
                self._text(fact.period.name()),
                self._text(says),
            ]

    def _bottlenecks(self) -> Iterator[Cells]:
        for one in study_flow(self.picked).bottlenecks:
            edge = one.edge
            ends = [event_name(self.picked.process, e) for e in (edge.source, edge.target)]
            yield [
                self._text(joined(ends, " → ", " → ")),
                self._count(edge.took.count),
                self._percent(one.share * 100),
                *self._spread(edge.took),
            ]

    def _outliers(self) -> Iterator[Cells]:
        """Nothing is taken out: how far the ends lie, and how many cases lie far out."""
        for one in self.study.findings:
            took = one.took
            far = None if took is None else self._far(one, took)
            shown = None if self.picked.withholds else took  # the ends are single cases
            yield [
                self._text(one.step.name.text),
                self._hours(shown.least if shown else None, message("trs.single_case")),
                self._hours(shown.most if shown else None, message("trs.single_case")),
                self._count(0 if took is None and one.cases == 0 else far),
                self._text(message("trs.treated", n=_FAR)),
            ]

    def _far(self, one: StepFinding, took: Spread) -> int | None:
        """How many cases took more than ten times the median; None where they are too few to tell."""
        columns = self.picked.measured.step(step_of(one.step))
        most = _FAR * took.median * self.picked.log.ticks_per_second
        far = columns.through & self.picked.now & (columns.took > most)
        return None if self.picked.is_too_few(far) else int(far.sum())

    def _bands(self) -> Iterator[Cells]:
        for one in hold_bands(self.picked):
            yield [
                self._text(one.band.name.text),
                self._text(place_name(self.picked.process, one) if one.place != "" else "—"),
                self._text(one.month.name()),
                self._hours(one.value, one.reason),
                self._hours(one.low, one.reason),
                self._hours(one.high, one.reason),
                self._text(message(f"clearance.standing.{one.standing}")),
            ]

    def _definitions(self) -> Iterator[Cells]:
        own, law = self.picked.process, self.programme.law
        cites = self._cited(law.citations(own))
        for step in own.steps:
            says = formula_of(own, step)
            yield [self._text(step.name.text), self._text(says), self._text(cites)]
        for clock in own.clocks:
            limit = clock.limit
            says = (
                message(f"trs.limit.{clock.counted_in}", n=limit.n)
                if limit
                else message("trs.no_limit")
            )
            cited = self._cited(law.cited(clock.cite, own.where))
            yield [self._text(clock.name.text), self._text(says), self._text(cited or cites)]

    def _cited(self, citations: Iterable[Citation]) -> str:
        return ("; " if self.lang.startswith("en") else "；").join(
            one.text(self.lang) for one in citations
        )


_SPREAD = ("n:cases", "h:mean", "h:median", "h:p90")
_OUT = ("n:open", "n:backwards", "h:promise_median", "h:promise_p90")
_BASE = (
    *_SPREAD, "n:base_cases", "h:base_mean", "h:base_median", "h:base_p90",
    "p:change_mean", "p:change_median", "p:change_p90",
)  # fmt: skip


def _column(name: str) -> Column:
    """A column by its key; before it stands what it holds: hours, per cent or a number."""
    kind, _, key = name.rpartition(":")
    unit = {"h": _HOURS, "p": _PERCENT}.get(kind)
    return Column(key, message(f"trs.head.{key}"), unit, "number" if kind else "text")
