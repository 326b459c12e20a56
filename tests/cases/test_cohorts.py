"""Rates of cohorts, as declared and as seen on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from kaifang.cases import EventLog, log_of
from kaifang.cases.cohorts import Cohort, RateRule, cohort_curve, cohort_rate

LANDED = RateRule(("started", "in_production"), "signed")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def projects(*rows: tuple[str, str, str]) -> EventLog:
    return log_of([(case, stage, at(day)) for case, stage, day in rows])


def test_the_published_rate_comes_of_its_counts() -> None:
    """384 key projects signed in 2020, 251 of them landed by 25 January 2022: 65.4%."""
    rows = [(str(n), "signed", "2020-06-01") for n in range(384)]
    rows += [(str(n), "started", "2021-09-01") for n in range(251)]
    rate = cohort_rate(projects(*rows), LANDED, Cohort.of_year(2020), date(2022, 1, 25))
    assert (rate.reached, rate.of) == (251, 384)
    assert rate.share is not None
    assert round(Decimal(rate.share.numerator) * 100 / rate.share.denominator, 1) == Decimal("65.4")


def test_a_rate_knows_nothing_of_what_came_later() -> None:
    log = projects(
        ("a", "signed", "2020-03-01"), ("a", "started", "2021-01-10"),
        ("b", "signed", "2020-12-30"), ("b", "started", "2022-02-01"),
        ("c", "signed", "2021-01-05"), ("c", "started", "2021-02-01"),
    )  # fmt: skip
    days = [date(2020, 6, 1), date(2021, 1, 10), date(2022, 12, 31)]
    found = [
        (rate.reached, rate.of) for _, rate in cohort_curve(log, LANDED, Cohort.of_year(2020), days)
    ]
    assert found == [(0, 1), (1, 2), (2, 2)]


def test_any_stage_of_the_numerator_will_do_and_counts_once() -> None:
    log = projects(
        ("a", "signed", "2020-03-01"), ("a", "started", "2020-04-01"), ("a", "in_production", "2020-05-01"),
        ("b", "signed", "2020-03-01"), ("b", "in_production", "2020-05-01"),
    )  # fmt: skip
    assert cohort_rate(log, LANDED, Cohort.of_year(2020), date(2020, 12, 31)).share == 1


def test_the_day_of_looking_counts_whole_in_its_zone() -> None:
    """Started at 23:30 of Beijing on 10 January: seen on the 10th, not on the 9th."""
    log = log_of([
        ("a", "signed", at("2020-12-31T15:59:59")),  # still 2020 in Beijing
        ("b", "signed", at("2020-12-31T16:00:00")),  # 2021 there
        ("a", "started", at("2021-01-10T15:30:00")),
    ])  # fmt: skip
    rates = [cohort_rate(log, LANDED, Cohort.of_year(2020), date(2021, 1, day)) for day in (9, 10)]
    assert [(rate.reached, rate.of) for rate in rates] == [(0, 1), (1, 1)]


def test_a_rate_of_nobody_is_none() -> None:
    rate = cohort_rate(
        projects(("a", "signed", "2020-03-01")), LANDED, Cohort.of_year(1999), date(2022, 1, 1)
    )
    assert (rate.of, rate.share) == (0, None)
    assert cohort_rate(projects(), LANDED, Cohort.of_year(2020), date(2022, 1, 1)).share is None
