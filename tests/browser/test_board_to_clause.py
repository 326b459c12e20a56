"""From the board down to the clause, from one language to the other, and out as a workbook."""

import re

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from kaifang.packs.law import load
from tests.browser.conftest import fits, go, says


@pytest.fixture(autouse=True)
def liaoning(transactional_db) -> None:
    """What Liaoning published in 2022."""
    from kaifang.store.installing import install

    install(load("liaoning-2022"))


def first_figure(page):
    return page.locator("#board a.figure[href^='/figure/trade.total/210000/2021/']").first


def test_figure_of_the_board_opens_down_to_its_clause(look) -> None:
    page = look("/board/")
    first_figure(page).click()
    panel = page.locator("#panel")
    says(panel.locator("[data-explanation]"), "7,724.0亿元")
    go(panel.locator(".quotation a").first)
    expect(page).to_have_url(re.compile("/documents/press-2022-01-25/#c"))
    clause = page.locator(page.evaluate("location.hash"))
    says(clause, "全省货物进出口7724亿元")


def test_explanation_keeps_its_place_in_the_address(look) -> None:
    page = look("/board/?kind=number")
    first_figure(page).click()
    page.locator("#panel [data-explanation]").wait_for()
    expect(page).to_have_url(
        re.compile(re.escape("/board/?kind=number#/figure/trade.total/210000/2021/") + "$")
    )


def test_language_changes_and_the_page_stays(open_page) -> None:
    page = open_page("/board/?area=trade")
    address = page.url
    says(page.locator("#board"), "货物进出口总额")
    go(page.get_by_role("button", name="English"))
    expect(page).to_have_url(address)
    says(page.locator("#board"), "Total imports and exports of goods")
    assert "货物" not in page.locator("main").inner_text()


def test_table_leaves_as_a_workbook_that_opens_with_the_same_figures(look, tmp_path) -> None:
    page = look("/board/?area=trade&kind=number")
    shown = page.locator("#board tbody tr[data-row]").count()
    page.locator("#board [data-export] summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="XLSX").click()
    file = tmp_path / "board.xlsx"
    waiting.value.save_as(file)
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    head, *rows = sheet[1:]
    assert len([row for row in rows if row[1]]) == shown
    assert rows[0][:2] == ["辽宁省", "货物进出口总额"]
    assert rows[0][head.index("最新值")] == 7724.0
    assert "liaoning-2022" in sheet[-1][0]


def test_filters_go_into_the_address(look) -> None:
    page = look("/board/")
    page.get_by_label("领域").select_option(label="通关")
    go(page.get_by_role("button", name="筛选"))
    expect(page).to_have_url(re.compile(r"/board/\?.*area=clearance"))
    expect(page.locator("#board tbody tr[data-row]")).to_have_count(2)


def test_another_date_is_asked_for_behind_the_date_line(look) -> None:
    page = look("/board/?area=trade")
    page.locator("summary", has_text="换个时点").click()
    page.locator("#as_of").fill("2022-01-24")
    go(page.locator(".moment button"))
    expect(page).to_have_url(re.compile("as_of=2022-01-24"))
    expect(page).to_have_url(re.compile("area=trade"))
    expect(page.locator("#board")).to_have_count(1)
    expect(page.locator("#board tbody tr[data-row]")).to_have_count(0)


def test_wide_board_moves_in_its_own_box_under_its_first_column(look) -> None:
    for width in (390, 1280):
        page = look("/board/", width=width)
        fits(page, width)
        box = page.locator("#board .table-scroll")
        left = "e => e.querySelector('tbody tr[data-row] th').getBoundingClientRect().left"
        before = box.evaluate(left)
        box.evaluate("e => { e.scrollLeft = 300; }")
        assert abs(box.evaluate(left) - before) < 2, width


def test_on_a_phone_every_light_is_seen_without_moving_the_table(look) -> None:
    for address in ("/", "/board/", "/targets/"):
        page = look(address, width=390)
        rights = page.locator("main table td.light-cell .light-word").evaluate_all(
            "words => words.map(word => word.getBoundingClientRect().right)"
        )
        assert rights, address
        assert max(rights) <= 390, address


def test_pages_hold_together_at_every_width(look, photograph) -> None:
    for name, address in (
        ("today", "/"), ("board", "/board/"), ("rank", "/board/?by=rank"),
        ("figure", "/figure/trade.total/210000/2021/"), ("indicators", "/indicators/"),
        ("indicator", "/indicators/trade.total/"), ("orgs", "/orgs/"), ("org", "/orgs/210000/"),
        ("targets", "/targets/"), ("target", "/targets/trade.total.2022/"), ("tasks", "/tasks/"),
        ("task", "/tasks/trade.quality_project/"),
    ):  # fmt: skip
        for language in ("zh-CN", "en"):
            page = look(address, width=1920, language=language)
            for width in (1920, 1280, 390):
                fits(page, width)
                photograph(page, f"{name}-{width}-{language}")
