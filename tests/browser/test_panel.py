"""The side panel: from a figure to the sentence, with the address holding what is open."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import go, says

TRADE = "a.figure[href='/styleguide/explanations/0/']"


def is_opened(page, *words: str) -> None:
    page.locator("#panel [data-explanation]").wait_for()
    says(page.locator("#panel"), *words)


def test_figure_opens_beside_the_table(look) -> None:
    page = look("/styleguide/table/")
    page.locator(TRADE).first.click()
    is_opened(page, "全省货物进出口7724亿元")
    expect(page.locator("table").first).to_be_visible()
    expect(page).to_have_url(re.compile("#/styleguide/explanations/0/$"))


def test_focus_goes_in_and_comes_back(look) -> None:
    page = look("/styleguide/table/")
    page.locator(TRADE).first.click()
    is_opened(page)
    expect(page.locator("#panel :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(TRADE).first).to_be_focused()


def test_link_sent_on_shows_the_same(look) -> None:
    page = look("/styleguide/table/#/styleguide/explanations/0/")
    is_opened(page, "全省货物进出口7724亿元")


def test_input_opens_in_its_place_and_back_returns(look) -> None:
    page = look("/styleguide/table/")
    page.locator(TRADE).first.click()
    is_opened(page)
    page.locator("#panel .inputs a").first.click()
    page.locator("#panel h2", has_text="出口总额").wait_for()
    page.locator("[data-panel-back]").click()
    page.locator("#panel h2", has_text="进出口总额").wait_for()
    page.go_back()
    page.locator("#panel").wait_for(state="hidden")


def test_control_click_opens_a_page_of_its_own(open_page) -> None:
    page = open_page("/styleguide/table/")
    with page.context.expect_page() as fresh:
        page.locator(TRADE).first.click(modifiers=["Control"])
    fresh.value.wait_for_load_state()
    expect(fresh.value).to_have_url(re.compile("/styleguide/explanations/0/$"))
    expect(page.locator("#panel")).to_be_hidden()


def test_answer_is_copied_with_its_citation(look) -> None:
    page = look("/styleguide/table/#/styleguide/explanations/0/")
    is_opened(page)
    page.locator("#panel [data-copy=citation]").click()
    page.locator("#panel [data-copied]").wait_for(state="visible")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "7,724亿元" in copied
    assert "全省货物进出口7724亿元" in copied


def test_explanation_that_cannot_be_loaded_says_so(open_page) -> None:
    page = open_page("/styleguide/table/")
    page.route("**/explanations/0/", lambda route: route.fulfill(status=204))
    page.locator(TRADE).first.click()
    page.locator("#panel p", has_text="未能载入解释").wait_for()


def test_figure_is_a_page_without_script(new_page, live_server) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/styleguide/table/")
    go(page.locator(TRADE).first)
    expect(page).to_have_url(f"{live_server.url}/styleguide/explanations/0/")
    says(page.locator("main"), "全省货物进出口7724亿元")


def test_chart_is_a_table_without_script(new_page, live_server) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/styleguide/charts/")
    expect(page.locator(".chart-data table").first).to_be_visible()
