"""Every story is drawn in both languages, at three widths, without a word on the console."""

import pytest

from kaifang.site.styleguide.stories import STORIES

LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
DRAWN = "document.querySelectorAll('[data-chart]:not([data-drawn])').length === 0"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_story_fits_every_screen(look, photograph, name: str, language: str) -> None:
    page = look(f"/styleguide/{name}/", language=LANGUAGES[language])
    for width in (390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(DRAWN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        photograph(page, f"{name}-{width}-{language}")


@pytest.mark.parametrize("name", ["table", "charts", "map", "states"])
def test_story_is_drawn_in_the_dark(look, photograph, name: str) -> None:
    page = look(f"/styleguide/{name}/", scheme="dark")
    page.wait_for_function(DRAWN)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(23, 21, 19)"
    photograph(page, f"{name}-1280-zh-dark")


@pytest.mark.parametrize("address", ["/", "/people/login/", "/styleguide/explanations/0/"])
def test_page_fits_a_phone(look, address: str) -> None:
    page = look(address, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_wall_is_dark_whatever_the_system_says(look) -> None:
    page = look("/styleguide/wall/", width=1920)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 21, 19)"


def test_chart_is_drawn_and_its_table_folded_away(look) -> None:
    page = look("/styleguide/charts/")
    page.wait_for_function(DRAWN)
    assert page.locator("[data-chart] svg").count() >= 4
    assert page.locator(".chart-data[open]").count() == 0


def test_chart_tells_its_values_under_the_pointer(look) -> None:
    page = look("/styleguide/charts/")
    page.wait_for_function(DRAWN)
    box = page.locator(".chart-picture").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator(".chart-tip").first
    tip.wait_for(state="visible")
    assert "示例省" in tip.inner_text()
    assert "亿元" in tip.inner_text()


def test_short_name_stays_on_one_line_on_a_phone(look) -> None:
    page = look("/styleguide/table/", width=390)
    height = page.locator("#cities .named", has_text="石桥浦市").bounding_box()["height"]
    assert height < 25
