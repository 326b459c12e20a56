"""The theme follows the system, or the reader's choice, which is kept."""

from playwright.sync_api import expect

DARK, LIGHT = "rgb(23, 21, 19)", "rgb(251, 250, 247)"


def is_drawn(page, ground: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", ground)


def test_choice_stands_over_the_system_and_is_kept(open_page) -> None:
    page = open_page("/styleguide/charts/", scheme="dark")
    is_drawn(page, DARK)
    switch = page.locator("[data-theme-switch]")
    switch.click()
    is_drawn(page, LIGHT)
    page.reload()
    is_drawn(page, LIGHT)
    expect(switch).to_have_text("外观： 浅色", use_inner_text=True)


def test_switch_comes_round_to_the_system_again(open_page) -> None:
    page = open_page("/styleguide/")
    for expected in (LIGHT, DARK, LIGHT):
        page.locator("[data-theme-switch]").click()
        is_drawn(page, expected)
