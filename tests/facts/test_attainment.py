"""Where targets stand, in each form; a province, its year 2022, and hand calculation."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import Quantity
from kaifang.facts.attainment import attain
from kaifang.facts.comparing import Better, Comparator
from kaifang.facts.goals import Attainment, Form, Goal, IncompleteGoal, Known, Verdict

YEAR = Period.parse("2022")
EIGHT = Period.parse("2022-01/2022-08")
SEPTEMBER = date(2022, 9, 18)
JANUARY = date(2023, 1, 25)


def q(text: str) -> Quantity:
    return Quantity.parse(text)


def stands(goal: dict[str, Any], **known: Any) -> Attainment:
    """Attain a goal of 2022; eight months are known unless told otherwise."""
    at_the_end = known.get("period") == YEAR
    defaults: dict[str, Any] = {"period": EIGHT, "as_of": JANUARY if at_the_end else SEPTEMBER}
    return attain(Goal(**{"period": YEAR} | goal), Known(**defaults | known))


LEVEL: dict[str, Any] = {"form": Form.LEVEL, "value": q("463.4亿元")}
SIX: dict[str, Any] = {"form": Form.GROWTH, "value": q("6%"), "over": Period.parse("2021").name()}


# -- level --------------------------------------------------------------------------------


def test_a_level_in_eight_months() -> None:
    eight = stands(LEVEL, actual=q("325.7亿元"))
    assert eight.verdict is Verdict.NOT_YET
    assert eight.attainment.text() == "70.3%"
    assert eight.points_ahead.text(digits=2) == "3.62个百分点"
    assert eight.says.zh == "超序时进度3.6个百分点"
    assert eight.says.en == "3.6 points ahead of schedule"
    assert eight.target_level == q("463.4亿元")
    assert eight.pace is not None
    assert eight.pace.per_month.text(digits=2) == "34.43亿元"


def test_a_level_behind_schedule_says_by_how_much() -> None:
    # 294.1 / 463.4 = 63.47%, 66.67 − 63.47 = 3.2
    assert stands(LEVEL, actual=q("294.1亿元")).says.zh == "低于序时进度3.2个百分点"


def test_a_level_on_schedule() -> None:
    twelve = {"form": Form.LEVEL, "value": q("12家")}
    assert stands(twelve, actual=q("8家")).says.zh == "与序时进度持平"
    near = {"form": Form.LEVEL, "value": q("120000家")}
    assert stands(near, actual=q("80001家")).says.zh == "与序时进度基本持平"


def test_a_level_reached_early_is_met() -> None:
    early = stands(LEVEL, actual=q("478.2亿元"))
    assert early.verdict is Verdict.MET
    assert early.says.zh == "已完成，完成率103.2%"
    assert early.pace is not None
    assert early.pace.rest.exact == 0


def test_a_level_missed_at_the_end() -> None:
    late = stands(LEVEL, actual=q("447.2亿元"), period=YEAR)
    assert late.verdict is Verdict.NOT_MET
    assert late.says.zh == "未完成，完成率96.5%"
    assert late.says.en == "not met, attainment 96.5%"


def test_a_level_reads_other_units() -> None:
    assert stands(LEVEL, actual=q("3257000万元")).attainment.text() == "70.3%"


def test_a_stock_has_no_schedule_and_is_judged_at_the_end() -> None:
    stock = {"form": Form.LEVEL, "value": q("20家"), "is_flow": False}
    day = Period.parse("2022-08-31")
    full = stands(stock, actual=q("20家"), period=day)
    assert full.verdict is Verdict.NOT_YET
    assert full.points_ahead.missing == message("missing.not_applicable")
    assert full.says.zh == "完成率100.0%"
    end = stands(stock, actual=q("20家"), period=Period.parse("2022-12-31"), as_of=JANUARY)
    assert end.verdict is Verdict.MET


@pytest.mark.parametrize(
    ("comparator", "verdict"),
    [("ge", "met"), ("gt", "not_met"), ("eq", "met"), ("about", "met")],
)
def test_exactly_the_figure_at_the_end(comparator: str, verdict: str) -> None:
    trains = {"form": Form.LEVEL, "value": q("850列"), "comparator": Comparator(comparator)}
    assert stands(trains, actual=q("850列"), period=YEAR).verdict is Verdict(verdict)


def test_a_ceiling_on_a_flow_is_missed_once_passed() -> None:
    ceiling = {"form": Form.LEVEL, "value": q("100件"), "comparator": Comparator.LE}
    under = stands(ceiling, actual=q("50件"))
    assert under.verdict is Verdict.NOT_YET
    assert under.points_ahead.at(2) == Decimal("16.67")
    assert under.says.zh == "用量低于序时进度16.7个百分点"
    assert stands(ceiling, actual=q("101件")).verdict is Verdict.NOT_MET
    assert stands(ceiling, actual=q("100件"), period=YEAR).verdict is Verdict.MET


def test_the_way_from_a_start_down_to_a_level() -> None:
    # approval from 90 to 60 working days; at 75 half of the way is done
    approval = {
        "form": Form.LEVEL,
        "value": q("60个工作日"),
        "start": q("90个工作日"),
        "better": Better.DOWN,
        "is_flow": False,
    }
    assert stands(approval, actual=q("75个工作日")).attainment.at(0) == 50
    assert stands(approval, actual=q("60个工作日"), period=YEAR).verdict is Verdict.MET


def test_a_falling_stock_without_a_start_has_no_attainment() -> None:
    hours = {
        "form": Form.LEVEL,
        "value": q("30小时"),
        "comparator": Comparator.LE,
        "better": Better.DOWN,
        "is_flow": False,
    }
    at = stands(hours, actual=q("36小时"))
    assert at.attainment.missing == message("missing.not_applicable")
    assert at.verdict is Verdict.NOT_YET


# -- growth -------------------------------------------------------------------------------


def test_a_growth_target_over_a_known_base_becomes_a_level() -> None:
    # document 000: 7,724 in 2021 and 6% for 2022: 8,187.44
    trade = stands(SIX, base=q("7724亿元"), actual=q("5458.3亿元"), base_to_date=q("5000亿元"))
    assert trade.target_level is not None
    assert trade.target_level.value == Decimal("8187.44")
    assert trade.attainment.text() == "66.7%"
    assert trade.points_ahead.at(1) == Decimal("0.0")
    # 5,458.3 over 5,000 is 9.166%: 3.166 points above the 6%
    assert trade.lead.text() == "3.2个百分点"
    # rest 2,729.14 over 2,724: 0.19%
    assert trade.pace is not None
    assert trade.pace.growth.text() == "0.2%"


def test_a_growth_target_without_base_compares_the_growth_itself() -> None:
    end = stands(SIX, rate=q("17.6%"), period=YEAR)
    assert end.verdict is Verdict.MET
    assert end.says.zh == "已完成，高于目标11.6个百分点"
    assert end.target_level is None
    assert end.attainment.missing == message("missing.no_base", period=SIX["over"])
    assert end.points_ahead.exact is None
    running = stands(SIX, rate=q("5.2%"))
    assert running.verdict is Verdict.NOT_YET
    assert running.says.zh == "低于目标0.8个百分点"


def test_the_published_growth_leads_the_computed_one() -> None:
    # 106 over 100 computes to 6%, published 5.9% on a revised base
    both = stands(SIX, actual=q("106亿元"), base=q("100亿元"), rate=q("5.9%"), period=YEAR)
    assert both.verdict is Verdict.NOT_MET
    computed = stands(SIX, actual=q("106亿元"), base=q("100亿元"), period=YEAR)
    assert computed.verdict is Verdict.MET


def test_a_growth_that_only_prints_as_the_target_does_not_reach_it() -> None:
    close = stands(SIX, actual=q("105.96亿元"), base=q("100亿元"), period=YEAR)
    assert close.lead.text() == "0.0个百分点"
    assert close.verdict is Verdict.NOT_MET
    assert close.says.zh == "未完成，与目标基本持平"


def test_six_per_cent_or_so_is_met_from_five_and_a_half() -> None:
    about = SIX | {"comparator": Comparator.ABOUT}
    assert stands(about, rate=q("5.5%"), period=YEAR).verdict is Verdict.MET
    assert stands(about, rate=q("5.4%"), period=YEAR).verdict is Verdict.NOT_MET
    assert stands(SIX, rate=q("5.5%"), period=YEAR).verdict is Verdict.NOT_MET


def test_a_growth_target_is_met_early_once_the_level_is_reached() -> None:
    early = stands(SIX, actual=q("106亿元"), base=q("100亿元"), base_to_date=q("60亿元"))
    assert early.verdict is Verdict.MET


def test_a_growth_target_is_undecided_at_the_end_without_base_and_growth() -> None:
    end = stands(SIX, actual=q("106亿元"), period=YEAR)
    assert end.verdict is Verdict.UNDECIDED
    assert end.says.zh == "无法判定：缺2021年基数"
    assert end.missing == message("missing.no_base", period=SIX["over"])


def test_a_zero_base_gives_no_level() -> None:
    zero = stands(SIX, actual=q("5亿元"), base=q("0亿元"))
    assert zero.target_level is None
    assert zero.attainment.missing == message("missing.zero_base", period=SIX["over"])


# -- what is about another time -----------------------------------------------------------


def test_last_years_value_says_nothing_of_this_years_target() -> None:
    old = stands(SIX, actual=q("7724亿元"), base=q("7724亿元"), period=Period.parse("2021"))
    assert old.verdict is Verdict.NOT_YET
    assert old.attainment.missing == message("missing.no_value")
    assert old.says.zh == "暂无数据"
    assert old.target_level is not None


def test_a_single_month_is_no_value_to_date() -> None:
    month = stands(LEVEL, actual=q("40亿元"), period=Period.parse("2022-08"))
    assert month.attainment.exact is None
    assert month.says.zh == "2022年8月不是自2022年1月1日起的累计数，不能与序时进度比较"


def test_nothing_known_after_the_end_is_undecided() -> None:
    silent = stands(LEVEL, period=None, as_of=JANUARY)
    assert silent.verdict is Verdict.UNDECIDED
    assert silent.says.zh == "无法判定：暂无数据"


def test_a_given_reason_is_told() -> None:
    embargo = Text("未到公布时间", "under embargo until release")
    assert stands(LEVEL, period=None, reason=embargo).says == embargo


# -- the other forms ----------------------------------------------------------------------


ABOVE: dict[str, Any] = {"form": Form.GROWTH_ABOVE, "of": ("全省", "本市")}


def test_growth_above_others_needs_all_of_them() -> None:
    peers = {"全省": q("7%"), "本市": q("9.5%")}
    end = stands(ABOVE, rate=q("10%"), peers=peers, period=YEAR)
    assert end.verdict is Verdict.MET
    assert end.lead.text() == "0.5个百分点"
    assert end.says.zh == "已完成，高出0.5个百分点"
    assert stands(ABOVE, rate=q("9.5%"), peers=peers, period=YEAR).verdict is Verdict.NOT_MET
    assert stands(ABOVE, rate=q("10%"), peers=peers).verdict is Verdict.NOT_YET


def test_growth_above_others_is_undecided_where_one_is_missing() -> None:
    half_known = {"全省": q("7%"), "本市": None}
    open_ = stands(ABOVE, rate=q("10%"), peers=half_known, period=YEAR)
    assert open_.verdict is Verdict.UNDECIDED
    assert open_.missing == message("facts.no_growth_of", names="本市")
    lost = stands(ABOVE, rate=q("6%"), peers=half_known, period=YEAR)
    assert lost.verdict is Verdict.NOT_MET


def test_growth_above_by_points() -> None:
    by_two = ABOVE | {"of": ("全省",), "value": q("2个百分点")}
    assert stands(by_two, rate=q("9%"), peers={"全省": q("7%")}, period=YEAR).verdict == "met"
    assert stands(by_two, rate=q("8.9%"), peers={"全省": q("7%")}, period=YEAR).verdict == "not_met"


def test_share_not_below_the_earlier_share() -> None:
    kept: dict[str, Any] = {"form": Form.SHARE_NOT_BELOW}
    same = stands(kept, actual=q("2.0%"), before=q("2.0%"), period=YEAR)
    assert same.verdict is Verdict.MET
    assert same.says.zh == "已完成，占比持平"
    fell = stands(kept, actual=q("1.9%"), before=q("2.0%"), period=YEAR)
    assert fell.verdict is Verdict.NOT_MET
    assert fell.says.zh == "未完成，占比下降0.1个百分点"
    unknown = stands(kept, actual=q("1.9%"), period=YEAR)
    assert unknown.missing == message("facts.no_earlier_share")


@pytest.mark.parametrize(
    ("value", "before", "now", "verdict"),
    [
        (None, "12位", "11位", "met"),
        (None, "12位", "12位", "not_met"),
        ("10位", None, "10位", "met"),
        ("10位", None, "11位", "not_met"),
        (None, None, "3位", "undecided"),
    ],
)
def test_ranks(value: str | None, before: str | None, now: str, verdict: str) -> None:
    rank = {"form": Form.RANK, "value": value and q(value), "is_flow": False}
    end = stands(rank, actual=q(now), before=before and q(before), period=YEAR)
    assert end.verdict is Verdict(verdict)
    if verdict == "met":
        assert end.says.zh == f"已完成，现居第{now[:-1]}位"


def test_reduction_by_half_of_2017() -> None:
    half: dict[str, Any] = {
        "form": Form.REDUCTION,
        "value": q("50%"),
        "better": Better.DOWN,
        "is_flow": False,
        "over": Period.parse("2017").name(),
    }
    # the nation, December 2019: 97.3 to 36.7 hours is 62.3%
    met = stands(half, actual=q("36.7小时"), base=q("97.3小时"), period=YEAR)
    assert met.verdict is Verdict.MET
    assert met.says.zh == "已完成，高于目标12.3个百分点"
    assert met.target_level is not None
    assert met.target_level.value == Decimal("48.65")
    # Liaoning: 66% as stated, no hours: the baseline is missing
    stated = stands(half, rate=q("66%"), period=YEAR)
    assert stated.verdict is Verdict.MET
    assert stated.attainment.text() == "132.0%"
    assert stated.target_level is None


def test_multiple_of_last_year() -> None:
    double = {"form": Form.MULTIPLE, "value": q("2倍"), "over": Period.parse("2021").name()}
    end = stands(double, actual=q("179列"), base=q("74列"), period=YEAR)
    assert end.verdict is Verdict.MET  # 2.42 times
    assert end.target_level == q("148列")
    running = stands(double, actual=q("100列"), base=q("74列"))
    assert running.verdict is Verdict.NOT_YET
    assert running.points_ahead.at(1) == Decimal("0.9")  # 67.57 − 66.67


def test_a_range_of_firms_is_met_at_its_lower_end() -> None:
    one_or_two = {
        "form": Form.RANGE,
        "value": q("1家"),
        "high": q("2家"),
        "comparator": Comparator.RANGE,
    }
    assert stands(one_or_two, actual=q("1家"), period=YEAR).verdict is Verdict.MET
    assert stands(one_or_two, actual=q("0家"), period=YEAR).verdict is Verdict.NOT_MET
    neither = one_or_two | {"better": Better.NONE}
    assert stands(neither, actual=q("1家")).verdict is Verdict.NOT_YET
    assert stands(neither, actual=q("3家"), period=YEAR).verdict is Verdict.NOT_MET


def test_each_member_of_a_list_has_to_reach_the_count() -> None:
    count = {"form": Form.COUNT, "value": q("15次"), "comparator": Comparator.GE}
    members = {"惠水": q("15次"), "松桃": q("10次"), "黄平": None}
    running = stands(count, members=members)
    assert running.verdict is Verdict.NOT_YET
    assert running.says.zh == "3个单位中1个已完成"
    assert running.attainment.exact == Fraction(100, 3)
    assert running.members["惠水"].verdict is Verdict.MET
    assert running.members["松桃"].says.zh == "与序时进度持平"
    end = stands(count, members=members, period=YEAR)
    assert end.verdict is Verdict.NOT_MET
    assert end.members["黄平"].verdict is Verdict.UNDECIDED


DUE = date(2022, 7, 15)


@pytest.mark.parametrize(
    ("as_of", "done", "is_open", "verdict", "says"),
    [
        (date(2022, 7, 1), None, False, "not_yet", "距时限还有14天"),
        (DUE, None, False, "not_yet", "今日到期"),
        (DUE, DUE, False, "met", "已完成"),
        (date(2022, 8, 1), date(2022, 7, 14), False, "met", "已完成"),
        (date(2022, 8, 1), date(2022, 7, 20), False, "not_met", "逾期5天完成"),
        (date(2022, 7, 16), None, True, "not_met", "已逾期1天"),
        (date(2022, 7, 16), None, False, "undecided", "已过时限1天，完成情况未报"),
        (date(2022, 7, 10), date(2022, 7, 12), False, "not_yet", "距时限还有5天"),
    ],
)
def test_deadlines(as_of: date, done: date | None, is_open: bool, verdict: str, says: str) -> None:
    report = Goal(form=Form.BY, period=YEAR, due=DUE)
    at = attain(report, Known(as_of=as_of, done=done, is_open=is_open))
    assert at.verdict is Verdict(verdict)
    assert at.says.zh == says


def test_a_milestone_without_a_date_is_due_at_the_end_of_its_period() -> None:
    milestone = Goal(form=Form.MILESTONE, period=YEAR)
    assert attain(milestone, Known(as_of=date(2022, 12, 30))).says.en == "due in 1 day"
    assert attain(milestone, Known(as_of=JANUARY)).verdict is Verdict.UNDECIDED


def test_a_form_that_needs_a_value_is_refused_without_one() -> None:
    with pytest.raises(IncompleteGoal) as caught:
        Goal(form=Form.GROWTH, period=YEAR)
    assert "growth" in caught.value.text("en")
    assert caught.value.code == "KF-FACT-001"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_speaks_both_languages(verdict: Verdict) -> None:
    assert verdict.label.zh
    assert verdict.label.en


def test_a_reduction_by_nothing_has_no_attainment() -> None:
    found = stands(
        {"form": Form.REDUCTION, "value": q("0%"), "is_flow": False},
        actual=q("90小时"), base=q("100小时"),
    )  # fmt: skip
    assert found.attainment.exact is None
