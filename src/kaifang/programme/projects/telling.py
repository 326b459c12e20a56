"""Projects as plain values, as the API gives them; shares are decimal texts, days whole or decimal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaifang.cases.spreads import Spread
from kaifang.core.bilingual import Lang
from kaifang.facts.rounding import half_up
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.naming import org_name
from kaifang.programme.projects.fields import INVESTOR, NAME, STALLED_WHY, STEWARD, YUAN, amount
from kaifang.programme.projects.funnel import FunnelStage
from kaifang.programme.projects.landing import LandingCurve, YearEnd
from kaifang.programme.projects.occasions import OccasionRow
from kaifang.programme.projects.pipeline import Pipeline, Sums
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.programme.projects.rates import CohortRow
from kaifang.programme.projects.stalled import ReasonRow, Stall

Told = dict[str, Any]
_DAY = 86_400


def tell_project(portfolio: Portfolio, one: Project, lang: Lang) -> Told:
    """A project by its head."""
    return {
        "case": one.case,
        "name": one.told(*NAME),
        "org": one.org,
        "org_name": org_name(portfolio.law, one.org).in_(lang),
        "state": one.state,
        "state_name": portfolio.state_name(one).in_(lang),
        "since": portfolio.day_of(one.since).isoformat(),
        "ended": one.ended or None,
        "overdue": one.is_overdue,
        "investor": one.told(*INVESTOR),
        "investment": _text(amount(one, YUAN)),
        "steward": one.told(*STEWARD),
    }


def tell_pipeline(portfolio: Portfolio, found: Pipeline, lang: Lang) -> Told:
    """The stages with their counts, sums and days."""
    return {
        **_head(portfolio),
        "projects": found.projects,
        "open": found.open,
        "stalled": found.stalled,
        "overdue": found.overdue,
        "stages": [
            {
                "state": one.state,
                "name": one.name.in_(lang),
                "kind": one.kind,
                "count": one.count,
                **_sums(one.sums),
                "days_median": None if one.days is None else _digits(one.days.median),
                "days_p90": None if one.days is None else _digits(one.days.p90),
                "overdue": one.overdue,
            }
            for one in found.rows
        ],
    }


def tell_funnel(portfolio: Portfolio, stages: Sequence[FunnelStage], lang: Lang) -> Told:
    """Each stage: came to it = went on + dropped + open."""
    return {
        **_head(portfolio),
        "stages": [
            {
                "state": one.state,
                "name": one.name.in_(lang),
                "entered": one.entered,
                "on": one.on,
                "dropped": one.dropped,
                "open": one.open,
                **_days(one.took),
            }
            for one in stages
        ],
    }


def tell_cohorts(
    portfolio: Portfolio,
    rate: ProcessRate,
    rows: Sequence[CohortRow],
    curves: Sequence[LandingCurve],
    lang: Lang,
) -> Told:
    """Each cohort at its cut-off, and its shares by months since the denominator's stage."""
    by_period = {one.period: one for one in curves}
    return {
        **_head(portfolio),
        "rate": rate.id,
        "name": rate.name.text.in_(lang),
        "numerator": {rate.numerator.kind: list(rate.numerator.ids)},
        "denominator": {rate.denominator.kind: list(rate.denominator.ids)},
        "cut_off": rate.cut_off,
        "cohorts": [_cohort(one, by_period.get(one.period)) for one in rows],
        "together": _curve(by_period.get(None)),
    }


def _cohort(one: CohortRow, curve: LandingCurve | None) -> Told:
    return {
        "period": one.period.code,
        "seen_on": one.seen_on.isoformat(),
        "is_ripe": one.is_ripe,
        "of": one.of,
        "reached": one.reached,
        "share": _percent(one.share),
        "ended": dict(one.ends),
        "open": one.open,
        "by_month": _curve(curve),
    }


def _curve(one: LandingCurve | None) -> Told | None:
    if one is None:
        return None
    return {
        "of": one.of,
        "reached": [_percent_of(share) for share in one.landed],
        "ended": [_percent_of(share) for share in one.ended],
    }


def tell_landing(portfolio: Portfolio, rate: ProcessRate, found: YearEnd) -> Told:
    """What the year may come to, with a 90% interval; `unknown` are left out of it."""
    return {
        **_head(portfolio),
        "rate": rate.id,
        "until": found.until.isoformat(),
        "landed": found.landed,
        "open": found.expected.open,
        "expected": _digits(found.expected.expected),
        "total": _digits(found.total),
        "low": _digits(found.low),
        "high": _digits(found.high),
        "unknown": found.expected.unknown,
        "learnt_from": found.learnt_from,
        "method": "Aalen-Johansen",
    }


def tell_stalled(
    portfolio: Portfolio, found: Sequence[Stall], rows: Sequence[ReasonRow], lang: Lang
) -> Told:
    """The stalled projects, the longest wait first, and the reasons, the commonest first."""
    return {
        **_head(portfolio),
        "reasons": [
            {
                "reason": one.reason or None,
                "name": one.name.in_(lang),
                "count": one.count,
                "cumulative": _percent(one.cumulative),
            }
            for one in rows
        ],
        "projects": [
            {
                **tell_project(portfolio, one.project, lang),
                "stalled_at": one.stage or None,
                "reason": one.reason or None,
                "why": one.project.told(*STALLED_WHY),
                "days": one.days,
            }
            for one in found
        ],
    }


def tell_occasions(portfolio: Portfolio, rows: Sequence[OccasionRow], lang: Lang) -> Told:
    """The events with what they signed; a cost is null where it is not known, or not one's to see."""
    return {
        **_head(portfolio),
        "occasions": [
            {
                "occasion": one.occasion.id,
                "name": one.occasion.name.in_(lang),
                "starts": one.occasion.starts.isoformat() if one.occasion.starts else None,
                "signed": one.count("of"),
                "landed": one.count("reached"),
                "ended": one.count("ended"),
                "open": one.count("open"),
                **_sums(one.planned),
                "cost": _text(one.occasion.cost),
                "cost_per_landed": None
                if one.cost_per_landed is None
                else _text(half_up(Fraction(one.cost_per_landed), 2)),
            }
            for one in rows
        ],
    }


def _head(portfolio: Portfolio) -> Told:
    return {
        "process": portfolio.process.id,
        "as_of": portfolio.day.isoformat(),
        "is_demo": portfolio.law.head.demo,
    }


def _sums(one: Sums) -> Told:
    own = {currency: _text(value) for currency, value in one.own.items()}
    return {"investment": _text(one.yuan), "investment_own": own, "without_amount": one.untold}


def _days(took: Spread | None) -> Told:
    if took is None:
        return {"took_count": 0, "took_median_days": None, "took_p90_days": None}
    median, p90 = took.median / _DAY, took.p90 / _DAY
    return {
        "took_count": took.count,
        "took_median_days": _digits(median),
        "took_p90_days": _digits(p90),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _digits(value: float) -> str:
    return format(half_up(Fraction(repr(value)), 1), "f")


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else format(half_up(share * 100, 1), "f")


def _percent_of(share: float | None) -> str | None:
    return None if share is None else _percent(Fraction(repr(share)))
