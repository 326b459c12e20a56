"""The keys: search, areas, rows, explain, export, help; they rest while one types."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import says

FOCUS = "document.activeElement"


def test_slash_goes_to_the_search(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("j/k?")
    expect(page.locator("#search")).to_have_value("j/k?")


def test_j_and_k_walk_the_rows(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    says(page.locator("[data-row]:focus"), "云屏市")
    page.keyboard.press("k")
    says(page.locator("[data-row]:focus"), "招商引资实际到位资金")


def test_e_explains_the_figure_of_the_row(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("j")
    page.keyboard.press("e")
    says(page.locator("#panel"), "锚定全年进出口增长6%的目标不放松")


def test_x_opens_the_exports(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("x")
    expect(page.locator("[data-export][open] a").first).to_have_text("XLSX")
    page.keyboard.press("Escape")
    expect(page.locator("[data-export][open]")).to_have_count(0)


def test_g_and_a_letter_go_to_an_area(look) -> None:
    page = look("/styleguide/")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("t")
    expect(page.locator(".areas [aria-current]")).to_have_text("今日")


def test_letter_of_an_area_to_come_does_nothing(look) -> None:
    page = look("/styleguide/")
    page.keyboard.press("g")
    here = page.url
    page.keyboard.press("z")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    expect(page).to_have_url(here)


def test_question_mark_shows_the_keys_and_escape_closes(look) -> None:
    page = look("/styleguide/")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_keys_can_be_switched_off_and_stay_so(open_page) -> None:
    page = open_page("/styleguide/table/")
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    for key in ("j", "/", "?"):
        page.keyboard.press(key)
    assert page.evaluate(f"{FOCUS} === document.body")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_keys_with_a_modifier_are_the_browsers(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("j")
    page.keyboard.press("Control+e")
    page.keyboard.press("k")
    expect(page.locator("[data-row]:focus")).to_be_visible()
    expect(page.locator("#panel")).to_be_hidden()


def test_first_tab_offers_to_skip_to_the_content(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_focus_can_be_seen_on_every_stop(look) -> None:
    page = look("/styleguide/filters/")
    for _ in range(14):
        page.keyboard.press("Tab")
        style = page.evaluate(f"getComputedStyle({FOCUS}).outlineStyle")
        assert style != "none", page.evaluate(f"{FOCUS}.outerHTML")
