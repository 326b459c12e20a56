"""Period: every kind is read, named, ordered and shifted as offices do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.period import Kind, Period, UnreadablePeriod

parse = Period.parse
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
YEARS = st.integers(1900, 2198)
MONTHS = st.integers(1, 12)
PERIODS = st.one_of(
    DAYS.map(Period.day),
    st.builds(Period.month, YEARS, MONTHS),
    st.builds(Period.quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.half, YEARS, st.integers(1, 2)),
    st.builds(Period.year, YEARS),
    st.builds(Period.to_date, YEARS, MONTHS),
    st.builds(lambda y, n: Period(date(y, 1, 1), date(y + n, 12, 31)), YEARS, st.integers(1, 20)),
    st.builds(lambda y: Period(date(y, 4, 1), date(y + 1, 3, 31)), YEARS),
    st.builds(lambda d, n: Period(d, d + timedelta(days=n)), DAYS, st.integers(0, 2000)),
)

KINDS = [
    # written, first day, last day, kind, months
    ("2021-07-15", "2021-07-15", "2021-07-15", Kind.DAY, 0),
    ("2021-07", "2021-07-01", "2021-07-31", Kind.MONTH, 1),
    ("2021-Q3", "2021-07-01", "2021-09-30", Kind.QUARTER, 3),
    ("2021-H1", "2021-01-01", "2021-06-30", Kind.HALF, 6),
    ("2021-H2", "2021-07-01", "2021-12-31", Kind.HALF, 6),
    ("2021", "2021-01-01", "2021-12-31", Kind.YEAR, 12),
    ("2021-01/2021-02", "2021-01-01", "2021-02-28", Kind.TO_DATE, 2),
    ("2021-01/2021-07", "2021-01-01", "2021-07-31", Kind.TO_DATE, 7),
    ("2021/2025", "2021-01-01", "2025-12-31", Kind.YEARS, 60),
    ("2021-04/2022-03", "2021-04-01", "2022-03-31", Kind.APRIL_YEAR, 12),
    ("2021-02/2021-04", "2021-02-01", "2021-04-30", Kind.SPAN, 3),
    ("2021-07-15/2021-08-02", "2021-07-15", "2021-08-02", Kind.SPAN, 0),
]


@pytest.mark.parametrize(("code", "first", "last", "kind", "months"), KINDS)
def test_each_kind_is_read_and_written(
    code: str, first: str, last: str, kind: Kind, months: int
) -> None:
    period = parse(code)
    assert (period.start, period.end) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (period.kind, period.months) == (kind, months)
    assert period.code == str(period) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2021年", "2021"),
        ("2021年度", "2021"),
        ("2021年7月", "2021-07"),
        ("2021年12月份", "2021-12"),
        ("2021年1-5月", "2021-01/2021-05"),
        ("2021年1—8月份", "2021-01/2021-08"),
        ("2021年1至2月", "2021-01/2021-02"),
        ("2021年1-7月累计", "2021-01/2021-07"),
        ("2022年一季度", "2022-Q1"),
        ("2022年第三季度", "2022-Q3"),
        ("2022年上半年", "2022-H1"),
        ("2022年下半年", "2022-H2"),
        ("2022年1月25日", "2022-01-25"),
        ("2021-2025年", "2021/2025"),
        ("“十四五”", "2021/2025"),
        ("十三五时期", "2016/2020"),
        ("2021年1-12月", "2021"),
    ],
)
def test_chinese_wordings_are_read(written: str, code: str) -> None:
    assert parse(written).code == code


@pytest.mark.parametrize(
    ("sdmx", "code"),
    [
        ("2021-A1", "2021"),
        ("2021-M05", "2021-05"),
        ("2021-Q2", "2021-Q2"),
        ("2021-S2", "2021-H2"),
        ("2021-05-03", "2021-05-03"),
        ("2021-01-01/P5M", "2021-01/2021-05"),
        ("2021-01-01/P60M", "2021/2025"),
        ("2021-04-01/P12M", "2021-04/2022-03"),
        ("2021-07-15/P19D", "2021-07-15/2021-08-02"),
    ],
)
def test_sdmx_codes_are_read_and_written(sdmx: str, code: str) -> None:
    assert parse(sdmx).code == code
    assert parse(code).sdmx == sdmx


@pytest.mark.parametrize("sdmx", ["2021-01-01/P1Y", "2021-01-01/P12M", "2021-01-01/P365D"])
def test_a_duration_is_the_interval_it_spans(sdmx: str) -> None:
    assert parse(sdmx) == Period.year(2021)


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "二〇二一年", "21", "2021-13", "2021-00", "2021-Q5", "2021-H3", "2021年13月"),
        *("2021-02-29", "2021-04-31", "2021/2020", "2021-05/2021-01", "2021/2022/2023"),
        *("2021--2022--2023", "0000", "9999", "2021-01-01/P0D", "2021-01-01/P99999Y"),
        *("2021-01-31/P1M", "now", "2021-1", "/2021", "2021年1-13月"),
    ],
)
def test_what_is_no_period_is_refused_and_named(text: str) -> None:
    with pytest.raises(UnreadablePeriod) as caught:
        parse(text)
    assert caught.value.params["found"] == text.strip()
    assert caught.value.code == "KF-CORE-002"


def test_a_long_text_is_refused_without_recursion() -> None:
    with pytest.raises(UnreadablePeriod):
        parse("--".join(["2021"] * 5000))


def test_same_days_are_the_same_period_however_written() -> None:
    assert parse("2021-01/2021-03") == parse("2021-Q1") == parse("2021年1-3月")
    assert len({parse("2021-01/2021-12"), parse("2021"), parse("2021-A1")}) == 1


def test_periods_stand_in_order_of_time() -> None:
    codes = ["2022", "2021-Q2", "2021", "2020", "2021-01", "2021-01/2021-02", "2021-Q1"]
    ordered = ["2020", "2021-01", "2021-01/2021-02", "2021-Q1", "2021", "2021-Q2", "2022"]
    assert [one.code for one in sorted(map(parse, codes))] == ordered


def test_a_year_contains_what_lies_in_it() -> None:
    year = parse("2021")
    assert all(year.contains(parse(c)) for c in ("2021", "2021-H2", "2021-12", "2021-12-31"))
    assert not any(year.contains(parse(c)) for c in ("2022", "2021/2025", "2020-12/2021-01"))
    assert year.contains(date(2021, 1, 1))
    assert not year.contains(date(2022, 1, 1))


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2021", "2020"),
        ("2021-H1", "2020-H1"),
        ("2021-01/2021-02", "2020-01/2020-02"),  # ends on 29 February then
        ("2020-02", "2019-02"),
        ("2021-02", "2020-02"),
        ("2020-02-29", "2019-02-28"),
        ("2021-02-28", "2020-02-29"),  # a stock at the end of February
        ("2021-02-27", "2020-02-27"),
        ("2021-04/2022-03", "2020-04/2021-03"),
        ("2021/2025", "2020/2024"),
        ("2020-02-10/2020-02-29", "2019-02-10/2019-02-28"),
        ("2021-06-30", "2020-06-30"),
    ],
)
def test_same_period_last_year(code: str, before: str) -> None:
    assert parse(code).last_year().code == before


def test_last_year_takes_any_number_of_years() -> None:
    assert parse("2021-02").last_year(4).code == "2017-02"
    assert parse("2021-Q1").last_year(-1).code == "2022-Q1"


def test_a_year_out_of_reach_is_refused() -> None:
    with pytest.raises(UnreadablePeriod):
        parse("2021").last_year(2000)


def test_to_date_means_from_january() -> None:
    assert Period.to_date(2021, 5).is_to_date
    assert parse("2021-01").is_to_date
    assert parse("2021").is_to_date
    assert not parse("2021-02").is_to_date
    assert not parse("2021/2025").is_to_date
    assert not parse("2021-01-01/2021-01-30").is_to_date


def test_months_and_year_of_a_period() -> None:
    period = parse("2020-12-15/2021-03-10")
    assert [month.code for month in period.each_month()] == ["2021-01", "2021-02"]
    assert [month.code for month in parse("2021-Q1").each_month()] == [
        *("2021-01", "2021-02", "2021-03")
    ]
    assert period.in_year().code == "2021"
    assert parse("2021-01/2021-05").last_month().code == "2021-05"


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("2021-07-15", "2021年7月15日", "15 July 2021"),
        ("2021-05", "2021年5月", "May 2021"),
        ("2021-Q1", "2021年一季度", "Q1 2021"),
        ("2021-H2", "2021年下半年", "H2 2021"),
        ("2021", "2021年", "2021"),
        ("2021-01/2021-05", "2021年1-5月", "Jan–May 2021"),
        ("2021-04/2022-03", "2021年度(4月起)", "year from April 2021"),
        ("2021/2025", "2021-2025年", "2021–2025"),
        ("2021-07-15/2021-08-02", "2021年7月15日至2021年8月2日", "15 Jul 2021 to 2 Aug 2021"),
    ],
)
def test_names_in_both_languages(code: str, zh: str, en: str) -> None:
    name = parse(code).name()
    assert (name.zh, name.en) == (zh, en)


def test_a_quarter_may_be_named_to_date() -> None:
    assert parse("2021-Q1").name(cumulative=True).zh == "2021年1-3月"
    assert parse("2021-H1").name(cumulative=True).en == "Jan–Jun 2021"
    assert parse("2021-Q2").name(cumulative=True).zh == "2021年二季度"
    assert parse("2021").name(cumulative=True).zh == "2021年"


@given(PERIODS)
def test_every_code_reads_back(period: Period) -> None:
    assert parse(period.code) == period
    assert parse(period.slug) == period
    assert parse(period.sdmx) == period
    assert parse(period.name().zh) == period
    assert "/" not in period.slug


@given(PERIODS)
def test_last_year_undoes_next_year_but_around_29_february(period: Period) -> None:
    if not {(day.month, day.day) for day in (period.start, period.end)} & {(2, 28), (2, 29)}:
        assert period.last_year(-1).last_year() == period


@given(st.builds(Period.to_date, YEARS, MONTHS) | st.builds(Period.month, YEARS, MONTHS))
def test_last_year_undoes_next_year_for_whole_months(period: Period) -> None:
    assert period.last_year(-1).last_year() == period
    assert period.last_year().months == period.months


@given(PERIODS, PERIODS)
def test_containing_agrees_with_the_days(one: Period, other: Period) -> None:
    inside = one.contains(other.start) and one.contains(other.end)
    assert one.contains(other) == inside
