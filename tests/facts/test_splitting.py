"""A province's target over its cities, to the last digit, and the rounds of consulting them."""

from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.apportion import CannotApportion
from kaifang.facts.splitting import (
    NotAsked,
    Plan,
    UnfitSplit,
    by_base,
    by_base_and_potential,
    by_growth,
    changes,
    first_round,
    next_round,
)

D = Decimal
BASES = {"沈阳": D("1400.5"), "大连": D("4200.3"), "鞍山": D("350.2")}


def parts(plan: Plan) -> list[str]:
    return [str(part) for part in plan.split().parts.values()]


def test_by_base_gives_all_the_same_growth() -> None:
    plan = by_growth(D(6), BASES, 1)  # 5,951 · 1.06 = 6,308.06: 6,308.1
    split = plan.split()
    assert plan.total == D("6308.1")
    assert split.total == plan.total
    assert split.excess == 0
    # 1,484.53, 4,452.318, 371.212 and 0.04 more: the largest remainder takes the step
    assert parts(plan) == ["1484.5", "4452.4", "371.2"]
    assert {growth.text() for growth in split.growths.values()} == {"6.0%"}


def test_a_part_without_base_has_no_growth() -> None:
    split = Plan(D(10), {"a": D(1), "b": D(1)}, 0, {"a": D(4)}).split()
    assert split.growth("a").text() == "25.0%"
    assert split.growth("b").exact is None


def test_by_base_and_potential_spreads_the_increment() -> None:
    bases = {"a": D(60), "b": D(40)}
    potentials = {"a": D(0), "b": D(5)}
    # all by potential: a keeps its base, b takes the increment of 10
    assert parts(by_base_and_potential(D(110), bases, potentials, D(1), 1)) == ["60.0", "50.0"]
    assert parts(by_base_and_potential(D(110), bases, potentials, D(0), 1)) == ["66.0", "44.0"]
    # a third by potential: a takes 10 · 2/3 · 0.6 = 4
    third = D("0.4")
    assert parts(by_base_and_potential(D(110), bases, potentials, third, 2)) == ["63.60", "46.40"]


def test_a_total_below_the_bases_is_spread_whole() -> None:
    bases, potentials = {"a": D(60), "b": D(40)}, {"a": D(1), "b": D(1)}
    # half by base, half even: 0.3 + 0.25 of 90
    assert parts(by_base_and_potential(D(90), bases, potentials, D("0.5"), 1)) == ["49.5", "40.5"]


def test_by_hand_with_the_rest_spread() -> None:
    by_hand = Plan(D(100), {"a": D(1), "b": D(1), "c": D(2)}, 1, fixed={"a": D("10.5")})
    assert parts(by_hand) == ["10.5", "29.8", "59.7"]  # 29.83 and 59.67


def test_floors_hold() -> None:
    floored = Plan(D(100), {"a": D(1), "b": D(9)}, 0, floors={"a": D(25)})
    assert parts(floored) == ["25", "75"]


def test_pressed_parts_add_up_to_the_factor_at_least() -> None:
    pressed = Plan(D(100), {"a": D(1), "b": D(2)}, 1, pressed=True, factor=D("1.03"))
    assert parts(pressed) == ["34.4", "68.7"]  # 34.33 and 68.67, each rounded up
    assert pressed.split().excess == D("3.1")


def test_pressed_with_fixed_parts_and_floors() -> None:
    weights = {"a": D(1), "b": D(1), "c": D(1)}
    some = Plan(
        D(100), weights, 0, pressed=True, fixed={"a": D(1)}, floors={"b": D(60), "c": D(10)}
    )
    assert parts(some) == ["1", "60", "39"]
    all_fixed = Plan(D(10), {"a": D(1)}, 0, pressed=True, fixed={"a": D(12)})
    assert parts(all_fixed) == ["12"]


def test_pressed_parts_that_are_all_fixed_may_not_fall_short() -> None:
    with pytest.raises(CannotApportion):
        Plan(D(10), {"a": D(1)}, 0, pressed=True, fixed={"a": D(9)}).split()


@pytest.mark.parametrize(("pressed", "factor"), [(False, "1.03"), (True, "0.97")])
def test_a_factor_only_presses(pressed: bool, factor: str) -> None:
    with pytest.raises(UnfitSplit) as caught:
        Plan(D(1), {"a": D(1)}, 0, pressed=pressed, factor=D(factor))
    assert factor in caught.value.text("zh")


def test_fixed_parts_beyond_the_total_are_refused() -> None:
    with pytest.raises(CannotApportion):
        Plan(D(10), {"a": D(1), "b": D(1)}, 0, fixed={"a": D(11)}).split()


def test_somebody_not_on_the_list_cannot_be_fixed() -> None:
    with pytest.raises(NotAsked) as caught:
        Plan(D(10), BASES, 0, fixed={"大连市": D(1)})
    assert caught.value.near == ("大连",)


@pytest.mark.parametrize(
    ("share", "potentials"),
    [("1.1", {"a": D(1)}), ("0.5", {}), ("0.5", {"a": D(-1)}), ("0.5", {"a": D(0)})],
)
def test_unfit_potentials_are_refused(share: str, potentials: dict[str, Decimal]) -> None:
    with pytest.raises(UnfitSplit):
        by_base_and_potential(D(10), {"a": D(5)}, potentials, D(share), 0)


