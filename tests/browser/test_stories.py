"""Every story is drawn in both languages, at three widths, without a word on the console."""

import pytest
from playwright.sync_api import expect

from kaifang.site.styleguide.stories import STORIES
from tests.browser.conftest import fits, says

LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
DARK = "rgb(23, 21, 19)"
DRAWN = "document.querySelectorAll('[data-chart]:not([data-drawn])').length === 0"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_story_fits_every_screen(look, photograph, name: str, language: str) -> None:
    page = look(f"/styleguide/{name}/", language=LANGUAGES[language])
    for width in (390, 1280, 1920):
        fits(page, width)
        photograph(page, f"{name}-{width}-{language}")


@pytest.mark.parametrize("name", ["table", "charts", "map", "states"])
def test_story_is_drawn_in_the_dark(look, photograph, name: str) -> None:
    page = look(f"/styleguide/{name}/", scheme="dark")
    page.wait_for_function(DRAWN)
    expect(page.locator("body")).to_have_css("background-color", DARK)
    photograph(page, f"{name}-1280-zh-dark")


@pytest.mark.parametrize("address", ["/", "/people/login/", "/styleguide/explanations/0/"])
def test_page_fits_a_phone(look, address: str) -> None:
    page = look(address, width=390)
    fits(page, 390)


def test_wall_is_dark_whatever_the_system_says(look) -> None:
    page = look("/styleguide/wall/", width=1920)
    expect(page.locator("body")).to_have_css("background-color", DARK)


def test_chart_is_drawn_and_its_table_folded_away(look) -> None:
    page = look("/styleguide/charts/")
    page.wait_for_function(DRAWN)
    assert page.locator("[data-chart] svg").count() >= 4
    expect(page.locator(".chart-data[open]")).to_have_count(0)


def test_chart_tells_its_values_under_the_pointer(look) -> None:
    page = look("/styleguide/charts/")
    page.wait_for_function(DRAWN)
    page.locator(".chart-picture").first.hover()
    says(page.locator(".chart-tip").first, "示例省", "亿元")


def test_short_name_stays_on_one_line_on_a_phone(look) -> None:
    page = look("/styleguide/table/", width=390)
    height = page.locator("#cities .named", has_text="石桥浦市").bounding_box()["height"]
    assert height < 25
