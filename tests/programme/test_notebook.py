"""What a notebook shows: a programme in a line, a board as a table, an explanation as text."""

from __future__ import annotations

import pytest

from kaifang.packs.law import Law, load
from kaifang.programme.notebook import board_html
from tests.programme.memory import programme


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def test_a_programme_is_one_line(law: Law) -> None:
    assert repr(programme(law)).startswith("Programme(law=Law(liaoning-2022 1.0.0)")
    assert "\n" not in repr(programme(law))


def test_a_board_says_what_it_is(law: Law) -> None:
    board = programme(law).board(as_of="2022-06-30")
    assert repr(board) == f"<board of liaoning-2022 as of 2022-06-30: {len(board)} rows>"


def test_a_board_is_a_table_with_its_source(law: Law) -> None:
    html = programme(law).board(as_of="2022-06-30")._repr_html_()
    assert html.count("<tr>") == 21  # the head and the first twenty rows
    assert "<td>7,724.0亿元</td>" in html
    assert "政策包 liaoning-2022" in html


def test_a_short_board_hides_nothing(law: Law) -> None:
    board = programme(law).board(as_of="2022-06-30", orgs=["210000"], indicators=["trade.exports"])
    assert "另有" not in board_html(board)
    assert "Exports of goods" in board_html(board, "en")


def test_an_explanation_shows_its_text(law: Law) -> None:
    explained = programme(law).statement("trade.total", "210000", "2021").explain()
    assert repr(explained) == explained.text()
