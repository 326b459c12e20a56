"""A worksheet guesses whom, when and what a figure speaks of; the sentences are offices' own."""

from __future__ import annotations

from datetime import date

import pytest

from kaifang.packs.clauses import find
from kaifang.packs.guessing import Guess, Guesser, date_in
from kaifang.packs.law import Law, compose


@pytest.fixture(scope="module")
def law() -> Law:
    return compose("liaoning-2022")


def guessed(law: Law, text: str, dated: date | None = None) -> list[Guess]:
    """What is guessed of each figure of a text, in order."""
    guesser, guesses = Guesser(law, dated), []
    for one in find(text):
        guesser.hear(one.quote, one.sentence)
        if one.value:
            guesses.append(guesser.guess(one.quote, one.printed, one.value))
    return guesses


def test_indicator_is_the_one_named_last_before_the_figure(law: Law) -> None:
    text = "2021年，全省货物进出口7724亿元，其中出口3312.6亿元，进口4411.4亿元。"
    assert [one.indicator for one in guessed(law, text)] == [
        "trade.total",
        "trade.exports",
        "trade.imports",
    ]


def test_a_rate_without_a_subject_belongs_to_the_figure_before_it(law: Law) -> None:
    total, growth = guessed(law, "2021年，全省货物进出口7724亿元，同比增长17.6%。")
    assert (growth.indicator, growth.measure) == (total.indicator, "growth")
    assert growth.id == "trade.total.2021.growth"


def test_nothing_is_taken_over_into_the_next_sentence(law: Law) -> None:
    *_, last = guessed(law, "全省货物进出口7724亿元。同比增长17.6%。")
    assert last.indicator == ""


def test_an_indicator_of_another_unit_is_not_guessed(law: Law) -> None:
    (one,) = guessed(law, "出口企业1100家")
    assert one.indicator != "trade.exports"


def test_words_of_the_document_are_read_as_the_indicator_says_them(law: Law) -> None:
    (one,) = guessed(law, "实际使用外资31.5亿美元")
    assert one.indicator == "investment.fdi_used"


@pytest.mark.parametrize(
    ("text", "org"),
    [
        ("大连市进出口100亿元", "210200"),
        ("沈阳进出口100亿元", "210100"),
        ("其中大连市出口增长5%，全省货物进出口100亿元", "210000"),
        ("进出口100亿元", "210000"),
    ],
)
def test_place_is_the_one_named_last(law: Law, text: str, org: str) -> None:
    assert guessed(law, text)[-1].org == org


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021年全省货物进出口100亿元", "2021"),
        ("2021年1—7月全省货物进出口100亿元", "2021-01/2021-07"),
        ("2021年前三季度全省货物进出口100亿元", "2021-01/2021-09"),
        ("2021年上半年全省货物进出口100亿元", "2021-H1"),
        ("2021年一季度全省货物进出口100亿元", "2021-Q1"),
        ("2021年上半年出口1亿元，全年全省货物进出口100亿元", "2021"),
        ("2020年以来。全省货物进出口100亿元", "2020"),
        ("2021年上半年出口1亿元。全省货物进出口100亿元", "2021-H1"),
        ("2021年上半年出口1亿元。2022年要稳外贸。全省货物进出口100亿元", "2022"),
        ("介绍2021年情况和2022年任务。全省货物进出口100亿元", "2021"),
        ("全省货物进出口100亿元", "2022"),  # the pack's own year where none is named
    ],
)
def test_period_is_the_one_named_last(law: Law, text: str, period: str) -> None:
    assert guessed(law, text)[-1].period == period


def test_what_ends_after_the_document_lies_ahead(law: Law) -> None:
    text = "2021年全省货物进出口100亿元。2022年全省货物进出口200亿元。"
    behind, ahead = guessed(law, text, date(2022, 1, 25))
    assert (behind.lies_ahead, ahead.lies_ahead) == (False, True)


def test_an_id_is_given_once(law: Law) -> None:
    ids = [one.id for one in guessed(law, "全省货物进出口100亿元。全省货物进出口100亿元。")]
    assert ids == ["trade.total.2022", "trade.total.2022.2"]


def test_a_last_day_is_noticed(law: Law) -> None:
    guesser = Guesser(law)
    guesser.hear("6月30日前出台办法", 1)
    assert guesser.surroundings("6月30日前出台办法", "6月30日").due == "2022-06-30"
    assert guesser.surroundings("6月30日出台办法", "6月30日").due == ""


@pytest.mark.parametrize("text", ["", "2022年2月", "2022年2月30日"])
def test_a_text_without_a_whole_date_has_none(text: str) -> None:
    assert date_in(text) is None
