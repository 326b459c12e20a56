"""An error says what, where and what to do, in both languages."""

import pickle

import pytest

from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.period import UnreadablePeriod
from kaifang.core.units import UnknownUnit


def test_one_line_holds_place_code_fault_and_remedy() -> None:
    error = UnknownUnit.at("packs/x/facts/trade.yaml:14", found="亿员", near=["亿元", "亿级"])
    assert error.text() == (
        "packs/x/facts/trade.yaml:14:[KF-CORE-003] 未知单位“亿员”。 "
        "请使用单位表中的写法。相近的有：亿元, 亿级。"
    )
    assert error.text("en") == (
        "packs/x/facts/trade.yaml:14: [KF-CORE-003] Unknown unit “亿员”. "
        "Use a unit of the table of units. Nearest: 亿元, 亿级."
    )
    assert str(error) == f"{error.text('zh')}\n{error.text('en')}"


def test_an_error_without_a_place_begins_with_its_code() -> None:
    assert UnreadablePeriod(found="2021-13").text("en").startswith("[KF-CORE-002] Not a period")


def test_several_errors_are_told_at_once() -> None:
    errors = SeveralErrors([UnreadablePeriod(found="a"), UnreadablePeriod(found="b")])
    lines = errors.text("en").splitlines()
    assert lines[0].startswith("[KF-CORE-001] errors: 2; nothing was changed:")
    assert [line.strip().startswith("[KF-CORE-002]") for line in lines[1:]] == [True, True]


def test_both_languages_name_the_place_once() -> None:
    error = UnreadablePeriod.at("a.yaml:3", found="x")
    zh, en = error.lines()
    assert zh == error.text("zh")
    assert en == "  " + error.text("en").removeprefix("a.yaml:3: [KF-CORE-002] ")
    assert error.lines("en")[0] == error.text("en")


def test_several_errors_are_each_told_in_both_languages() -> None:
    lines = SeveralErrors([UnreadablePeriod(found="a"), UnreadablePeriod(found="b")]).lines("en")
    assert [line.split("[")[0] for line in lines[::2]] == ["", "  ", "  "]
    assert [line.lstrip()[0] for line in lines[1::2]] == ["共", "无", "无"]
    assert all("[KF-" not in line for line in lines[1::2])


@pytest.mark.parametrize(
    "error",
    [
        KaifangError(),
        UnknownUnit.at("a.yaml:1", found="亿员", near=["亿元"]),
        SeveralErrors([UnreadablePeriod(found="a")]),
    ],
)
def test_errors_cross_from_one_process_to_another(error: KaifangError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.where == error.where


def test_nearest_names_are_few_and_alike() -> None:
    known = ["trade.total", "trade.exports", "trade.imports", "fdi"]
    assert nearest("trade.totl", known)[0] == "trade.total"
    assert nearest("xyz", known) == []
    assert len(nearest("trade", [f"trade.{n}" for n in range(50)])) == 3
