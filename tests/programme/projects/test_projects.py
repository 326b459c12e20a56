"""Projects counted by hand: pipeline, funnel, cohorts, landing, what stalls, events, lights, lists."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from kaifang.programme.errors import InternalOnly
from kaifang.programme.rights import Actor
from tests.programme.projects.conftest import (
    BIWAN,
    BIWAN_CITY,
    DIVISION,
    ETDZ,
    FIRM,
    LANPU,
    LANPU_CITY,
    PROCESS,
    STRANGER,
    Course,
    given,
    opened,
    record,
)

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme
    from kaifang.programme.projects.portfolio import Portfolio
    from kaifang.programme.projects.rates import CohortRow

pytestmark = pytest.mark.django_db


def cases(portfolio: Portfolio) -> str:
    return "".join(sorted(one.case for one in portfolio.projects))


def cohorts(portfolio: Portfolio, rate: str = "landing") -> dict[str, CohortRow]:
    from kaifang.programme.projects.rates import cohort_rows, rate_of

    return {
        one.period.code: one for one in cohort_rows(portfolio, rate_of(portfolio.process, rate))
    }


def counts(row: CohortRow) -> tuple[int, int, int, int]:
    return row.of, row.reached, row.ended, row.open


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_days_like_others(programme: Programme, day: str) -> None:
    portfolio = opened(DIVISION, programme, as_of=day)
    assert all(row.reached + row.ended + row.open == row.of for row in cohorts(portfolio).values())


# -- who sees what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [(DIVISION, "abcdefghi"), (LANPU, "acefhi"), (BIWAN, "bdg"), (ETDZ, "e")],
    ids=lambda one: one if isinstance(one, str) else one.user,
)
def test_a_city_sees_its_own_and_the_province_all(
    recorded: Programme, who: Actor, seen: str
) -> None:
    """A zone's project is its city's too."""
    assert cases(opened(who, recorded)) == seen


@pytest.mark.parametrize("who", [FIRM, STRANGER], ids=lambda one: one.user)
def test_the_public_and_firms_see_nothing_internal(recorded: Programme, who: Actor) -> None:
    with pytest.raises(InternalOnly):
        opened(who, recorded)


def test_a_pack_without_projects_says_so(recorded: Programme) -> None:
    from kaifang.packs.law import load
    from kaifang.programme.opening import Programme
    from kaifang.programme.projects.errors import NoProjects

    with pytest.raises(NoProjects):
        opened(DIVISION, Programme.of(load("guizhou-2023")))


# -- pipeline -------------------------------------------------------------------------------


def test_pipeline_counts_each_state(recorded: Programme) -> None:
    from kaifang.programme.projects.pipeline import pipeline

    found = pipeline(opened(DIVISION, recorded))
    rows = {one.state: one for one in found.rows}
    told = {state: one.count for state, one in rows.items() if one.count}
    assert told == {
        "lead": 1, "talks": 1, "signed": 1, "started": 2, "in_production": 1,
        "stalled": 1, "terminated": 1, "moved": 1,
    }  # fmt: skip
    assert (found.projects, found.open, found.stalled, found.overdue) == (9, 7, 1, 1)
    assert [state for state, one in rows.items() if one.overdue] == ["signed"]
    kinds = {state: one.kind for state, one in rows.items() if one.kind != "stage"}
    assert kinds == {"stalled": "stalled", "terminated": "ended", "moved": "ended"}


def test_pipeline_adds_amounts_and_days(recorded: Programme) -> None:
    """c has been started for 409 days (from 2022-06-01), f for 164; what is untold is not zero."""
    from kaifang.programme.projects.pipeline import pipeline

    rows = {one.state: one for one in pipeline(opened(DIVISION, recorded)).rows}
    started = rows["started"]
    assert started.sums.yuan == Decimal(26000)
    assert dict(started.sums.own) == {"CNY": Decimal(5000), "USD": Decimal(3000)}
    assert started.days is not None
    assert (started.days.median, started.days.most) == (286.5, 409)
    assert (rows["signed"].sums.yuan, rows["signed"].sums.untold) == (None, 1)
    assert rows["registered"].days is None


def test_yuan_are_not_added_to_dollars(programme: Programme) -> None:
    """Of a contract in dollars whose amount is told in yuan alone the dollars are not known."""
    from kaifang.programme.projects.pipeline import pipeline

    told = [
        {"investment": "7000", "currency": "USD"},
        {"investment": "500", "currency": "CNY"},
        {"investment_own": "40", "currency": "USD"},
        {"investment": "9"},
    ]
    courses: list[Course] = [
        (f"m{number}", LANPU_CITY, [("report", "2023-06-01", {"code_name": "甲"}),
                                    ("talk", "2023-06-02", data)])
        for number, data in enumerate(told)
    ]  # fmt: skip
    record(given(PROCESS, courses))
    rows = {one.state: one for one in pipeline(opened(DIVISION, programme)).rows}
    talks = rows["talks"].sums
    assert (talks.yuan, talks.untold) == (Decimal(7509), 1)
    assert dict(talks.own) == {"CNY": Decimal(500), "USD": Decimal(40)}


# -- funnel ---------------------------------------------------------------------------------


def test_funnel_is_whole_at_each_stage(recorded: Programme) -> None:
    from kaifang.programme.projects.funnel import funnel

    stages = funnel(opened(DIVISION, recorded))
    assert [(one.state, one.entered, one.on, one.dropped, one.open) for one in stages] == [
        ("lead", 9, 8, 0, 1),
        ("talks", 8, 7, 0, 1),
        ("signed", 7, 4, 2, 1),
        ("registered", 4, 3, 0, 1),
        ("started", 3, 1, 0, 2),
        ("in_statistics", 1, 1, 0, 0),
        ("in_production", 1, 0, 0, 1),
        ("at_capacity", 0, 0, 0, 0),
    ]
    assert all(one.entered == one.on + one.dropped + one.open for one in stages)


def test_funnel_times_are_those_that_went_on(recorded: Programme) -> None:
    """Signed to registered: 61, 92, 59 and 61 days; the 90th percentile lies 0.7 from 61 to 92."""
    from kaifang.programme.projects.funnel import funnel, with_outcome

    portfolio = opened(DIVISION, recorded)
    took = funnel(portfolio)[2].took
    assert took is not None
    assert (took.count, took.median / 86400) == (4, 61)
    assert took.p90 / 86400 == pytest.approx(82.7)
    assert [one.case for one in with_outcome(portfolio, "signed", "dropped")] == ["b", "g"]


# -- cohorts --------------------------------------------------------------------------------


def test_cohorts_are_whole_and_shares_exact(recorded: Programme) -> None:
    found = cohorts(opened(DIVISION, recorded))
    assert list(found) == ["2022", "2021"]
    assert counts(found["2021"]) == (4, 2, 1, 1)
    assert counts(found["2022"]) == (3, 1, 1, 1)
    assert found["2022"].share == Fraction(1, 3)
    assert found["2021"].ends == {"terminated": 1}


def test_cohort_is_as_of_a_day(recorded: Programme) -> None:
    """On 30 June 2021 three had signed; at the end of the year one of four had landed."""
    assert counts(cohorts(opened(DIVISION, recorded, as_of="2021-06-30"))["2021"]) == (3, 0, 0, 3)
    assert counts(cohorts(opened(DIVISION, recorded, as_of="2021-12-31"))["2021"]) == (4, 1, 1, 2)
    assert counts(cohorts(opened(DIVISION, recorded, as_of="2022-06-01"))["2021"]) == (4, 2, 1, 1)
    assert counts(cohorts(opened(DIVISION, recorded, as_of="2022-05-31"))["2021"]) == (4, 1, 1, 2)


def test_cohort_as_it_was_seen_earlier(recorded: Programme) -> None:
    """A start that is entered late changes the rate of then, not what was seen then."""
    seen = datetime.now(UTC)
    time.sleep(0.01)
    late = [("register", "2021-10-01", {}), ("start", "2022-01-15", {})]
    record(one for one in given(PROCESS, [("d", BIWAN_CITY, [("note", "2021-09-01", {})] * 3 + late)])
           if one.type != "note")  # fmt: skip
    now = cohorts(opened(DIVISION, recorded, as_of="2022-12-31"))["2021"]
    then = cohorts(opened(DIVISION, recorded, as_of="2022-12-31", seen_at=seen.isoformat()))["2021"]
    assert (counts(now), counts(then)) == ((4, 3, 1, 0), (4, 2, 1, 1))


def test_declared_cut_off_ends_a_cohort(recorded: Programme) -> None:
    """Registered within six months after the quarter of signing: f yes, d not within nor later."""
    found = cohorts(opened(DIVISION, recorded), "registration")
    first, third = found["2021-Q1"], found["2021-Q3"]
    assert (counts(first), first.seen_on, first.is_ripe) == ((1, 1, 0, 0), date(2021, 9, 30), True)
    assert (counts(third), third.seen_on) == ((1, 0, 0, 1), date(2022, 3, 31))
    late = cohorts(opened(DIVISION, recorded, as_of="2022-12-31"), "registration")["2022-Q4"]
    assert (late.seen_on, late.is_ripe) == (date(2022, 12, 31), False)
    assert found["2021-Q4"].share is None  # nobody signed: of nothing there is no share


def test_published_rate_is_reproduced(programme: Programme) -> None:
    """251 of 384 signed in 2020 had landed when it was told on 25 January 2022: 65.4 %."""
    record(given(PROCESS, [
        (f"p{n}", LANPU_CITY, [
            ("report", "2020-01-02", {}), ("talk", "2020-01-03", {}), ("sign", "2020-05-06", {}),
            *([("register", "2020-09-01", {}), ("start", "2021-11-01", {})] if n < 251 else []),
            *([("register", "2020-09-01", {}), ("start", "2022-02-01", {})] if 251 <= n < 260 else []),
        ])
        for n in range(384)
    ]))  # fmt: skip
    row = cohorts(opened(DIVISION, programme, as_of="2022-01-25"))["2020"]
    assert (row.reached, row.of) == (251, 384)
    assert row.share is not None
    assert f"{float(row.share):.1%}" == "65.4%"


def test_rate_is_told_apart_by_its_field(recorded: Programme) -> None:
    """Three signed at the fair, of whom two landed; one on the trip; three told no event."""
    from kaifang.programme.projects.picking import pick
    from kaifang.programme.projects.rates import rate_groups, rate_of

    portfolio = opened(DIVISION, recorded)
    groups = rate_groups(portfolio, rate_of(portfolio.process, "landing"))
    assert [(one.value, one.count("of"), one.count("reached"), one.share) for one in groups] == [
        ("fair-2021", 3, 2, Fraction(2, 3)),
        ("trip-2022", 1, 1, Fraction(1)),
        (None, 3, 0, Fraction(0)),
    ]
    assert rate_groups(portfolio, rate_of(portfolio.process, "production")) == []
    assert cases(pick(portfolio, {"group": "landing:reached:fair-2021"})) == "ac"
    assert cases(pick(portfolio, {"group": "landing:of:"})) == "deg"


# -- landing --------------------------------------------------------------------------------


def test_competing_ends_do_not_overstate_landing(recorded: Programme) -> None:
    """Seven signed; three landed after 184, 306, 365 days, two ended after 151 and 224: 3/7 and 2/7.

    Had the two been taken for not yet landed, it would be 1 − 5/6·3/4·2/3 = 58 %.
    """
    from kaifang.programme.projects.landing import landing_curves
    from kaifang.programme.projects.rates import rate_of

    portfolio = opened(DIVISION, recorded)
    *_, whole = landing_curves(portfolio, rate_of(portfolio.process, "landing"))
    assert whole.of == 7
    assert whole.landed[11] == pytest.approx(2 / 7)
    assert whole.landed[12] == pytest.approx(3 / 7)
    assert whole.ended[12] == pytest.approx(2 / 7)
    naive = 1 - 5 / 6 * 3 / 4 * 2 / 3
    assert whole.landed[12] < naive
    assert (whole.landed[28] is None, whole.landed[29] is None) == (False, True)  # a: 866 days old


def test_year_end_is_expected_by_age(recorded: Programme) -> None:
    """On 1 July 2022 with 183 days to go: d (334 days old) is sure, e and f have 1 in 4 each."""
    from kaifang.programme.projects.landing import year_end
    from kaifang.programme.projects.rates import rate_of

    portfolio = opened(DIVISION, recorded, as_of="2022-07-01")
    found = year_end(portfolio, rate_of(portfolio.process, "landing"))
    assert (found.until, found.landed, found.learnt_from) == (date(2022, 12, 31), 1, 6)
    assert (found.expected.open, found.expected.unknown) == (3, 0)
    assert found.expected.expected == pytest.approx(1.5)
    assert found.total == pytest.approx(2.5)
    assert 1 <= found.low <= found.total <= found.high <= 4


def test_year_end_without_projects_expects_nothing(programme: Programme) -> None:
    from kaifang.programme.projects.landing import landing_curves, year_end
    from kaifang.programme.projects.rates import rate_of

    portfolio = opened(DIVISION, programme)
    rate = rate_of(portfolio.process)
    found = year_end(portfolio, rate)
    assert (found.landed, found.expected.open, found.low, found.total, found.high) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert landing_curves(portfolio, rate) == []


# -- stalled, events, lights, places --------------------------------------------------------


def test_stalled_tell_reason_stage_and_days(recorded: Programme) -> None:
    from kaifang.programme.projects.stalled import reasons, stalls

    portfolio = opened(DIVISION, recorded)
    [one] = found = stalls(portfolio)
    assert (one.project.case, one.reason, one.stage, one.days) == ("e", "land", "registered", 317)
    assert [(row.reason, row.count, row.cumulative) for row in reasons(portfolio, found)] == [
        ("land", 1, 1)
    ]


def test_reasons_are_ranked_with_their_share(recorded: Programme) -> None:
    from kaifang.programme.projects.stalled import reasons, stalls

    record(given(PROCESS, [
        (f"s{n}", LANPU_CITY, [("report", "2023-01-02", {}), ("talk", "2023-01-03", {}),
                               ("stall", "2023-02-01", {"reason": "funds"})])
        for n in range(3)
    ]))  # fmt: skip
    portfolio = opened(DIVISION, recorded)
    rows = reasons(portfolio, stalls(portfolio))
    assert [(row.reason, row.count, row.cumulative) for row in rows] == [
        ("funds", 3, Fraction(3, 4)),
        ("land", 1, Fraction(1)),
    ]


def test_events_tell_what_they_signed_and_cost(recorded: Programme) -> None:
    from kaifang.programme.projects.occasions import occasion_rows
    from kaifang.programme.projects.rates import rate_of

    portfolio = opened(DIVISION, recorded)
    rows = occasion_rows(DIVISION, portfolio, rate_of(portfolio.process, "landing"))
    assert [one.occasion.id for one in rows] == ["week-2023", "trip-2022", "fair-2021"]
    fair = rows[-1]
    assert fair.occasion.name.zh == "示例投洽会"
    assert [fair.count(one) for one in ("of", "reached", "ended", "open")] == [3, 2, 1, 0]
    assert (fair.planned.yuan, fair.planned.untold) == (Decimal(15000), 1)
    assert (fair.occasion.cost, fair.cost_per_landed) == (Decimal(120), Decimal(60))
    assert (rows[0].count("of"), rows[1].cost_per_landed) == (0, None)


def test_a_city_learns_the_name_of_a_fair_and_not_its_cost(recorded: Programme) -> None:
    from kaifang.programme.projects.occasions import occasion_rows
    from kaifang.programme.projects.rates import rate_of

    portfolio = opened(LANPU, recorded)
    rows = occasion_rows(LANPU, portfolio, rate_of(portfolio.process, "landing"))
    assert [one.occasion.id for one in rows] == ["trip-2022", "fair-2021"]
    fair = rows[-1]
    assert (fair.occasion.name.zh, fair.occasion.cost) == ("示例投洽会", None)
    assert (fair.count("of"), fair.count("reached"), fair.cost_per_landed) == (2, 2, None)


def test_lights_follow_the_rule_of_the_pack(recorded: Programme) -> None:
    """h was registered a month ago, i talked about two months ago, d signed 23 months ago."""
    from kaifang.programme.projects.lights import project_lights

    entry, lights = project_lights(opened(DIVISION, recorded))
    assert entry.id == "demo.projects"
    found = {one.project.case: (one.light.colour.value, one.effects) for one in lights}
    assert not {"b", "g"} & set(found)  # they have ended
    assert (found["h"], found["i"], found["d"]) == (
        ("green", ()),
        ("amber", ()),
        ("red", ("removed",)),
    )
    assert found["e"][0] == "red"  # being listed as stalled is no progress


def test_what_was_ruled_or_taken_over_is_no_progress(recorded: Programme) -> None:
    """d was signed on 1 August 2021 and nothing was done since: 23 full months on 15 July 2023."""
    from kaifang.packs.schema.duplicates import RECEIVED
    from kaifang.programme.projects.lights import light_inputs

    def months() -> object:
        portfolio = opened(DIVISION, recorded)
        (d,) = [one for one in portfolio.projects if one.case == "d"]
        return light_inputs(portfolio, d)["months_without_progress"]

    assert months() == 23
    event = given(PROCESS, [("d", BIWAN_CITY, [(RECEIVED, "2023-07-01", {"ruling": "1"})])])
    record([replace(one, id="ruled") for one in event])
    assert months() == 23
    noted = given(PROCESS, [("d", BIWAN_CITY, [("note", "2023-07-02", {"progress": "已用地"})])])
    record([replace(one, id="noted") for one in noted])
    assert months() == 0


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2023, 5, 15), date(2023, 7, 14), 1),
        (date(2023, 5, 15), date(2023, 7, 15), 2),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2023, 7, 15), date(2023, 7, 15), 0),
    ],
)
def test_months_are_whole(start: date, end: date, months: int) -> None:
    from kaifang.programme.projects.lights import full_months

    assert full_months(start, end) == months


def test_rules_of_other_places_say_what_they_miss(recorded: Programme) -> None:
    """Yinchuan's light of starts reads a planned start, which nobody told."""
    from kaifang.programme.projects.errors import UnknownScheme
    from kaifang.programme.projects.lights import is_own, project_lights

    portfolio = opened(DIVISION, recorded)
    entry, lights = project_lights(portfolio, "yinchuan-2025.start")
    assert not is_own(portfolio.law, entry.id)
    found = {one.project.case: one.light for one in lights}
    assert (found["d"].colour.value, found["d"].missing) == ("grey", ("months_unstarted",))
    assert found["c"].colour.value == "green"
    with pytest.raises(UnknownScheme):
        project_lights(portfolio, "tianjin-2022.investment")


