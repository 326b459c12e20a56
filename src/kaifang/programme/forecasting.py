"""Forecasts of the year's end, for internal users, with their back-test beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import Statement
from kaifang.core.units import Quantity
from kaifang.facts.forecast import Forecast, forecast
from kaifang.programme.errors import InternalOnly
from kaifang.programme.figures import Figures
from kaifang.programme.opening import Programme, Seen, When
from kaifang.programme.progress import Progress

_YEARS_BACK = 12


@dataclass(frozen=True)
class YearEnd:
    """What the year of an indicator may come to; `now` is the total to date it is told from."""

    now: Statement | None
    period: Period
    forecast: Forecast
    target: Quantity | None = None

    @property
    def reason(self) -> Text | None:
        """Why there is no forecast."""
        return self.forecast.reason


def year_end(
    programme: Programme,
    indicator: str,
    org: str,
    target: str | None = None,
    *,
    as_of: When = None,
    seen_at: Seen = None,
) -> YearEnd:
    """Forecast the end of the newest year that has begun; its target gives the probability.

    A target of another year is left out.

    Raises: InternalOnly for a public viewer; UnknownName, UnknownOrg, UnknownTarget.
    """
    if not programme.viewer.is_internal:
        raise InternalOnly
    figures = programme.figures(as_of, seen_at)
    digits = programme.law.indicator(indicator).digits
    held = figures.snapshot.newest(indicator, org)
    year = held.period.in_year() if held else Period.year(figures.snapshot.as_of.year)
    wanted = _wanted(programme, figures, target, org, year)
    if held is None or not held.period.is_to_date:
        return YearEnd(None, year, Forecast(reason=message("missing.no_value")), wanted)
    found = forecast(
        held.value,
        held.period.end.month,
        _history(figures, indicator, org, held.period.end.year),
        target=wanted.value if wanted else None,
        digits=digits,
    )
    now = figures.statement(indicator, org, held.period)
    return YearEnd(now, year, found, wanted)


def _wanted(
    programme: Programme, figures: Figures, target: str | None, org: str, year: Period
) -> Quantity | None:
    entry = programme.target(target) if target else None
    if entry is None or entry.period != year:
        return None
    level = Progress(figures, entry, org).stands.target_level
    unit = programme.law.indicators[entry.indicator].unit if entry.indicator else None
    return level.to(unit) if level and unit else None


def _history(
    figures: Figures, indicator: str, org: str, this_year: int
) -> dict[int, list[Decimal | None]]:
    """Twelve totals to date for each past year of which anything is known."""
    known = {h.period: h.value for h in figures.snapshot.history(indicator, org)}
    years = range(this_year - _YEARS_BACK, this_year)
    totals = {y: [known.get(Period.to_date(y, m)) for m in range(1, 13)] for y in years}
    return {year: row for year, row in totals.items() if any(v is not None for v in row)}
