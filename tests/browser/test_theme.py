"""The theme follows the system, or the reader's choice, which is kept."""

DARK, LIGHT = "rgb(23, 21, 19)", "rgb(251, 250, 247)"


def ground(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_choice_stands_over_the_system_and_is_kept(open_page) -> None:
    page = open_page("/styleguide/charts/", scheme="dark")
    assert ground(page) == DARK
    switch = page.locator("[data-theme-switch]")
    switch.click()
    assert ground(page) == LIGHT
    page.reload()
    assert ground(page) == LIGHT
    assert page.locator("[data-theme-switch]").inner_text() == "外观： 浅色"


def test_switch_comes_round_to_the_system_again(open_page) -> None:
    page = open_page("/styleguide/")
    for expected in (LIGHT, DARK, LIGHT):
        page.locator("[data-theme-switch]").click()
        assert ground(page) == expected
