"""The pages of projects in a browser: in both languages, on a phone and a screen, each bar a way on."""

from __future__ import annotations

from functools import partial

import pytest

from tests.programme.projects.conftest import COURSES, EVENTS, OCCASIONS, PROCESS, given, record

PAGES = ("", "list/", "funnel/", "cohorts/", "map/", "stalled/", "events/", "central/")
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def office(employ) -> None:
    """The division, and nine projects counted by hand."""
    employ("division", "division", "demo")
    record([*given(PROCESS, COURSES), *given(OCCASIONS, EVENTS)])


@pytest.fixture
def signed_in(as_):
    """Sign the division in and open a page."""
    return partial(as_, "division")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_page_opens_and_fits(signed_in, live_server, language) -> None:
    page = signed_in("/projects/", language)
    for address in PAGES:
        for width in (390, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{live_server.url}/projects/{address}")
            page.wait_for_load_state("load")
            assert page.locator("h1").count() == 1
            assert page.evaluate(FITS), f"{address} at {width}"


@pytest.mark.parametrize(("language", "count"), [("zh-CN", "共7个项目"), ("en", "7 projects")])
def test_a_number_of_a_chart_leads_to_its_projects(signed_in, language, count) -> None:
    """By the keyboard from the table beside the picture."""
    page = signed_in("/projects/funnel/", language)
    page.wait_for_selector("[data-chart='funnel-chart'][data-drawn]")
    page.locator(".chart-data > summary").click()
    seven = page.locator(".chart-data a.figure", has_text="7").first
    seven.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/list/?funnel=signed*")
    assert count in page.locator("main").inner_text()
    assert page.locator("tbody tr").count() == 7


def test_a_bar_leads_to_its_projects(signed_in) -> None:
    page = signed_in("/projects/stalled/")
    page.wait_for_selector("[data-chart='reasons-chart'][data-drawn]")
    bar = page.locator(".chart-picture path[fill]:not([fill='none'])").first
    bar.click()
    page.wait_for_url("**/projects/list/?reason=land*")
    assert "代号e" in page.locator("main").inner_text()


def test_the_menu_leads_from_page_to_page(signed_in) -> None:
    page = signed_in("/projects/")
    page.get_by_role("link", name="漏斗", exact=True).click()
    page.wait_for_url("**/projects/funnel/")
    page.get_by_role("link", name="招商活动", exact=True).click()
    page.wait_for_url("**/projects/events/")
    assert "示例投洽会" in page.locator("main").inner_text()
