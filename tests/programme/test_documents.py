"""Documents of the packs: clauses, what is drawn from them, what is left."""

import pytest

from kaifang.packs.law import Law, load
from kaifang.programme.coverage import not_figures, uncovered
from kaifang.programme.documents import Summary, open_document, summaries, view_document
from kaifang.programme.errors import UnknownDocument
from tests.programme.memory import programme

PLAN, NOTICE, PRESS = "demo-plan-2023", "demo-notice-2023", "press-2022-01-25"


@pytest.fixture(scope="module")
def demo() -> Law:
    return load("demo")


@pytest.fixture(scope="module")
def liaoning() -> Law:
    return load("liaoning-2022")


def by_id(found: list[Summary]) -> dict[str, Summary]:
    return {one.document.id: one for one in found}


def test_each_clause_of_an_attached_text_has_its_place(demo: Law) -> None:
    view = view_document(demo, PLAN, demo.texts)
    assert view.clauses
    assert all(clause.spans for clause in view.clauses)
    received = demo.texts[PLAN]
    first = view.clauses[0]
    assert received[slice(*first.spans[0])].startswith(first.quote[:6])


def test_every_clause_begins_once_in_the_paragraphs(demo: Law) -> None:
    view = view_document(demo, NOTICE, demo.texts)
    begun = [n for one in view.paragraphs for piece in one.pieces for n in piece.begins]
    assert sorted(begun) == [clause.number for clause in view.clauses]


def test_without_a_text_there_are_quotations_and_no_paragraphs(liaoning: Law) -> None:
    view = view_document(liaoning, PRESS, {})
    assert view.paragraphs == []
    quote = next(c for c in view.clauses if c.quote == "全省货物进出口7724亿元")
    (fact,) = quote.drawn
    assert (fact.kind, fact.id, fact.value.zh) == ("facts", "trade.total.2021", "7,724亿元")


def test_the_list_counts_what_is_drawn(liaoning: Law) -> None:
    found = summaries(liaoning, {PRESS})
    press = by_id(found)[PRESS]
    assert press.own
    assert press.is_attached
    assert press.drawn["facts"] == 59
    assert not by_id(found)["reply-1278-2022-06-06"].is_attached
    assert [one.own for one in found] == sorted((one.own for one in found), reverse=True)


def test_differences_of_a_document_name_their_figures(liaoning: Law) -> None:
    differences = {one.id: one for one in view_document(liaoning, PRESS, {}).differences}
    one = differences["funds-two-totals"]
    assert one.label.zh == "口径不同"
    assert [figure.value.zh for figure in one.figures] == ["5,942.4亿元", "5,949亿元"]


def test_lists_that_a_document_does_not_give_are_missing(demo: Law) -> None:
    missing = view_document(demo, NOTICE, demo.texts).missing_lists
    assert any("另行公布" in (one.missing.zh if one.missing else "") for one in missing)


def test_words_that_are_no_figures_say_why_and_how_often(demo: Law) -> None:
    found = not_figures(view_document(demo, PLAN, demo.texts))
    assert found
    assert all(one.count for one in found)
    assert not_figures(view_document(load("liaoning-2022"), PRESS, {}))[0].count is None


def test_a_numeral_that_nothing_covers_is_shown_in_context(demo: Law) -> None:
    text = demo.texts[PLAN] + "另有三十七家。"
    (left,) = uncovered(view_document(demo, PLAN, {PLAN: text}))
    assert (left.numeral, left.after) == ("三十七", "家。")
    assert left.before.endswith("另有")


def test_an_unknown_document_names_the_nearest(demo: Law) -> None:
    with pytest.raises(UnknownDocument) as caught:
        open_document(programme(demo), "demo-plan-2024")
    assert PLAN in caught.value.near
