"""The search page: grouped, for the keyboard, teaching when it finds nothing."""

from kaifang.site.components.statements import clause_id
from tests.site.pages import Reader


def hrefs(page: str) -> list[str]:
    return [one["href"] for one in Reader(page).named("a") if "data-row" in one]


def test_results_are_grouped_and_lead_to_their_pages(liaoning, read) -> None:
    found = hrefs(read("/search/?q=进出口"))
    assert found[0] == "/indicators/trade.total/"
    assert "/targets/trade.total.2022/" in found


def test_a_sentence_is_found_by_its_number(liaoning, read) -> None:
    anchor = clause_id("全省货物进出口7724亿元")
    assert f"/documents/press-2022-01-25/#{anchor}" in hrefs(read("/search/?q=7724"))


def test_a_sentence_of_another_programme_keeps_the_programme(demo, liaoning, read) -> None:
    found = hrefs(read("/search/?q=954&pack=demo"))
    assert any(one.startswith("/documents/demo-notice-2023/?pack=demo#c") for one in found)


def test_one_kind_may_be_seen_whole(liaoning, read) -> None:
    few, whole = read("/search/?q=自贸"), read("/search/?q=自贸&kind=quotations")
    assert "显示全部" in few
    assert len(hrefs(whole)) > 8


def test_nothing_found_says_what_to_try(liaoning, read) -> None:
    assert "没有找到" in read("/search/?q=没有这个词")
    assert "Try fewer words" in read("/search/?q=qqqqq", "en")


def test_an_empty_search_teaches(liaoning, read) -> None:
    page = read("/search/")
    assert "可以查找的内容" in page
    assert 'href="/search/?q=' in page


def test_what_was_typed_is_escaped(liaoning, read) -> None:
    page = read("/search/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