def test_places_hold_their_zones_and_hide_others(recorded: Programme) -> None:
    from kaifang.programme.projects.places import place_rows
    from kaifang.programme.projects.rates import rate_of

    portfolio = opened(LANPU, recorded)
    grid, rows = place_rows(LANPU, portfolio, rate_of(portfolio.process, "landing"))
    assert grid is not None
    found = {one.org.id: one for one in rows}
    lanpu = found[LANPU_CITY]
    assert (lanpu.open, lanpu.signed, lanpu.landed, lanpu.stalled) == (6, 4, 3, 1)
    assert lanpu.share == Fraction(3, 4)
    assert not found[BIWAN_CITY].is_seen


def test_every_number_opens_to_its_projects(recorded: Programme) -> None:
    from kaifang.programme.projects.errors import UnknownPick
    from kaifang.programme.projects.picking import pick

    portfolio = opened(DIVISION, recorded)

    def picked(**picks: str) -> str:
        return cases(pick(portfolio, picks))

    assert picked(state="started") == "cf"
    assert picked(standing="overdue") == "d"
    assert picked(standing="ended") == "bg"
    assert picked(funnel="signed:on") == "acef"
    assert picked(cohort="landing:2021:reached") == "ac"
    assert picked(cohort="landing::ended") == "bg"
    assert picked(cohort="registration:2021-Q3:open") == "d"
    assert picked(reason="land") == "e"
    assert picked(occasion="fair-2021", cohort="landing:2021:reached") == "ac"
    assert picked(central="yes") == "f"
    assert picked(org=LANPU_CITY, standing="stalled") == "e"
    assert picked(light="demo.projects:amber") == "i"
    for wrong in ({"state": "sined"}, {"cohort": "landing:2021"}, {"colour": "red"},
                  {"cohort": "landing:sometime:of"}, {"light": "demo.projects:blue"}):  # fmt: skip
        with pytest.raises(UnknownPick):
            pick(portfolio, wrong)