WEIGHTS = st.lists(st.decimals(0, 10_000, places=2), min_size=1, max_size=14).filter(any)
STEPS = st.integers(0, 10**9)


@given(WEIGHTS, STEPS, st.integers(0, 4))
def test_parts_add_up_to_the_last_digit(weights: list[Decimal], steps: int, digits: int) -> None:
    total = D(steps).scaleb(-digits)
    split = by_base(total, {str(n): w for n, w in enumerate(weights)}, digits).split()
    assert split.total == total
    whole = sum(map(Fraction, weights))
    for part, weight in zip(split.parts.values(), weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / whole) < Fraction(
            1, 10**digits
        )


@given(WEIGHTS, STEPS, st.integers(0, 4), st.decimals(1, 2, places=3))
def test_pressed_parts_never_fall_short(
    weights: list[Decimal], steps: int, digits: int, factor: Decimal
) -> None:
    total = D(steps).scaleb(-digits)
    keyed = {str(n): w for n, w in enumerate(weights)}
    split = Plan(total, keyed, digits, pressed=True, factor=factor).split()
    assert total * factor <= split.total < total * factor + len(weights) * D(10) ** -digits


@given(WEIGHTS, WEIGHTS, st.decimals(0, 1, places=2), STEPS)
def test_mixed_weights_add_up_too(
    bases: list[Decimal], potentials: list[Decimal], share: Decimal, steps: int
) -> None:
    keys = [str(n) for n in range(min(len(bases), len(potentials)))]
    base = dict(zip(keys, bases, strict=False))
    potential = dict(zip(keys, potentials, strict=False))
    if any(base.values()) and any(potential.values()):
        total = D(steps).scaleb(-2)
        assert by_base_and_potential(total, base, potential, share, 2).split().total == total


# -- consultation -------------------------------------------------------------------------


def test_rounds_of_consultation() -> None:
    plan = by_base(D(300), {"a": D(100), "b": D(100), "c": D(50)}, 0)
    one = first_round(plan)
    assert [ask.asked for ask in one.asks] == [120, 120, 60]
    answered = one.answered("a", D(110), "two projects slipped").answered("b", comment="fine")
    assert one.ask("a").proposed is None  # a round is never changed
    assert answered.ask("a").difference == -10
    assert answered.ask("b").difference is None
    assert answered.silent == ("c",)

    plan_two, two = next_round(answered, plan, accept=["a"])
    assert [ask.asked for ask in two.asks] == [110, 127, 63]  # 190 over 100 : 50
    assert two.number == 2
    changed = {change.org: change for change in changes(answered, two)}
    assert {org: int(change.difference) for org, change in changed.items()} == {
        "a": -10,
        "b": 7,
        "c": 3,
    }
    assert changed["a"].reason.zh == "采纳建议数"
    assert changed["b"].reason.zh == "分担其余部分"

    _, three = next_round(two.answered("c", D(70)), plan_two, accept=["c"])
    assert [ask.asked for ask in three.asks] == [110, 120, 70]  # a stays fixed
    assert [change.org for change in changes(two, three)] == ["b", "c"]


def test_a_round_is_a_value() -> None:
    one = first_round(by_base(D(2), {"a": D(1)}, 0))
    with pytest.raises(FrozenInstanceError):
        one.number = 2  # type: ignore[misc]
    assert one == first_round(by_base(D(2), {"a": D(1)}, 0))


def test_only_who_was_asked_may_answer() -> None:
    one = first_round(by_base(D(2), {"shenyang": D(1)}, 0))
    with pytest.raises(NotAsked) as caught:
        one.answered("shenyan", D(1))
    assert caught.value.near == ("shenyang",)


def test_what_was_not_proposed_cannot_be_accepted() -> None:
    plan = by_base(D(2), {"a": D(1), "b": D(1)}, 0)
    with pytest.raises(UnfitSplit):
        next_round(first_round(plan), plan, accept=["a"])


def test_when_all_are_accepted_somebody_has_to_take_the_rest() -> None:
    plan = by_base(D(100), {"a": D(1), "b": D(1)}, 0)
    low = first_round(plan).answered("a", D(40)).answered("b", D(40))
    with pytest.raises(CannotApportion):
        next_round(low, plan, accept=["a", "b"])


def test_a_pressed_floor_has_no_more_decimals_than_the_plan() -> None:
    weights = {"a": Decimal(1), "b": Decimal(9)}
    plan = Plan(Decimal(10), weights, 1, pressed=True, floors={"a": Decimal("3.333")})
    # 3.333 rounded up to 3.4, the rest of 6.6 to b
    assert plan.split().parts == {"a": Decimal("3.4"), "b": Decimal("6.6")}


def test_a_pressed_part_fixed_with_more_decimals_is_refused() -> None:
    weights = {"a": Decimal(1), "b": Decimal(9)}
    with pytest.raises(CannotApportion):
        Plan(Decimal(10), weights, 1, pressed=True, fixed={"a": Decimal("3.333")}).split()
