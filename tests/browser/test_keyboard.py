"""The keys: search, areas, rows, explain, export, help; they rest while one types."""

FOCUS = "document.activeElement"


def focused(page, what: str) -> bool:
    return page.evaluate(f"{FOCUS}.matches({what!r})")


def test_slash_goes_to_the_search(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("/")
    assert focused(page, "#search")
    page.keyboard.type("j/k?")
    assert page.input_value("#search") == "j/k?"


def test_j_and_k_walk_the_rows(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "云屏市" in page.evaluate(f"{FOCUS}.innerText")
    page.keyboard.press("k")
    assert "招商引资实际到位资金" in page.evaluate(f"{FOCUS}.innerText")


def test_e_explains_the_figure_of_the_row(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("#panel [data-explanation]").wait_for()
    assert "锚定全年进出口增长6%的目标不放松" in page.locator("#panel").inner_text()


def test_x_opens_the_exports(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("x")
    assert page.locator("[data-export][open] a").first.inner_text() == "XLSX"
    page.keyboard.press("Escape")
    assert page.locator("[data-export][open]").count() == 0


def test_g_and_a_letter_go_to_an_area(look) -> None:
    page = look("/styleguide/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/")
    assert page.locator(".areas [aria-current]").inner_text() == "今日"


def test_letter_of_an_area_to_come_does_nothing(look) -> None:
    page = look("/styleguide/")
    page.keyboard.press("g")
    page.keyboard.press("z")
    assert page.url.endswith("/styleguide/")


def test_question_mark_shows_the_keys_and_escape_closes(look) -> None:
    page = look("/styleguide/")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()


def test_keys_can_be_switched_off_and_stay_so(open_page) -> None:
    page = open_page("/styleguide/table/")
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert not focused(page, "[data-row]")


def test_keys_with_a_modifier_are_the_browsers(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("Control+e")
    assert page.locator("#panel").is_hidden()


def test_first_tab_offers_to_skip_to_the_content(look) -> None:
    page = look("/styleguide/table/")
    page.keyboard.press("Tab")
    assert focused(page, "a.skip")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_focus_can_be_seen_on_every_stop(look) -> None:
    page = look("/styleguide/filters/")
    for _ in range(14):
        page.keyboard.press("Tab")
        style = page.evaluate(f"getComputedStyle({FOCUS}).outlineStyle")
        assert style != "none", page.evaluate(f"{FOCUS}.outerHTML")
