"""The published schemes with their decided edges, and columns against single lights."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.messages import message
from kaifang.facts import lights
from kaifang.facts.light_columns import Column
from kaifang.facts.light_rules import (
    INPUTS,
    NUMBERS,
    TRUTHS,
    Given,
    UnknownInput,
    UnreadableCondition,
)
from kaifang.facts.lights import Colour, Light, Restated, Scheme

LIGHTS = Path(__file__).parents[2] / "packs" / "cn-lights" / "lights"
D = Decimal


def load() -> dict[str, Scheme]:
    entries = [
        entry
        for path in sorted(LIGHTS.glob("*.yaml"))
        for entry in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # scalars stay text
    ]
    return {entry["id"]: lights.compile_scheme(entry) for entry in entries}


SCHEMES = load()


def light(scheme: str, **values: Given | None) -> Light:
    return lights.evaluate(SCHEMES[scheme], values)


def test_all_published_schemes_are_here() -> None:
    assert sorted(SCHEMES) == [
        "default.schedule",
        "haikou-jiangdong-2020.progress",
        "handan-2024.talks",
        "ouhai-2020.month",
        "tianjin-2022.bonds",
        "tianjin-2022.investment",
        "wuhan-2022.progress",
        "yinchuan-2025.funds",
        "yinchuan-2025.progress",
        "yinchuan-2025.start",
        "yinchuan-2025.statistics",
    ]


# -- edges --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attained", "colour"),
    [
        ("100", "green"),
        ("80", "green"),  # exactly 80% is not below it
        ("79.99", "amber"),
        ("60", "amber"),  # exactly 60% is not below it
        ("59.99", "red"),
        ("0", "red"),
    ],
)
def test_wuhan(attained: str, colour: str) -> None:
    assert light("wuhan-2022.progress", attainment_of_schedule=D(attained)).colour == colour


@pytest.mark.parametrize(
    ("behind", "colour"),
    [
        ("-3", "green"),
        ("0", "green"),
        ("9.99", "green"),  # below 10 is unnamed in the text: green, and it says so
        ("10", "amber"),
        ("30", "amber"),
        ("30.01", "red"),
    ],
)
def test_yinchuan_progress(behind: str, colour: str) -> None:
    assert light("yinchuan-2025.progress", points_behind=D(behind)).colour == colour


def test_yinchuan_says_that_less_than_ten_is_our_assumption() -> None:
    assert "原文未规定" in light("yinchuan-2025.progress", points_behind=D("9.5")).says.zh


@pytest.mark.parametrize(
    ("months", "colour"), [(0, "green"), (1, "amber"), (2, "amber"), (3, "red")]
)
def test_yinchuan_start(months: int, colour: str) -> None:
    assert light("yinchuan-2025.start", months_unstarted=months).colour == colour


@pytest.mark.parametrize(
    ("months", "colour"), [(0, "green"), (1, "amber"), (2, "amber"), (3, "red")]
)
def test_yinchuan_statistics(months: int, colour: str) -> None:
    assert light("yinchuan-2025.statistics", months_to_statistics=months).colour == colour


def test_yinchuan_funds() -> None:
    assert light("yinchuan-2025.funds", funds_below_rule=True).colour is Colour.RED
    assert light("yinchuan-2025.funds", funds_below_rule=False).colour is Colour.GREEN


@pytest.mark.parametrize(
    ("growth", "plan", "peers", "colour"),
    [
        ("8", "8", "8", "green"),
        ("8", "8.1", "7", "amber"),
        ("8", "7", "8.1", "amber"),
        ("0", "5", "5", "amber"),  # zero is not negative
        ("0", "0", "0", "green"),
        ("-0.1", "-5", "-5", "red"),  # negative is red, above plan or not
    ],
)
def test_tianjin_investment(growth: str, plan: str, peers: str, colour: str) -> None:
    values = {"growth": D(growth), "plan_growth": D(plan), "peer_growth": D(peers)}
    assert light("tianjin-2022.investment", **values).colour == colour


def test_tianjin_does_not_say_below_plan_where_the_plan_is_unknown() -> None:
    unknown = light("tianjin-2022.investment", growth=D(8), peer_growth=D(7))
    assert unknown.colour is Colour.GREY
    assert unknown.missing == ("plan_growth",)
    assert unknown.says.zh == "缺计划增速"
    # negative growth is red without plan and peers
    assert light("tianjin-2022.investment", growth=D(-1)).colour is Colour.RED


@pytest.mark.parametrize(
    ("behind", "colour"), [("0", "green"), ("0.1", "amber"), ("30", "amber"), ("30.1", "red")]
)
def test_tianjin_bonds(behind: str, colour: str) -> None:
    assert light("tianjin-2022.bonds", behind_share=D(behind)).colour == colour


@pytest.mark.parametrize(
    ("behind", "ambers", "serious", "colour"),
    [
        ("0", 5, False, "green"),  # back to normal
        ("0.1", 0, False, "amber"),
        ("0.1", 1, False, "red"),  # the second amber running
        ("0", 0, True, "red"),
        ("-5", 0, True, "red"),
    ],
)
def test_haikou(behind: str, ambers: int, serious: bool, colour: str) -> None:
    values = {"points_behind": D(behind), "ambers_in_row": ambers, "serious": serious}
    assert light("haikou-jiangdong-2020.progress", **values).colour == colour


def test_haikou_without_a_judgement_goes_on_and_names_it() -> None:
    amber = light("haikou-jiangdong-2020.progress", points_behind=D(2), ambers_in_row=0)
    assert amber.colour is Colour.AMBER
    assert amber.missing == ("serious",)


def test_haikou_reports_the_same_day() -> None:
    scheme = SCHEMES["haikou-jiangdong-2020.progress"]
    assert [one.name for one in lights.effects(scheme, {"serious": True})] == ["same_day_report"]
    assert lights.effects(scheme, {"serious": False}) == []


@pytest.mark.parametrize(
    ("months", "colour", "is_removed"),
    [
        (1, "green", False),
        (2, "amber", False),
        (3, "red", False),
        (6, "red", False),
        (7, "red", True),
    ],
)
def test_handan(months: int, colour: str, is_removed: bool) -> None:
    scheme = SCHEMES["handan-2024.talks"]
    assert light(scheme.id, months_without_progress=months).colour == colour
    removed = [one.name for one in lights.effects(scheme, {"months_without_progress": months})]
    assert removed == (["removed"] if is_removed else [])


def test_ouhai_recolours_a_past_month_and_keeps_both() -> None:
    scheme = SCHEMES["ouhai-2020.month"]
    assert scheme.recolours_past
    march = {"done": False, "due_passed": True, "made_up_later": False}
    then = lights.evaluate(scheme, march)
    now = lights.evaluate(scheme, march | {"made_up_later": True})
    both = Restated(original=then, now=now)
    assert (both.original.colour, both.now.colour) == (Colour.RED, Colour.AMBER)
    assert both.has_changed
    assert not Restated(then, then).has_changed


def test_ouhai_done_is_green_and_not_due_is_grey_by_rule() -> None:
    assert light("ouhai-2020.month", done=True).colour is Colour.GREEN
    early = light("ouhai-2020.month", done=False, made_up_later=False, due_passed=False)
    assert early.colour is Colour.GREY
    assert early.rule == "ouhai-2020.month#4"
    assert early.says.zh == "未到期"


@pytest.mark.parametrize(
    ("behind", "colour"),
    [("0", "green"), ("0.001", "amber"), ("9.999", "amber"), ("10", "red")],
)
def test_the_default(behind: str, colour: str) -> None:
    assert light("default.schedule", points_behind=D(behind)).colour == colour


# -- words --------------------------------------------------------------------------------


def test_a_light_speaks() -> None:
    red = light("yinchuan-2025.progress", points_behind=D("33.24"))
    assert red.says.zh == "低于序时进度33.2个百分点，落后较多"
    assert red.says.en == "33.2 points behind schedule, well behind"
    assert red.rule == "yinchuan-2025.progress#1"


@pytest.mark.parametrize(
    ("scheme", "behind", "says"),
    [
        ("default.schedule", "1", "低于序时进度1个百分点"),
        ("default.schedule", "12.94", "低于序时进度12.9个百分点，落后较多"),
        ("yinchuan-2025.progress", "12.94", "低于序时进度12.9个百分点"),
        ("yinchuan-2025.progress", "4", "低于序时进度4个百分点，原文未规定，按绿灯处理"),
    ],
)
def test_a_light_says_how_far_once(scheme: str, behind: str, says: str) -> None:
    assert light(scheme, points_behind=D(behind)).says.zh == says


def test_no_rule_repeats_the_unit_of_its_figure() -> None:
    rules = [rule for law in SCHEMES.values() for rule in law.rules]
    assert len(rules) > 20
    for rule in rules:
        for unit in ("个百分点", "个月"):
            assert rule.says.zh.count(unit) <= 1, rule.id
        assert rule.says.en.count(" points ") <= 1, rule.id


@pytest.mark.parametrize(
    ("attained", "shown"),
    [("79.96", "79.96%"), ("79.99999", "79.99999%"), ("72", "72%"), ("72.349", "72.3%")],
)
def test_a_value_never_reads_as_the_mark_that_it_misses(attained: str, shown: str) -> None:
    assert shown in light("wuhan-2022.progress", attainment_of_schedule=D(attained)).says.zh


def test_a_growth_never_reads_as_the_plan_that_it_misses() -> None:
    values = {"growth": D("4.96"), "plan_growth": D(5), "peer_growth": D(1)}
    assert "累计增长4.96%，低于计划5%" in light("tianjin-2022.investment", **values).says.zh


def test_a_value_never_reads_as_beyond_the_mark_that_it_misses() -> None:
    # at one digit 4.96 would read 5.0, above the plan
    values = {"growth": D("4.96"), "plan_growth": D("4.98"), "peer_growth": D(1)}
    said = light("tianjin-2022.investment", **values).says.zh
    assert "累计增长4.96%，低于计划5.0%" in said


def test_every_input_and_colour_has_a_name_in_both_languages() -> None:
    for name in INPUTS:
        named = message(f"facts.input.{name}")
        assert named.zh
        assert named.en
    assert [colour.label.zh for colour in Colour] == ["正常", "关注", "滞后", "无数据"]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.id)
def test_without_inputs_every_scheme_is_grey_and_names_them_all(scheme: Scheme) -> None:
    grey = lights.evaluate(scheme, {})
    assert grey.colour is Colour.GREY
    assert grey.missing == scheme.inputs
    assert grey.says.zh.startswith("缺")


# -- making rules -------------------------------------------------------------------------


def scheme_of(*rules: dict[str, Any]) -> Scheme:
    says = {"zh": "说", "en": "says"}
    entry = {"id": "t", "name": says, "rules": [{"says": says} | rule for rule in rules]}
    return lights.compile_scheme(entry, "t.yaml:1")


def test_any_holds_by_one_of_its_groups() -> None:
    either = scheme_of(
        {"light": "red", "any": [{"points_behind": "> 30"}, {"misses_in_row": ">= 3"}]}
    )
    assert lights.evaluate(either, {"misses_in_row": 3}).colour is Colour.RED
    assert lights.evaluate(either, {"points_behind": D(31)}).colour is Colour.RED
    assert lights.evaluate(either, {"points_behind": D(1), "misses_in_row": 0}).rule == ""


def test_a_gap_between_rules_is_grey_and_says_that_none_applies() -> None:
    gap = lights.evaluate(scheme_of({"light": "red", "when": {"growth": "< 0"}}), {"growth": D(1)})
    assert gap.colour is Colour.GREY
    assert gap.says == message("facts.light.no_rule")


def test_an_unknown_input_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownInput) as caught:
        scheme_of({"light": "red", "when": {"point_behind": "> 30"}})
    assert caught.value.near[0] == "points_behind"
    assert caught.value.where == "t.yaml:1"


def test_an_unknown_input_in_the_words_is_refused() -> None:
    says = {"zh": "{nothing}", "en": "x"}
    with pytest.raises(UnknownInput):
        scheme_of({"light": "red", "when": {"growth": "< 0"}, "says": says})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("growth", "30"),
        ("growth", "=> 30"),
        ("growth", "> thirty%"),
        ("growth", "== true"),
        ("growth", "> done"),
        ("done", "> false"),
        ("done", "== 1"),
        ("done", "> due_passed"),
        ("done", "== growth"),
        ("growth", "== TRUE"),
        ("growth", "> 5%"),
        ("growth", "> 1234567890.123456"),  # more digits than columns hold apart
    ],
)
def test_an_unreadable_condition_is_refused(name: str, text: str) -> None:
    with pytest.raises((UnreadableCondition, UnknownInput)):
        scheme_of({"light": "red", "when": {name: text}})


def test_two_truths_may_be_compared_and_numbers_may_have_15_digits() -> None:
    same = scheme_of({"light": "red", "when": {"done": "== due_passed"}})
    assert lights.evaluate(same, {"done": True, "due_passed": True}).colour is Colour.RED
    fine = scheme_of({"light": "red", "when": {"growth": "> -1234567890.1234"}})
    assert lights.evaluate(fine, {"growth": D(0)}).colour is Colour.RED


def test_a_rule_without_conditions_is_refused() -> None:
    with pytest.raises(UnreadableCondition):
        scheme_of({"light": "green"})


# -- many at once -------------------------------------------------------------------------

POINTS = st.one_of(
    st.sampled_from([D(n) for n in (0, 1, 2, 3, 6, 10, 30, 60, 80)]),
    st.decimals(-100, 100, places=3),
)
NUMBER = st.one_of(st.none(), POINTS)
TRUTH = st.one_of(st.none(), st.booleans())
VALUES = st.fixed_dictionaries(dict.fromkeys(NUMBERS, NUMBER) | dict.fromkeys(TRUTHS, TRUTH))


def as_ints(values: list[Decimal | None]) -> Column:
    steps = [0 if v is None else int(v.scaleb(3)) for v in values]
    return Column.of_ints(np.array(steps), known(values), 3)


def as_floats(values: list[Decimal | None]) -> Column:
    return Column.of_floats(
        np.array([np.nan if v is None else float(v) for v in values]), known(values)
    )


def as_ratios(values: list[Decimal | None]) -> Column:
    top = np.array([0 if v is None else int(v.scaleb(3)) * 7 for v in values])
    return Column.of_ratios([(1, top)], [(7000, np.ones(len(values), np.int64))], known(values))


def known(values: list[Any]) -> np.ndarray:
    return np.array([v is not None for v in values])


@given(st.lists(VALUES, min_size=1, max_size=5), st.sampled_from([as_ints, as_floats, as_ratios]))
def test_columns_give_the_lights_of_their_rows(rows: list[dict[str, Any]], as_column: Any) -> None:
    columns = {name: as_column([row[name] for row in rows]) for name in NUMBERS}
    for name in TRUTHS:
        truths = [row[name] for row in rows]
        columns[name] = Column.of_truths(np.array([bool(t) for t in truths]), known(truths))
    for scheme in SCHEMES.values():
        many = lights.evaluate_many(scheme, columns)
        for place, row in enumerate(rows):
            one = lights.evaluate(scheme, row)
            assert lights.COLOURS[many.colour[place]] is one.colour
            number = int(many.rule[place])
            assert (scheme.rules[number].id if number >= 0 else "") == one.rule
            assert many.light(place) == one


@given(st.integers(1, 10**18), st.integers(-3, 3), st.integers(1, 11))
def test_a_ratio_on_the_very_edge_is_decided_exactly(target: int, off: int, months: int) -> None:
    # 10 points behind: actual = target · (months/12 − 1/10), moved by `off` sixtieths
    sixty = target * 60
    actual = target * (5 * months - 6) + off
    behind = Column.of_ratios(
        [(months, np.array([sixty])), (-12, np.array([actual]))]
        if sixty < 2**63 // 12
        else [
            (months * 60, np.array([target])),
            (-12 * (5 * months - 6), np.array([target])),
            (-12, off),
        ],
        [(720, np.array([target]))],
        np.array([True]),
        100,
    )
    many = lights.evaluate_many(SCHEMES["yinchuan-2025.progress"], {"points_behind": behind})
    exact = (Fraction(months, 12) - Fraction(actual, sixty)) * 100
    expected = Colour.AMBER if exact >= 10 else Colour.GREEN
    assert lights.COLOURS[many.colour[0]] is expected


def test_columns_that_are_not_there_are_missing() -> None:
    behind = Column.of_ints(np.array([1]), np.array([True]))
    many = lights.evaluate_many(
        SCHEMES["haikou-jiangdong-2020.progress"], {"points_behind": behind}
    )
    assert lights.COLOURS[many.colour[0]] is Colour.AMBER
    assert many.light(0).missing == ("serious", "ambers_in_row")


def test_large_integers_are_told_apart() -> None:
    values = np.array([2**62, 2**62 + 1])
    scheme = scheme_of({"light": "red", "when": {"growth": "> plan_growth"}})
    everywhere = np.array([True, True])
    many = lights.evaluate_many(
        scheme,
        {
            "growth": Column.of_ints(values, everywhere),
            "plan_growth": Column.of_ints(np.array([2**62, 2**62]), everywhere),
        },
    )
    assert many.rule.tolist() == [-1, 0]