def test_green_channel_compares_in_the_currency_of_its_threshold(recorded: Programme) -> None:
    """30,000万 dollars are 3 hundred millions; 5,000万 euros need a rate; yuan of home do not count."""
    from kaifang.programme.projects.channels import channel_lists

    foreign = {"capital": "foreign"}
    more = [
        ("u", {**foreign, **money_of("30000", "USD")}),
        ("v", {**foreign, **money_of("80000", "CNY"), "usd_rate": "8"}),
        ("w", {**foreign, **money_of("79999", "CNY"), "usd_rate": "8"}),
        ("x", {**foreign, **money_of("50000", "EUR")}),
        ("y", {"capital": "domestic", **money_of("900000", "CNY"), "usd_rate": "8"}),
    ]
    record(given(PROCESS, [
        (case, LANPU_CITY, [("report", "2023-01-02", {}), ("talk", "2023-01-03", {}), ("sign", "2023-02-01", data)])
        for case, data in more
    ]))  # fmt: skip
    [green] = channel_lists(opened(DIVISION, recorded))
    assert [(one.project.case, one.worth) for one in green.admitted] == [("u", 3), ("v", 1)]
    assert [one.case for one in green.unknown] == ["x"]


def money_of(amount: str, currency: str) -> dict[str, str]:
    return {"investment_own": amount, "currency": currency}


def test_the_demo_is_shaped_like_the_published_cohort(programme: Programme) -> None:
    """87 of 133 signed in 2021 had landed at the end of 2022: 65.4 %, as 251 of 384 published."""
    from kaifang.programme.demo.projects import record_projects

    record_projects()
    row = cohorts(opened(DIVISION, programme, as_of="2022-12-31"))["2021"]
    assert (row.reached, row.of) == (87, 133)
    assert row.share is not None
    assert f"{float(row.share):.1%}" == "65.4%"
