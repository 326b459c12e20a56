"""The pages of projects in a browser: in both languages, on a phone and a screen, each bar a way on."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fits, go, says
from tests.programme.projects.conftest import COURSES, EVENTS, OCCASIONS, PROCESS, given, record

PAGES = ("", "list/", "funnel/", "cohorts/", "map/", "stalled/", "events/", "central/")


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
        page.goto(f"{live_server.url}/projects/{address}")
        expect(page.locator("h1")).to_have_count(1)
        for width in (390, 1280, 1920):
            fits(page, width)


@pytest.mark.parametrize(("language", "count"), [("zh-CN", "共7个项目"), ("en", "7 projects")])
def test_a_number_of_a_chart_leads_to_its_projects(signed_in, language, count) -> None:
    """By the keyboard from the table beside the picture."""
    page = signed_in("/projects/funnel/", language)
    page.wait_for_selector("[data-chart='funnel-chart'][data-drawn]")
    page.locator(".chart-data > summary").click()
    seven = page.locator(".chart-data a.figure", has_text="7").first
    seven.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/projects/list/\?funnel=signed"))
    says(page.locator("main"), count)
    expect(page.locator("tbody tr")).to_have_count(7)


def test_a_bar_leads_to_its_projects(signed_in) -> None:
    page = signed_in("/projects/stalled/")
    page.wait_for_selector("[data-chart='reasons-chart'][data-drawn]")
    go(page.locator(".chart-picture path[fill]:not([fill='none'])").first)
    expect(page).to_have_url(re.compile(r"/projects/list/\?reason=land"))
    says(page.locator("main"), "代号e")


def test_the_menu_leads_from_page_to_page(signed_in) -> None:
    page = signed_in("/projects/")
    go(page.get_by_role("link", name="漏斗", exact=True))
    expect(page).to_have_url(re.compile("/projects/funnel/$"))
    go(page.get_by_role("link", name="招商活动", exact=True))
    expect(page).to_have_url(re.compile("/projects/events/$"))
    says(page.locator("main"), "示例投洽会")
