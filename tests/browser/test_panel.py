"""The side panel: from a figure to the sentence, with the address holding what is open."""

TRADE = "a.figure[href='/styleguide/explanations/0/']"


def opened(page) -> str:
    page.locator("#panel [data-explanation]").wait_for()
    return page.locator("#panel").inner_text()


def test_figure_opens_beside_the_table(look) -> None:
    page = look("/styleguide/table/")
    page.locator(TRADE).first.click()
    assert "全省货物进出口7724亿元" in opened(page)
    assert page.locator("table").first.is_visible()
    assert page.url.endswith("#/styleguide/explanations/0/")


def test_focus_goes_in_and_comes_back(look) -> None:
    page = look("/styleguide/table/")
    page.locator(TRADE).first.click()
    opened(page)
    assert page.evaluate("document.activeElement.closest('#panel') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert (
        page.evaluate("document.activeElement.getAttribute('href')")
        == "/styleguide/explanations/0/"
    )


def test_link_sent_on_shows_the_same(look) -> None:
    page = look("/styleguide/table/#/styleguide/explanations/0/")
    assert "全省货物进出口7724亿元" in opened(page)


def test_input_opens_in_its_place_and_back_returns(look) -> None:
    page = look("/styleguide/table/")
    page.locator(TRADE).first.click()
    opened(page)
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
    assert fresh.value.url.endswith("/styleguide/explanations/0/")
    assert page.locator("#panel").is_hidden()


def test_answer_is_copied_with_its_citation(look) -> None:
    page = look("/styleguide/table/#/styleguide/explanations/0/")
    opened(page)
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


def test_figure_is_a_page_without_script(chromium, live_server) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/table/")
    page.locator(TRADE).first.click()
    assert page.url.endswith("/styleguide/explanations/0/")
    assert "全省货物进出口7724亿元" in page.locator("main").inner_text()
    context.close()


def test_chart_is_a_table_without_script(chromium, live_server) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/charts/")
    assert page.locator(".chart-data table").first.is_visible()
    context.close()
