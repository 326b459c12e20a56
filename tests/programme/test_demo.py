"""The figures of 示例省: invented, exact, and with everything in them that offices meet."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256

import pytest

from kaifang.core.observation import Measure, Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.packs.law import load
from kaifang.programme.demo.observing import demo_observations
from kaifang.programme.demo.places import CITIES, NATION, PROVINCE, ZONE_WITHOUT_DATA, ZONES
from kaifang.programme.demo.recording import record_demo
from kaifang.programme.demo.releases import TODAY
from kaifang.store.models import Record
from tests.programme.memory import programme

TRADE, EXPORTS, IMPORTS = "trade.total", "trade.exports", "trade.imports"
FUNDS, DOMESTIC = "investment.funds_in_place", "investment.domestic_funds"
FOREIGN, TRAINS = "investment.fdi_used", "corridor.trains"
CARGO, CONTAINERS = "port.cargo", "port.containers"
MONTHLY = (TRADE, EXPORTS, IMPORTS, FUNDS, DOMESTIC, FOREIGN, TRAINS, CARGO, CONTAINERS)
CITY_IDS = [city.id for city in CITIES]
COAST = {"demo.lanpu", "demo.biwan", "demo.qingjia", "demo.mingyu", "demo.shazhu"}
SILENT = ("demo.hemei", {Period.month(2021, 8), Period.to_date(2021, 8)})
# Days on which some figures are flash, some verified, some just revised or redefined.
DAYS = [date(2020, 3, 20), date(2021, 9, 10), date(2021, 9, 27), date(2022, 6, 20), TODAY]

Known = dict[tuple[str, str, Period, str], Decimal | None]


@cache
def everything() -> list[Observation]:
    return list(demo_observations())


@cache
def known(day: date, measure: Measure = Measure.LEVEL) -> Known:
    """The last value announced until a day; (indicator, organisation, period, definition)."""
    found: Known = {}
    for o in sorted(everything(), key=lambda o: o.announced or date.max):
        if o.measure is measure and o.announced is not None and o.announced <= day:
            found[o.indicator, o.org, o.period, o.definition] = o.value
    return found


def digest(observations: Iterable[Observation]) -> str:
    lines = ("|".join(map(str, (*o.key, o.value, o.announced, o.reason))) for o in observations)
    return sha256("\n".join(lines).encode()).hexdigest()


def of_silent_city(indicator: str, period: Period) -> bool:
    return indicator in (FUNDS, DOMESTIC) and period in SILENT[1]


# -- the same everywhere, and marked --------------------------------------------------------


def test_figures_are_the_same_every_time() -> None:
    assert digest(demo_observations()) == digest(everything())


def test_figures_are_the_same_on_every_machine() -> None:
    # A change of the demo changes this number; the pack's facts and targets may then have to follow.
    assert digest(everything())[:16] == "f6f766f640addf7f"


def test_every_value_is_marked_demo_and_invented() -> None:
    law = load("demo")
    assert {o.authority for o in everything()} == {Authority.DEMO}
    assert {(o.source, o.pack) for o in everything()} == {("演示", "demo")}
    assert {o.org for o in everything()} <= set(law.pack.entries["orgs"])
    assert {o.indicator for o in everything()} <= set(law.indicators)


def test_units_are_those_of_the_indicators() -> None:
    law = load("demo")
    for o in everything():
        expected = "%" if o.measure is Measure.GROWTH else law.indicators[o.indicator].unit.code
        assert o.unit == expected


def test_there_are_as_many_values_as_a_demo_may_have() -> None:
    assert 35_000 < len(everything()) < 90_000


# -- complete -------------------------------------------------------------------------------


def test_each_place_has_the_indicators_that_it_can_have() -> None:
    have = defaultdict(set)
    for o in everything():
        have[o.indicator].add(o.org)
    cities, zones = set(CITY_IDS), {zone.id for zone in ZONES}
    for indicator in (TRADE, EXPORTS, IMPORTS, FUNDS):
        assert have[indicator] == {NATION, PROVINCE} | cities | zones
    for indicator in (DOMESTIC, FOREIGN):
        assert have[indicator] == {NATION, PROVINCE} | cities
    for indicator in (CARGO, CONTAINERS):
        assert have[indicator] == {NATION, PROVINCE} | COAST
    assert len(zones) == 19
    assert ZONE_WITHOUT_DATA not in {o.org for o in everything()}


@pytest.mark.parametrize("indicator", MONTHLY)
def test_four_years_and_a_half_are_there(indicator: str) -> None:
    new = "2022-05" if indicator == FOREIGN else ""
    last = {p for i, org, p, d in known(TODAY) if (i, org, d) == (indicator, PROVINCE, new)}
    first = {p for i, org, p, d in known(TODAY) if (i, org, d) == (indicator, PROVINCE, "")}
    assert {Period.year(2021), Period.year(2022), Period.half(2023, 1)} <= last
    assert {Period.year(2019), Period.year(2020), Period.month(2019, 3)} <= first


def test_nothing_is_announced_after_the_demo_s_today() -> None:
    assert max(o.announced for o in everything() if o.announced) <= TODAY
    assert all(o.announced > o.period.end for o in everything() if o.announced)


def test_january_of_trade_comes_with_february() -> None:
    periods = {p for i, _, p, _ in known(TODAY) if i == TRADE}
    for year in range(2019, 2024):
        assert Period.to_date(year, 2) in periods
        assert Period.month(year, 1) not in periods
        assert Period.month(year, 2) not in periods
    assert Period.month(2021, 1) in {p for i, _, p, _ in known(TODAY) if i == FUNDS}


# -- exact ----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_cities_add_up_to_the_province(day: date) -> None:
    sums: dict[tuple[str, Period, str], Decimal] = defaultdict(Decimal)
    for (indicator, org, period, definition), value in known(day).items():
        if org in CITY_IDS and value is not None:
            sums[indicator, period, definition] += value
    assert sums
    for (indicator, period, definition), total in sums.items():
        if not of_silent_city(indicator, period):
            assert known(day)[indicator, PROVINCE, period, definition] == total


@pytest.mark.parametrize("day", DAYS)
def test_exports_and_imports_add_up_to_the_total(day: date) -> None:
    values = known(day)
    totals = [key for key in values if key[0] == TRADE]
    assert totals
    for _, org, period, _ in totals:
        exports, imports = values[EXPORTS, org, period, ""], values[IMPORTS, org, period, ""]
        assert exports is not None
        assert imports is not None
        assert values[TRADE, org, period, ""] == exports + imports


@pytest.mark.parametrize("day", DAYS)
def test_zones_are_parts_of_their_cities(day: date) -> None:
    values, sums = known(day), defaultdict(Decimal)
    city_of = {zone.id: zone.city for zone in ZONES}
    for (indicator, org, period, _), value in values.items():
        if org in city_of and value is not None:
            sums[indicator, city_of[org], period] += value
    assert sums
    for (indicator, city, period), total in sums.items():
        whole = values[indicator, city, period, ""]
        assert whole is None or 0 <= total <= whole


@pytest.mark.parametrize("indicator", [TRADE, FUNDS, FOREIGN, TRAINS, CARGO])
def test_months_add_up_to_the_year(indicator: str) -> None:
    values = known(TODAY)
    for org in (NATION, PROVINCE, "demo.lanpu"):
        months = [values.get((indicator, org, Period.month(2020, m), "")) for m in range(1, 13)]
        parts = [value for value in months if value is not None]
        if indicator == TRADE:
            first = values[indicator, org, Period.to_date(2020, 2), ""]
            assert first is not None
            parts.append(first)
        assert sum(parts) == values[indicator, org, Period.year(2020), ""]


def test_the_province_is_a_part_of_its_nation() -> None:
    for (indicator, org, period, definition), value in known(TODAY).items():
        if org == PROVINCE and value is not None and indicator in MONTHLY:
            whole = known(TODAY)[indicator, NATION, period, definition]
            assert whole is not None
            assert whole > value


# -- with what offices meet -----------------------------------------------------------------


def growth_of(org: str, period: str, indicator: str = TRADE) -> Decimal:
    values, when = known(TODAY), Period.parse(period)
    now, base = values[indicator, org, when, ""], values[indicator, org, when.last_year(), ""]
    assert now is not None
    assert base
    return (now / base - 1) * 100


def test_one_city_falls_behind_and_one_declines() -> None:
    growths = {city: growth_of(city, "2023-H1") for city in CITY_IDS}
    assert growths["demo.boling"] < -5
    assert growths["demo.tonggang"] < growth_of(PROVINCE, "2023-H1") - 3
    assert [city for city, growth in growths.items() if growth < 0] == ["demo.boling"]
    assert len({round(growth, 1) for growth in growths.values()}) > 10


def test_trade_slumps_in_the_spring_of_2020() -> None:
    assert growth_of(PROVINCE, "2020-01/2020-02") < -12
    assert growth_of(PROVINCE, "2021-01/2021-02") > 25


def test_spring_festival_moves_between_january_and_february() -> None:
    values = known(TODAY)

    def january_over_february(year: int) -> Decimal:
        first, second = (values[CARGO, PROVINCE, Period.month(year, m), ""] for m in (1, 2))
        assert first is not None
        assert second
        return first / second

    assert january_over_february(2023) < 1 < january_over_february(2022)


def test_flash_figures_give_way_to_verified_ones() -> None:
    may = [
        (o.announced, o.reason)
        for o in everything()
        if (o.indicator, o.org, o.period, o.measure)
        == (FUNDS, PROVINCE, Period.month(2023, 5), Measure.LEVEL)
    ]
    assert may[:2] == [(date(2023, 6, 8), "快报"), (date(2023, 6, 26), "核定")]
    june = {
        o.reason
        for o in everything()
        if (o.indicator, o.period) == (FUNDS, Period.month(2023, 6)) and o.measure is Measure.LEVEL
    }
    assert june == {"快报"}


def test_some_cells_are_revised_a_month_later() -> None:
    announced: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for o in everything():
        if o.org in CITY_IDS and o.indicator == EXPORTS and o.measure is Measure.LEVEL:
            announced[o.key].append(o)
    revised = [twice for twice in announced.values() if len(twice) == 2]
    assert all(new.reason == "上月数据修订" for _, new in revised)
    assert all(old.value != new.value for old, new in revised)
    single = [key for key in announced if Period.parse(key[2]).months == 1]
    share = sum(len(announced[key]) == 2 for key in single) / len(single)
    assert 0.01 < share < 0.06


def test_a_missing_month_is_stated_and_the_next_month_catches_up() -> None:
    values = known(TODAY)
    city, periods = SILENT
    for period in periods:
        assert values[FUNDS, city, period, ""] is None
    assert values[FUNDS, city, Period.to_date(2021, 9), ""] is not None
    missing = [o for o in everything() if o.value is None]
    assert {(o.indicator, o.org) for o in missing} == {(FUNDS, city), (DOMESTIC, city)}
    assert {o.reason for o in missing} == {"当月未报送，数据缺失"}
    growths = known(TODAY, Measure.GROWTH)
    assert (FUNDS, city, Period.month(2021, 8), "") not in growths
    assert (FUNDS, city, Period.month(2022, 8), "") not in growths


def test_foreign_capital_is_redefined_in_may_2022() -> None:
    values, new = known(TODAY), "2022-05"
    april, may = Period.month(2022, 4), Period.month(2022, 5)
    assert (FOREIGN, PROVINCE, may, "") not in values
    old, restated = values[FOREIGN, PROVINCE, april, ""], values[FOREIGN, PROVINCE, april, new]
    assert old is not None
    assert restated is not None
    assert restated > old
    in_new = {p for i, org, p, d in values if (i, org, d) == (FOREIGN, PROVINCE, new)}
    assert min(p.end for p in in_new) == date(2021, 5, 31)
    assert (FOREIGN, PROVINCE, april, new) not in known(date(2022, 6, 15))


def test_growth_over_the_break_is_told_of_comparable_figures() -> None:
    growths = known(TODAY, Measure.GROWTH)
    year = growths[FOREIGN, PROVINCE, Period.year(2022), "2022-05"]
    values = known(TODAY)
    now = values[FOREIGN, PROVINCE, Period.year(2022), "2022-05"]
    base = values[FOREIGN, PROVINCE, Period.year(2021), "2022-05"]
    assert now is not None
    assert base is not None
    assert year is not None
    assert abs((now / base - 1) * 100 - year) < 1


def test_published_growth_now_and_then_differs_from_the_computed() -> None:
    differs: Counter[bool] = Counter()
    for (indicator, org, period, _), stated in known(TODAY, Measure.GROWTH).items():
        if indicator == TRADE and org in CITY_IDS and period.months > 2:
            assert stated is not None
            differs[abs(growth_of(org, period.code) - stated) > Decimal("0.051")] += 1
    assert 0.01 < differs[True] / differs.total() < 0.12


def test_facts_of_the_work_plan_are_what_was_known_when_it_came_out() -> None:
    law, day = load("demo"), date(2023, 1, 30)
    facts = list(law.observations())
    assert len(facts) == 14
    for fact in facts:
        key = (fact.indicator, fact.org, fact.period, fact.definition)
        assert known(day, fact.measure)[key] == fact.value, fact.figure
        assert fact.authority is Authority.DEMO


def test_board_of_the_demo_shows_lights_of_every_colour() -> None:
    board = programme(load("demo"), *everything()).board(as_of=TODAY)
    lights = Counter(str(row.progress.light.colour) for row in board.rows if row.progress)
    assert set(lights) == {"green", "amber", "red", "grey"}
    assert lights["red"] < lights["amber"]


# -- recorded -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_recording_it_twice_changes_nothing() -> None:
    first = record_demo()
    assert sum(result.added for result in first) == len(everything()) == Record.objects.count()
    again = record_demo()
    assert [result.batch for result in again] == [None] * len(first)
    assert Record.objects.count() == len(everything())
