"""Checks recompute what the documents allow to be checked."""

from decimal import Decimal

import pytest

from kaifang.core.units import Quantity, UnitMismatch, round_half_up
from kaifang.packs.checking import compute
from kaifang.packs.schema.rules import Compute

FIGURES = {
    "exports": "3312.6亿元",
    "imports": "4411.4亿元",
    "total": "7724亿元",
    "used": "251个",
    "all": "384个",
    "funds": "5942.4亿元",
    "domestic": "5741.8亿元",
    "foreign": "31.5亿美元",
    "share": "44.8%",
    "now": "133项",
    "base": "100项",
}


def find(name: str) -> Quantity:
    return Quantity.parse(FIGURES[name])


def computed(step: dict[str, object], digits: int) -> str:
    found = compute(Compute.model_validate(step), find)
    return f"{round_half_up(found.value, digits)}{found.unit.code}"


@pytest.mark.parametrize(
    ("step", "digits", "gives"),
    [
        # 3312.6 + 4411.4 = 7724.0 (document 000)
        ({"sum": ["exports", "imports"]}, 1, "7724.0亿元"),
        # 7724 - 3312.6 = 4411.4
        ({"difference": ["total", "exports"]}, 1, "4411.4亿元"),
        # 251 / 384 = 0.65364…
        ({"ratio": ["used", "all"]}, 1, "65.4%"),
        # (5942.4 - 5741.8) / 31.5 = 200.6 / 31.5 = 6.3682… yuan a dollar
        ({"ratio": [{"difference": ["funds", "domestic"]}, "foreign"]}, 2, "6.37元/美元"),
        # 7724 * 44.8 % = 3460.352
        ({"product": ["total", "share"]}, 3, "3460.352亿元"),
        ({"product": ["exports", "2"]}, 1, "6625.2亿元"),
        # (133 - 100) / 100
        ({"growth": ["now", "base"]}, 1, "33.0%"),
        # 1.33 ^ (1/3) = 1.09972…
        ({"annual_growth": ["now", "base", "3"]}, 1, "10.0%"),
        ({"sum": ["total", "1万元"]}, 4, "7724.0001亿元"),
    ],
)
def test_steps_of_the_vocabulary(step: dict[str, object], digits: int, gives: str) -> None:
    assert computed(step, digits) == gives


@pytest.mark.parametrize(
    "step",
    [
        {"sum": ["total", "used"]},
        {"ratio": ["total", "used"]},
        {"ratio": ["foreign", "funds"]},
        {"growth": ["total", "used"]},
    ],
)
def test_what_does_not_go_together_is_refused(step: dict[str, object]) -> None:
    with pytest.raises((UnitMismatch, KeyError)):
        compute(Compute.model_validate(step), find)


def test_division_by_zero_is_an_arithmetic_error() -> None:
    with pytest.raises(ArithmeticError):
        computed({"growth": ["now", "0项"]}, 1)


@pytest.mark.parametrize(
    "step",
    [
        {},
        {"sum": ["total"], "ratio": ["used", "all"]},
        {"ratio": ["used"]},
        {"ratio": ["used", "all", "now"]},
        {"difference": ["total"]},
        {"growth": ["now"]},
        {"annual_growth": ["now", "base"]},
        {"mean": ["now", "base"]},
    ],
)
def test_a_step_has_one_operation_with_its_operands(step: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Compute"):
        Compute.model_validate(step)


def test_money_is_computed_exactly() -> None:
    FIGURES["much"] = "12345678901234567.89元"
    found = compute(Compute.model_validate({"sum": ["much", "much"]}), find)
    assert found.value == Decimal("24691357802469135.78")
