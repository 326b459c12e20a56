"""Clearance in a browser: each page in both languages, no wider than its screen, charts drawn."""

import pytest

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
    User.objects.create_user("xu", password="a long enough password")
    install(load("demo"))
    kinds = (("甲港（岚浦综合保税区国际集装箱码头）", A), ("乙港", B), ("甲港", A), ("丁港", C))
    given = [
        event
        for port, times in kinds
        for n in range(30)
        for event in case(f"{port}-{n}", port, **times)
    ]
    events.append(given, source_name="test")


def sign_in(page) -> None:
    page.fill("#id_username", "xu")
    page.fill("#id_password", "a long enough password")
    page.click("main form button")
    page.wait_for_load_state("load")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_page_opens_and_is_no_wider_than_its_screen(open_page, photograph, language) -> None:
    page = open_page("/people/login/?next=/clearance/", language=language)
    sign_in(page)
    base = page.url.partition("/clearance/")[0]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for name, path in PAGES.items():
            page.goto(base + path)
            page.wait_for_load_state("load")
            wide = page.evaluate("document.documentElement.scrollWidth")
            photograph(page, f"clearance-{name}-{width}-{language}")
            assert wide <= width, (name, width, wide)
            drawn = page.locator(".chart-picture canvas, .chart-picture svg").count()
            assert drawn == CHARTS.get(name, 0), name


def test_a_figure_opens_beside_the_table_and_leads_to_a_case(open_page) -> None:
    page = open_page("/people/login/?next=/clearance/", language="en")
    sign_in(page)
    page.goto(page.url.partition("/clearance/")[0] + PAGES["steps"])
    row = page.locator("#steps tr", has_text="arrived and declared to release")
    row.locator("a.figure").nth(2).click()
    panel = page.locator("#panel")
    panel.locator("[data-explanation]").wait_for()
    assert "from the last of arrival, declaration to release" in panel.inner_text()
    panel.get_by_text("Cases that went through").click()
    page.wait_for_load_state("load")
    page.locator("#cases tbody a").first.click()
    page.wait_for_load_state("load")
    assert "Consignment" in page.locator("h1").inner_text()
    assert page.locator("#history tbody tr").count() == 4  # of 乙港, which took longest
