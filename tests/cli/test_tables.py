"""Tables whose columns stand under one another, though Chinese characters are two wide."""

import pytest

from kaifang.cli.tables import clipped, padded, table, width, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("进出口", 6), ("进出口 7,724亿元", 16), ("（）", 4), ("é", 1)],
)
def test_width_counts_chinese_characters_twice(text: str, columns: int) -> None:
    assert width(text) == columns


def test_an_accent_takes_no_room() -> None:
    assert width("e\u0301") == 1


def test_columns_stand_under_one_another() -> None:
    assert table(["指标", "值"], [["进出口总额", "7,724"], ["fdi", "31.5"]], right=[1]) == [
        "指标           值",
        "──────────  ─────",
        "进出口总额  7,724",
        "fdi          31.5",
    ]


def test_widest_column_is_cut_to_fit_the_terminal() -> None:
    lines = table(["单位", "引句"], [["辽宁", "全省货物进出口7724亿元"]], columns=20)
    assert [width(line) <= 20 for line in lines] == [True] * 3
    assert lines[-1] == "辽宁  全省货物进出…"


def test_cut_text_never_takes_half_a_character() -> None:
    assert [width(clipped("进出口总额", n)) <= n for n in (1, 2, 3, 4)] == [True] * 4


def test_padding_counts_columns() -> None:
    assert padded("指标", 6) == "指标  "
    assert padded("指标", 6, right=True) == "  指标"


def test_english_breaks_at_blanks_and_chinese_anywhere() -> None:
    assert wrapped("check the packs", 9) == ["check the", "packs"]
    assert wrapped("检查政策包", 6) == ["检查政", "策包"]


def test_punctuation_never_begins_a_line() -> None:
    assert wrapped("检查政策，改正", 8) == ["检查政", "策，改正"]


def test_no_rows_still_show_the_heads() -> None:
    assert table(["指标", "值"], []) == ["指标  值", "────  ──"]


def test_several_wide_columns_are_cut_alike() -> None:
    lines = table(["单位", "引句"], [["a" * 60, "b" * 60]], columns=50)
    assert [width(line) for line in lines[1:]] == [50, 50]
    assert lines[-1] == "a" * 23 + "…" + "  " + "b" * 23 + "…"


def test_a_terminal_too_narrow_for_anything_still_shows_something() -> None:
    lines = table(["甲", "乙"], [["a" * 20, "b" * 20]], columns=4)
    assert lines[-1] == "aaaaaaa…  bbbbbbb…"
