"""Courses drawn as charts: an indicator over the months, its growth beside others', a target's year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.progress import Progress
from kaifang.site.asking import Asked, spoken
from kaifang.site.components.charts import Break, Chart, Line, Series
from kaifang.site.components.markup import said

FEWEST_POINTS = 3


def level_chart(asked: Asked, entry: IndicatorEntry, org: Org, query: QueryDict) -> Chart | None:
    """The course of one organisation; None where there are too few points for a line."""
    points = asked.figures.trend(entry.id, org.id, last=36)
    known = [period for period, value in points if value is not None]
    if len(known) < FEWEST_POINTS:
        return None
    at = asked.figures.statement(entry.id, org.id, known[-1])
    says = _("%(indicator)s, %(org)s: %(value)s in %(period)s") % {
        "indicator": said(entry.name.text),
        "org": said(org.name),
        "value": at.text(spoken()),
        "period": said(known[-1].name()),
    }
    return Chart(
        "course",
        says,
        [period.code for period, _value in points],
        [Series(org.name, [value for _period, value in points], main=True)],
        entry.unit,
        entry.digits,
        breaks=_breaks(entry, [period for period, _value in points]),
        source=_source(org),
        query=query,
    )


def growth_chart(
    asked: Asked, entry: IndicatorEntry, orgs: Sequence[Org], query: QueryDict
) -> Chart | None:
    """Growth to date of an organisation beside that of those above it."""
    first = orgs[0]
    held = asked.figures.snapshot.points(entry.id, first.id)
    periods = sorted({p for p, _value in held if p.is_to_date}, key=lambda p: p.end)[-24:]
    lines = [_growth(asked, entry, org, periods, org is first) for org in orgs]
    lines = [one for one in lines if sum(v is not None for v in one.values) >= FEWEST_POINTS]
    if not lines or not lines[0].main:
        return None
    at = asked.figures.statement(entry.id, first.id, periods[-1], "growth")
    says = _("Growth of %(indicator)s, %(org)s: %(value)s in %(period)s") % {
        "indicator": said(entry.name.text),
        "org": said(first.name),
        "value": at.text(spoken()),
        "period": said(periods[-1].name(cumulative=True)),
    }
    labels = [f"{period.end:%Y-%m}" for period in periods]
    return Chart(
        "growth", says, labels, lines, unit(PER_CENT), 1, source=_source(first), query=query
    )


def target_chart(asked: Asked, progress: Progress, query: QueryDict) -> Chart | None:
    """The year of a target: what is reached to date beside the schedule, in the target's unit."""
    course, level = progress.course(), progress.stands.target_level
    if not course or level is None or all(at.quantity is None for _p, at, _s in course):
        return None
    org = asked.law.orgs[progress.org]
    entry = asked.law.indicators[progress.target.indicator or ""]
    return Chart(
        "course",
        said(progress.stands.says),
        [f"{period.end:%Y-%m}" for period, _at, _share in course],
        [
            Series(_("to date"), [_number(at) for _p, at, _s in course], main=True),
            Series(_("schedule"), [_scheduled(level, s) for _p, _at, s in course], dashed=True),
        ],
        entry.unit,
        entry.digits,
        lines=[Line(_("target"), level.to(entry.unit).value)],
        source=_source(org),
        query=query,
    )


def _growth(
    asked: Asked, entry: IndicatorEntry, org: Org, periods: Sequence[Period], main: bool
) -> Series:
    told = [asked.figures.statement(entry.id, org.id, period, "growth") for period in periods]
    return Series(org.name, [_number(one) for one in told], main=main)


def _number(statement: object) -> Decimal | None:
    return statement.quantity.value if statement.quantity else None


def _scheduled(level: object, share: object) -> Decimal | None:
    if share.exact is None:
        return None
    done = level.value * share.exact.numerator / (share.exact.denominator * 100)
    return done.quantize(Decimal("0.001"))


def _breaks(entry: IndicatorEntry, periods: Sequence[Period]) -> list[Break]:
    found = [(one.from_, one.break_.text) for one in entry.versions if one.break_]
    return [
        Break(period.code, note)
        for day, note in found
        for period in periods
        if period.contains(day)
    ]


def _source(org: Org) -> str:
    return _("Demonstration: the numbers are invented") if org.is_demo else ""
