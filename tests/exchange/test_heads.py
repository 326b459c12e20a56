"""Columns are found by their heads, however the head cells are merged, or by letter."""

import pytest

from kaifang.exchange.errors import AmbiguousColumn, NoSuchColumn
from kaifang.exchange.grid import Grid
from kaifang.exchange.heads import find_column, head_path

HEADS = [
    ["辽宁省进出口月度表"],
    ["2022年5月", "", "", "", "单位：亿元"],
    ["地区", "出口", "", "进口", ""],
    ["", "当月", "累计", "当月", "累 计"],
]
GRID = Grid("table.csv", "", [*HEADS, ["沈阳市", "1", "2", "3", "4"]])


@pytest.mark.parametrize(
    ("name", "column"),
    [("地区", 0), ("出口/当月", 1), ("出口/累计", 2), ("进口/当月", 3), ("进口/累计", 4), ("C", 2)],
)
def test_column_goes_by_its_head_or_its_letter(name: str, column: int) -> None:
    assert find_column(GRID, name, 4) == column


def test_merged_head_reaches_over_the_columns_below_it() -> None:
    assert head_path(GRID, 2, 4)[-2:] == ["出口", "累计"]


def test_head_that_stands_over_several_columns_is_refused_with_their_letters() -> None:
    with pytest.raises(AmbiguousColumn) as refusal:
        find_column(GRID, "累计", 4)
    assert refusal.value.params["expected"] == "C, E"


@pytest.mark.parametrize("name", ["出口/同比", "转口", "F", "ZZ"])
def test_missing_column_is_refused(name: str) -> None:
    with pytest.raises(NoSuchColumn):
        find_column(GRID, name, 4)


def test_missing_column_names_the_nearest() -> None:
    with pytest.raises(NoSuchColumn) as refusal:
        find_column(GRID, "出口/累积", 4)
    assert refusal.value.near[0] == "出口/累计"


def test_rows_below_the_heads_are_no_heads() -> None:
    with pytest.raises(NoSuchColumn):
        find_column(GRID, "沈阳市", 4)


def test_head_with_a_stroke_of_its_own_is_found_whole() -> None:
    grid = Grid("table.csv", "", [["单位", "出口/进口"]])
    assert find_column(grid, "出口/进口", 1) == 1
