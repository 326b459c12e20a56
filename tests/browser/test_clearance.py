"""Clearance in a browser: each page in both languages, no wider than its screen, charts drawn."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, fits, go, says
from tests.programme.clearance.test_studying import A, B, C, case

WIDTHS = (390, 1280, 1920)
APRIL = "first=2023-04&last=2023-04"
PAGES = {
    "steps": f"/clearance/?{APRIL}",
    "by-port": f"/clearance/?{APRIL}&by=port",
    "promises": f"/clearance/promises/?{APRIL}",
    "bottlenecks": f"/clearance/bottlenecks/?{APRIL}",
    "compare": f"/clearance/compare/?{APRIL}&of_port=甲港&first-2=2023-04&last-2=2023-04&of_port-2=乙港",
    "trend": f"/clearance/trend/?{APRIL}&step=customs",
    "bands": f"/clearance/bands/?{APRIL}&show=all",
    "report": f"/clearance/report/?{APRIL}",
    "cases": f"/clearance/cases/?{APRIL}&step=customs",
    "case": "/clearance/乙港-0/",
}
CHARTS = {"steps": 2, "by-port": 1, "bottlenecks": 1, "compare": 1, "trend": 1}


@pytest.fixture(autouse=True)
def port(transactional_db, settings, tmp_path) -> None:
    """Thirty cases of each of two ports, one with a long name, and some of the base year."""
    from kaifang.packs.law import load
    from kaifang.store import events
    from kaifang.store.installing import install
    from kaifang.store.models import User

    settings.HOME, settings.PROGRAMME = tmp_path / "home", "demo"
    settings.SOLO, settings.SECOND_FACTOR = True, "optional"
    User.objects.create_user("xu", password=PASSWORD)
    install(load("demo"))
    kinds = (("甲港（岚浦综合保税区国际集装箱码头）", A), ("乙港", B), ("甲港", A), ("丁港", C))
    given = [
        event
        for port, times in kinds
        for n in range(30)
        for event in case(f"{port}-{n}", port, **times)
    ]
    events.append(given, source_name="test")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_page_opens_and_is_no_wider_than_its_screen(
    as_, live_server, photograph, language
) -> None:
    page = as_("xu", "/clearance/", language)
    for name, path in PAGES.items():
        page.goto(live_server.url + path)
        for width in WIDTHS:
            fits(page, width)
            photograph(page, f"clearance-{name}-{width}-{language}")
        drawn = page.locator(".chart-picture canvas, .chart-picture svg")
        expect(drawn, name).to_have_count(CHARTS.get(name, 0))


def test_a_figure_opens_beside_the_table_and_leads_to_a_case(as_, live_server) -> None:
    page = as_("xu", "/clearance/", "en")
    page.goto(live_server.url + PAGES["steps"])
    row = page.locator("#steps tr", has_text="arrived and declared to release")
    row.locator("a.figure").nth(2).click()
    panel = page.locator("#panel")
    told = panel.locator("[data-explanation]")
    says(told, "from the last of arrival, declaration to release")
    go(panel.get_by_text("Cases that went through"))
    go(page.locator("#cases tbody a").first)
    says(page.locator("h1"), "Consignment")
    expect(page.locator("#history tbody tr")).to_have_count(4)  # of 乙港, which took longest
