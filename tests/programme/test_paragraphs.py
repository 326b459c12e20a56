"""Texts of documents laid out to be read: nothing is lost, every clause has its place."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kaifang.programme.paragraphs import LONG, paragraphs

SPEECH = (
    "厅长:各位好。全省货物进出口7724亿元,同比增长17.6%。[2022-1-25]\n"
    "记者:请问今年的目标?[2022-1-25]厅长:增长6%左右。[2022-1-25]"
)


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_speech_begins_with_its_speaker_and_ends_with_its_stamp() -> None:
    first, second, third = paragraphs(SPEECH, {})
    assert [(p.text, p.role) for p in second.pieces] == [
        ("记者:", "speaker"),
        ("请问今年的目标?", ""),
        ("[2022-1-25]", "stamp"),
    ]
    assert first.text.startswith("厅长:")
    assert third.text == "厅长:增长6%左右。[2022-1-25]"


def test_overlapping_clauses_are_cut_at_each_border() -> None:
    start = SPEECH.index("全省")
    short, long = (start, start + 14), (start, start + 24)
    (first, *_) = paragraphs(SPEECH, {1: [short], 2: [long]})
    marked = [(p.text, p.clauses, p.begins) for p in first.pieces if p.clauses]
    assert marked == [
        ("全省货物进出口7724亿元,"[:14], (1, 2), (1, 2)),
        (SPEECH[start + 14 : start + 24], (2,), ()),
    ]


def test_a_clause_that_stands_twice_begins_once() -> None:
    text = "增长6%。\n增长6%。"
    found = paragraphs(text, {1: [(0, 4), (6, 10)]})
    assert [p.begins for one in found for p in one.pieces if p.clauses] == [(1,), ()]
    assert [p.clauses for one in found for p in one.pieces if p.text == "增长6%"] == [(1,), (1,)]


def test_a_long_paragraph_pauses_before_each_measure() -> None:
    text = "总体要求。" + "一是扩大开放。" * (LONG // 7 + 1)
    assert len(paragraphs(text, {})) > 2
    assert len(paragraphs("总体要求。一是扩大开放。二是稳外资。", {})) == 1


def test_headings_are_told_from_measures() -> None:
    heading, measure = paragraphs("一、加强顶层设计,谋划战略方向。\n一是加强调研。完成规划。", {})
    assert heading.is_heading
    assert not measure.is_heading


def test_a_list_of_sources_has_no_speakers() -> None:
    (only,) = paragraphs("来源:省商务厅", {})
    assert [p.role for p in only.pieces] == [""]


@given(
    st.text("甲一二、是。\n []2022-1:", max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=8),
)
def test_no_character_is_lost_and_every_clause_begins_once(text, places) -> None:
    spans = [(a, min(a + n, len(text))) for a, n in places if a < len(text)]
    clauses = {n: [span] for n, span in enumerate(spans, 1)}
    found = paragraphs(text, clauses)
    assert without_blanks("".join(one.text for one in found)) == without_blanks(text)
    begun = [number for one in found for piece in one.pieces for number in piece.begins]
    assert len(begun) == len(set(begun))
    for number, ((a, b),) in clauses.items():
        inside = "".join(p.text for one in found for p in one.pieces if number in p.clauses)
        assert without_blanks(inside) == without_blanks(text[a:b])
