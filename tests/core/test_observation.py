"""An observation is known by what it is about."""

from dataclasses import replace
from decimal import Decimal

from kaifang.core.observation import Measure, Observation, Visibility, part_code, part_of
from kaifang.core.period import Period

ONE = Observation("trade.total", "210000", Period.year(2021), Decimal(7724), "亿元")


def test_a_correction_has_the_key_of_what_it_corrects() -> None:
    assert replace(ONE, value=Decimal(7723), reason="修订").key == ONE.key


def test_whatever_it_is_about_is_in_the_key() -> None:
    others = [
        replace(ONE, indicator="trade.exports"),
        replace(ONE, org="210100"),
        replace(ONE, period=Period.year(2020)),
        replace(ONE, measure=Measure.GROWTH),
        replace(ONE, base="2017"),
        replace(ONE, part="partner=JP"),
        replace(ONE, definition="2022-05"),
    ]
    assert len({one.key for one in (ONE, *others)}) == 8


def test_breakdowns_have_one_spelling() -> None:
    part = {"partner": "JP", "mode": "0110"}
    assert part_code(part) == part_code(dict(reversed(part.items()))) == "mode=0110;partner=JP"
    assert part_of(part_code(part)) == part
    assert part_of("") == {}


def test_a_viewer_sees_what_is_at_or_below_his_level() -> None:
    assert Visibility.PUBLIC < Visibility.INTERNAL < Visibility.SECRET
