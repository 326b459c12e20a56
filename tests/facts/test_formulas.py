"""The closed vocabulary, on the figures of document 000 and by hand."""

from decimal import Decimal
from typing import Any

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import Quantity, UnitMismatch
from kaifang.facts.formulas import (
    Computed,
    FormulaCycle,
    UnfitUnits,
    UnreadableFormula,
    compile_formula,
    compile_formulas,
    evaluate,
)

LIAONING, NATION = "210000", "100000"
Y2021, Y2020 = Period.parse("2021"), Period.parse("2020")


def q(text: str) -> Quantity:
    return Quantity.parse(text)


class Records:
    """What somebody has stated: indicator, organisation, period, breakdown."""

    def __init__(self, **stated: str) -> None:
        self.stated: dict[tuple[str, str, str, str], Quantity] = {}
        for name, value in stated.items():
            self.add(name.replace("_", "."), value)

    def add(
        self, name: str, value: str, org: str = LIAONING, year: str = "2021", part: str = ""
    ) -> "Records":
        self.stated[name, org, year, part] = q(value)
        return self

    def __call__(self, name: str, org: str, period: Period, part: str) -> Quantity | None:
        return self.stated.get((name, org, period.code, part))


def ask(raw: dict[str, Any], records: Records, unit: str | None = None, **more: Any) -> Computed:
    return evaluate(compile_formula(raw, unit), records, LIAONING, Y2021, **more)


TRADE = Records(exports="3312.6亿元", imports="4411.4亿元")


# -- the vocabulary -----------------------------------------------------------------------


def test_parts_add_up() -> None:
    found = ask({"sum": ["exports", "imports"]}, TRADE)
    assert found.value == q("7724.0亿元")
    assert [(one.name, one.org, one.period, one.quantity) for one in found.inputs] == [
        ("exports", LIAONING, Y2021, q("3312.6亿元")),
        ("imports", LIAONING, Y2021, q("4411.4亿元")),
    ]
    assert found.missing == ()


def test_a_missing_part_leaves_no_sum() -> None:
    found = ask({"sum": ["exports", "services"]}, TRADE)
    assert found.value is None
    assert [one.name for one in found.missing] == ["services"]
    assert found.reason is None


def test_units_are_converted_and_kept_apart() -> None:
    records = Records(a="1亿元", b="5000万元", c="3列")
    assert ask({"sum": ["a", "b"]}, records).value == q("1.5亿元")
    assert ask({"difference": ["b", "a"]}, records, "亿元").value == q("-0.5亿元")
    with pytest.raises(UnitMismatch):
        ask({"sum": ["a", "c"]}, records)


def test_a_ratio_of_counts_in_per_cent() -> None:
    landed = Records(landed="251个", signed="384项")
    found = ask({"ratio": ["landed", "signed"]}, landed, "%")
    assert found.value is not None
    assert found.value.text(digits=1) == "65.4%"


def test_a_ratio_in_multiples_and_by_a_pure_number() -> None:
    records = Records(now="179列", base="74.6列")
    times = ask({"ratio": ["now", "base"]}, records, "倍").value
    assert times is not None
    assert times.text(digits=1) == "2.4倍"
    assert ask({"ratio": ["now", "2倍"]}, records).value == q("89.5列")


def test_a_ratio_over_zero_says_so() -> None:
    found = ask({"ratio": ["a", "b"]}, Records(a="1家", b="0家"))
    assert found.value is None
    assert found.reason == message("facts.formula.zero_divisor")


def test_units_that_do_not_go_together_are_refused() -> None:
    records = Records(a="1亿元", b="2家")
    with pytest.raises(UnfitUnits):
        ask({"ratio": ["a", "b"]}, records)
    with pytest.raises(UnitMismatch):
        ask({"difference": ["a", "b"]}, records)
    with pytest.raises(UnfitUnits):
        ask({"sum": ["a"]}, records, "%")


def test_share_of_another_organisation() -> None:
    records = Records().add("trade", "7724亿元").add("trade", "39.1万亿元", org=NATION)
    found = ask({"share": "trade", "of": NATION}, records, "%")
    assert found.value is not None
    assert found.value.text(digits=2) == "1.98%"  # 7,724 of 391,000
    assert {one.org for one in found.inputs} == {LIAONING, NATION}


def test_growth_over_the_year_before() -> None:
    records = Records().add("trade", "7724亿元").add("trade", "6568亿元", year="2020")
    found = ask({"growth": "trade"}, records)
    assert found.value is not None
    assert found.value.text(digits=1) == "17.6%"
    no_base = ask({"growth": "trade"}, Records().add("trade", "7724亿元"))
    assert [(one.name, one.period) for one in no_base.missing] == [("trade", Y2020)]


def test_growth_over_zero_gives_the_reason() -> None:
    zero = ask({"growth": "a"}, Records(a="5家").add("a", "0家", year="2020"))
    assert zero.reason == message("missing.zero_base", period=Y2020.name())


