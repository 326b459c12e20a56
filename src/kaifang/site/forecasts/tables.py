"""The chart and the tables of a forecast."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.core.statement import Statement
from kaifang.core.units import Quantity, Unit, unit
from kaifang.facts.forecast import Backtest, Replay
from kaifang.facts.rounding import half_up
from kaifang.programme.forecasting import YearEnd
from kaifang.site.asking import Asked, spoken
from kaifang.site.components.addresses import own_query
from kaifang.site.components.charts import Chart, Line, Series
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table

MONTHS = 12


def percent(share: Fraction, digits: int = 0) -> str:
    """A share as per cent."""
    return f"{half_up(share * 100, digits)}%"


def backtest(asked: Asked, found: Backtest, end: YearEnd, digits: int, query: QueryDict) -> Table:
    """Each past year forecast from the others, against what came."""
    measured = asked.law.indicator(_indicator(end)).unit
    columns = [
        Column("year", _("Year")),
        Column("forecast", _("Forecast"), measured, "number"),
        Column("actual", _("What came"), measured, "number"),
        Column("error", pgettext("forecast", "Error"), unit("%"), "number"),
        Column("within", _("Within the interval")),
    ]
    rows = [_replay(one, digits) for one in found.replays]
    return Table("backtest", _("Back-test: each past year forecast from the others"), columns, rows,
                 own_query(query, "backtest"), found.says)  # fmt: skip


def _replay(one: Replay, digits: int) -> Row:
    return Row({
        "year": str(one.year),
        "forecast": Figure(half_up(one.forecast, digits), digits=digits, authority="derived"),
        "actual": Figure(half_up(one.actual, digits), digits=digits),
        "error": Figure(half_up(one.error * 100, 1), digits=1, authority="derived"),
        "within": _("yes") if one.is_within else _("no"),
    })  # fmt: skip


def _indicator(end: YearEnd) -> str:
    assert end.now is not None
    return end.now.indicator


def chart(asked: Asked, end: YearEnd, query: QueryDict) -> Chart:
    """The year to date month by month, last year's course, and where the year may end."""
    assert end.now is not None
    entry = asked.law.indicator(end.now.indicator)
    found, year = end.forecast, end.period.start.year
    now = _course(asked, end.now, year)
    at = end.now.period.end.month
    return Chart(
        "year-end",
        _says(end, entry.name.text, entry.unit, entry.digits),
        [f"{year}-{month:02}" for month in range(1, MONTHS + 1)],
        [
            Series(_("%(year)s to date") % {"year": year}, now, main=True),
            Series(_("%(year)s to date") % {"year": year - 1}, _course(asked, end.now, year - 1)),
            Series(
                _("forecast"), _ahead(now, at, found.value), dashed=True,
                low=_ahead(now, at, found.low), high=_ahead(now, at, found.high),
            ),
        ],
        unit=entry.unit,
        digits=entry.digits,
        lines=[Line(_("target"), end.target.value)] if end.target else [],
        source=_("Forecast by share of the year done by this month; internal, not published."),
        label_head=_("Period"),
        query=query,
    )  # fmt: skip


def _course(asked: Asked, now: Statement, year: int) -> list[Decimal | None]:
    """Twelve totals to date; a month that is not known is None."""
    told = [
        asked.figures.statement(now.indicator, now.org, Period.to_date(year, month), part=now.part)
        for month in range(1, MONTHS + 1)
    ]
    return [one.quantity.value if one.quantity else None for one in told]


def _ahead(known: list[Decimal | None], at: int, value: Decimal | None) -> list[Decimal | None]:
    """From the month that is known in a straight line to the year's end."""
    first = known[at - 1]
    if first is None or value is None or at == MONTHS:
        return [*[None] * (MONTHS - 1), value]
    steps = range(MONTHS - at + 1)
    line = [first + (value - first) * step / (MONTHS - at) for step in steps]
    return [*[None] * (at - 1), *line]


def _says(end: YearEnd, name: Text, measured: Unit, digits: int) -> str:
    """The sentence above the chart."""
    found = end.forecast
    assert found.low is not None
    assert found.high is not None
    words = _("%(name)s of %(year)s lies between %(low)s and %(high)s, with %(level)s certainty")
    return words % {
        "name": said(name),
        "year": said(end.period.name()),
        "low": amount(found.low, measured, digits),
        "high": amount(found.high, measured, digits),
        "level": percent(found.level or Fraction(0)),
    }


def amount(value: Decimal, measured: Unit, digits: int) -> str:
    """A value with its unit as the language counts: 543.2亿元, 54.32 billion yuan."""
    return Quantity(value, measured).text(spoken(), digits)
