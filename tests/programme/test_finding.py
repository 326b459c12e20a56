"""Finding things of a programme by words, whatever way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.packs.law import Law, load
from kaifang.programme.finding import KINDS, find, label_of, words_of


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def ids(law: Law, query: str, kind: str) -> list[str]:
    found = find(law, query)
    return [one.id for one in found[kind][1]] if kind in found else []


def test_the_short_name_of_an_indicator_comes_first(law: Law) -> None:
    assert ids(law, "进出口", "indicators")[0] == "trade.total"


def test_traditional_and_wide_characters_find_the_same(law: Law) -> None:
    assert ids(law, "進出口", "indicators") == ids(law, "进出口", "indicators")
    assert ids(law, "ｔｒａｄｅ．ｔｏｔａｌ", "indicators")[0] == "trade.total"


def test_an_organisation_is_found_by_code_and_in_english(law: Law) -> None:
    assert ids(law, "210200", "orgs") == ["210200"]
    assert ids(law, "Dalian", "orgs")[0] == "210200"


def test_all_words_have_to_be_there(law: Law) -> None:
    wide, narrow = ids(law, "进出口", "targets"), ids(law, "进出口 2022", "targets")
    assert narrow
    assert set(narrow) <= set(wide)
    assert find(law, "进出口 没有这个词") == {}


def test_a_number_of_the_text_finds_its_sentence(law: Law) -> None:
    count, found = find(law, "5942.4")["quotations"]
    assert count == len(found)
    assert all("5942.4" in one.quote for one in found)
    assert {one.id for one in found} == {"press-2022-01-25"}


def test_more_than_shown_is_counted(law: Law) -> None:
    count, found = find(law, "自贸", most=2)["quotations"]
    assert len(found) == 2
    assert count > 2


def test_a_demo_finds_no_real_place_and_the_other_way_round(law: Law) -> None:
    assert ids(load("demo"), "大连", "orgs") == []
    assert ids(law, "示例省", "orgs") == []


def test_a_blank_query_finds_nothing(law: Law) -> None:
    assert find(law, "  \u3000 ") == {}


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    assert len(words_of(text)) <= 8


def test_each_kind_has_a_label() -> None:
    assert all(label_of(kind).zh and label_of(kind).en for kind in KINDS)