def test_a_filter_adds_up_its_parts() -> None:
    records = Records()
    records.add("trade", "100亿元", part="partner=JP").add("trade", "80亿元", part="partner=KR")
    japan_korea = {"filter": "trade", "where": {"partner": ["JP", "KR"]}}
    assert ask(japan_korea, records).value == q("180亿元")
    two_modes = {"filter": "trade", "where": {"partner": ["JP"], "mode": ["a", "b"]}}
    records.add("trade", "1亿元", part="mode=a;partner=JP")
    found = ask(two_modes, records)
    assert [one.part for one in found.missing] == ["mode=b;partner=JP"]


def test_a_filter_within_a_breakdown() -> None:
    records = Records().add("trade", "7亿元", part="mode=a;partner=JP")
    found = ask({"filter": "trade", "where": {"partner": ["JP"]}}, records, part="mode=a")
    assert found.value == q("7亿元")


# -- derived of derived -------------------------------------------------------------------

DERIVED = compile_formulas(
    {
        "total": {"sum": ["exports", "imports"]},
        "openness": {"ratio": ["total", "gdp"]},
    },
    {"openness": "%"},
)


def test_a_derived_input_is_computed_and_kept() -> None:
    records = Records(exports="3312.6亿元", imports="4411.4亿元", gdp="27584.1亿元")
    found = evaluate(DERIVED["openness"], records, LIAONING, Y2021, derived=DERIVED)
    assert found.value is not None
    assert found.value.text(digits=1) == "28.0%"
    total = found.inputs[0]
    assert total.computed is not None
    assert [one.name for one in total.computed.inputs] == ["exports", "imports"]


def test_what_is_stated_leads_what_is_computed() -> None:
    records = Records(total="7724亿元", exports="1亿元", imports="1亿元", gdp="7724亿元")
    found = evaluate(DERIVED["openness"], records, LIAONING, Y2021, derived=DERIVED)
    assert found.value == q("100%")
    assert found.inputs[0].computed is None


def test_missing_names_the_leaf_and_not_the_step() -> None:
    records = Records(exports="1亿元", gdp="2亿元")
    found = evaluate(DERIVED["openness"], records, LIAONING, Y2021, derived=DERIVED)
    assert [one.name for one in found.missing] == ["imports"]


def test_a_circle_is_refused_with_its_chain() -> None:
    with pytest.raises(FormulaCycle) as caught:
        compile_formulas(
            {"a": {"sum": ["x", "b"]}, "b": {"growth": "c"}, "c": {"ratio": ["b", "x"]}}
        )
    assert "b → c → b" in caught.value.text("zh")
    with pytest.raises(FormulaCycle) as caught:
        compile_formulas({"a": {"growth": "a"}})
    assert "a → a" in caught.value.text("en")


def test_two_ways_to_one_input_are_no_circle() -> None:
    assert compile_formulas(
        {"a": {"sum": ["b", "c"]}, "b": {"sum": ["c", "d"]}, "c": {"growth": "d"}}
    )


# -- reading and wording ------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"sum": []},
        {"total": ["a"]},
        {"sum": ["a"], "ratio": ["a", "b"]},
        {"ratio": ["a"]},
        {"difference": ["a", "b", "c"]},
        {"share": "a"},
        {"sum": ["a"], "of": "b"},
        {"filter": "a"},
        {"sum": ["5什么"]},
        {"sum": [3]},
    ],
)
def test_what_is_no_formula_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(UnreadableFormula):
        compile_formula(raw)


def test_a_misspelt_operation_gets_the_nearest() -> None:
    with pytest.raises(UnreadableFormula) as caught:
        compile_formula({"diference": ["a", "b"]}, where="indicators/trade.yaml:4")
    assert caught.value.near == ("difference",)
    assert caught.value.text("en").startswith("indicators/trade.yaml:4: [KF-FACT-007]")


def test_keys_without_value_are_no_keys() -> None:
    # as a schema writes them out
    dumped = {"sum": ("a", "b"), "ratio": (), "share": None, "of": None, "where": {}}
    assert compile_formula(dumped) == compile_formula({"sum": ["a", "b"]})


NAMES = {
    "e": Text("出口", "exports"),
    "i": Text("进口", "imports"),
    "100000": Text("全国", "China"),
}


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        ({"sum": ["e", "i"]}, "出口 + 进口", "exports + imports"),
        ({"ratio": [{"difference": ["e", "i"]}, "i"]}, "(出口 − 进口) ÷ 进口", None),
        ({"share": "e", "of": "100000"}, "出口占全国的比重", "share in exports of China"),
        ({"growth": "e"}, "出口同比增速", None),
        ({"growth": ["e", "i"]}, "（出口 − 进口）÷ 进口", None),
        ({"filter": "e", "where": {"partner": ["JP", "KR"]}}, "出口（JP、KR）", "exports (JP, KR)"),
    ],
)
def test_formulas_in_words(raw: dict[str, Any], zh: str, en: str | None) -> None:
    words = compile_formula(raw).words(lambda name: NAMES.get(name, Text(name, name)))
    assert words.zh == zh
    assert en is None or words.en == en


def test_exact_ratios_round_as_the_exact_fraction() -> None:
    # 1/8 is 12.5%: half up to 13, never 12
    found = ask({"ratio": ["a", "b"]}, Records(a="1家", b="8家"), "%")
    assert found.value is not None
    assert found.value.rounded(0).value == Decimal(13)
