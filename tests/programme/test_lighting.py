"""What the light of a target says, with figures and without."""

from datetime import date

import pytest

from kaifang.facts.lights import Colour
from kaifang.packs.law import Law, load
from tests.programme.memory import level, programme

LIAONING = "210000"


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def test_before_its_day_a_milestone_says_how_long_there_is(law: Law) -> None:
    milestone = next(id for id, one in law.targets.items() if one.target.form == "milestone")
    light = programme(law).progress(milestone, as_of="2022-06-30").light
    assert light.colour is Colour.GREY
    assert light.says.zh == "距时限还有184天"  # 31 December is 184 days after 30 June


def test_with_figures_the_rule_has_the_word(law: Law) -> None:
    half = level("trade.total", LIAONING, "2022-01/2022-06", "4100", date(2022, 7, 18))
    light = programme(law, half).progress("trade.total.2022", as_of="2022-07-31").light
    assert (light.colour, light.rule) == (Colour.GREEN, "default.schedule#5")
    assert light.says.zh == "达到或超过序时进度"
