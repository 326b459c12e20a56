"""The table of the half-year of the demo province; figures are worked out by hand from its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.facts.lights import Colour
from kaifang.packs.law import Law, load
from kaifang.programme.dispatch.periods import PeriodProgress, before, periods
from kaifang.programme.dispatch.table import dispatch_table, in_rank_order
from kaifang.programme.opening import Programme
from tests.programme.memory import level
from tests.programme.memory import programme as programme_of

HALF = Period.parse("2023-01/2023-06")


def test_the_table_begins_with_the_province_and_follows_administrative_order(
    public: Programme,
) -> None:
    orgs = [line.org.id for line in dispatch_table(public)]
    places = [public.law.orgs.place(id) for id in orgs]
    assert orgs[0] == "demo"
    assert places == sorted(places)
    assert [line.number for line in dispatch_table(public)] == list(range(1, len(orgs) + 1))


def test_the_newest_period_with_data_is_meant_by_default(public: Programme) -> None:
    assert dispatch_table(public).period == HALF
    offered = periods(public, public.figures())
    assert offered[0] == HALF
    assert offered[-1] == Period.parse("2023-01")
    assert len(offered) == 6


def test_a_line_says_target_schedule_actual_and_points_behind() -> None:
    # 100 of 400 in six months: 25% where half is due, 25 points behind.
    law = load("demo")
    own = level("corridor.trains", "demo.shiyuan", "2023-01/2023-06", "107",
                date(2023, 7, 10), unit="列")  # fmt: skip
    table = dispatch_table(programme_of(law, own), HALF)
    line = table.line("corridor.trains.shiyuan.2023")
    assert line is not None
    assert line.asked.zh == "不少于535列" or "535列" in line.asked.zh
    assert line.schedule.text("zh") == "50.0%"
    assert line.actual is not None
    assert line.actual.text("zh").startswith("107列")
    # 107 of 535 is one fifth.
    assert line.attainment.text("zh").startswith("20.0%")
    assert line.ahead.text("zh").startswith("−30.0个百分点")
    assert line.light.colour is Colour.RED
    assert line.is_behind
    assert line.due == date(2023, 12, 31)


def test_missing_data_are_told_as_missing_and_have_no_rank() -> None:
    table = dispatch_table(programme_of(load("demo")), HALF)
    line = table.line("corridor.trains.lanpu.2023")
    assert line is not None
    assert line.actual is None
    assert line.attainment.quantity is None
    assert line.schedule.quantity is None
    assert line.rank is None
    assert line.light.colour is Colour.GREY


def test_an_earlier_period_is_told_by_what_had_come_in_by_its_end() -> None:
    law = load("demo")
    told = [
        level("corridor.trains", "demo.shiyuan", f"2023-01/2023-0{month}", value,
              date(2023, month + 1, 10), unit="列")
        for month, value in ((3, "107"), (6, "321"))
    ]  # fmt: skip
    programme = programme_of(law, *told)
    march = dispatch_table(programme, "2023-Q1").line("corridor.trains.shiyuan.2023")
    june = dispatch_table(programme, HALF).line("corridor.trains.shiyuan.2023")
    assert march is not None
    assert june is not None
    assert march.attainment.quantity is not None
    assert june.attainment.quantity is not None
    # 107 of 535 in March, 321 of 535 in June.
    assert march.attainment.quantity.value == Decimal("20.0")
    assert june.attainment.quantity.value == Decimal("60.0")
    assert march.schedule.text("zh") == "25.0%"


def test_where_nothing_later_is_known_the_progress_is_that_of_today(public: Programme) -> None:
    figures, target = public.figures(), public.target("trade.total.shiyuan.2023")
    told = PeriodProgress.at(figures, target, target.org, HALF.end)
    assert not isinstance(told, PeriodProgress)


def test_the_period_before_ends_a_month_earlier() -> None:
    assert before(HALF) == Period.parse("2023-01/2023-05")
    assert before(Period.parse("2023-01")) is None


def test_rank_order_sets_like_beside_like_the_leading_one_first(public: Programme) -> None:
    table = dispatch_table(public)
    trains = [
        one for one in in_rank_order(table.kept(indicator="corridor.trains"))
        if one.org.kind == "city"
    ]  # fmt: skip
    assert [one.rank for one in trains] == [1, 2, 3, 4]
    shares = [one.attainment.quantity.value for one in trains if one.attainment.quantity]
    assert shares == sorted(shares, reverse=True)


def test_filters_keep_an_organisation_with_all_below_it_and_those_behind(public: Programme) -> None:
    table = dispatch_table(public)
    kept = {one.org.id for one in table.kept(org="demo.shiyuan")}
    assert "demo.zone.shiyuan-etdz" in kept
    assert all(public.law.orgs.is_within(org, "demo.shiyuan") for org in kept)
    behind = table.kept(behind=True)
    assert behind
    assert {one.light.colour for one in behind} <= {Colour.AMBER, Colour.RED}


def trains(month: int, org: str, value: str) -> Observation:
    period = f"2023-01/2023-0{month}"
    return level("corridor.trains", org, period, value, date(2023, month + 1, 10), unit="列")


def changed(law: Law, **of_item: Mapping[str, object]) -> Law:
    """A law some of whose targets for trains are told otherwise."""
    told = {f"corridor.trains.{place}.2023": update for place, update in of_item.items()}
    copied = replace(law)
    copied.__dict__["targets"] = {
        id: entry.model_copy(update=told.get(id, {})) for id, entry in law.targets.items()
    }
    return copied


def test_of_a_ceiling_whoever_used_least_leads_and_the_schedule_is_the_same() -> None:
    at_most = {"comparator": "le"}
    law = changed(load("demo"), shiyuan=at_most, lanpu=at_most)
    used = trains(6, "demo.shiyuan", "107"), trains(6, "demo.lanpu", "124")
    table = dispatch_table(programme_of(law, *used), HALF)
    shiyuan = table.line("corridor.trains.shiyuan.2023")
    lanpu = table.line("corridor.trains.lanpu.2023")
    assert shiyuan is not None
    assert lanpu is not None
    # 107 of 535 is a fifth of what may be used, 124 of 155 four fifths.
    assert (shiyuan.rank, lanpu.rank) == (1, 2)
    assert shiyuan.schedule.text("zh") == "50.0%"
    assert shiyuan.ahead.text("zh").startswith("30.0个百分点")


def test_targets_of_another_year_are_not_ranked_with_this_years() -> None:
    law = changed(load("demo"), lanpu={"period": Period.parse("2021/2025")})
    done = (
        trains(6, "demo.shiyuan", "107"),
        trains(6, "demo.yunbu", "89"),
        trains(6, "demo.lanpu", "124"),
    )
    table = dispatch_table(programme_of(law, *done), HALF)
    ranks = {one.org.id: one.rank for one in table if one.target.indicator == "corridor.trains"}
    # 107 of 535 and 89 of 445 are a fifth each; Lanpu is measured against five years.
    assert (ranks["demo.shiyuan"], ranks["demo.yunbu"]) == (1, 1)
    assert ranks["demo.lanpu"] is None
