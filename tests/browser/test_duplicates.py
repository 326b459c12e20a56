"""The province rules on a duplicate in a browser: side by side, refused without a reason, undone."""

from __future__ import annotations

import pytest

from kaifang.packs.law import load

HERE = "/projects/duplicates/"
CITIES = {"demo.lanpu": "demo.city", "demo.biwan": "demo.other"}
ONE = {
    "code_name": "海燕",
    "investor": "晨星电池集团有限公司",
    "investment": "120000",
    "site": "岚浦经开区 3 号地块",
}
SAME = {"code_name": "白鹭", "investor": "晨星电池集团", "investment": "118000", "site": "岚浦经开区3号地块"}  # fmt: skip
WORDS = {
    "zh-CN": {"reasons": "投资方名称相近、金额相近（相差不超过一成）、地点相同", "merged": "已合并",
              "separate": "恢复为两个项目", "none": "没有待裁定的疑似重复", "rests": "已并入他件"},
    "en": {"reasons": "like investor, like amount (within a tenth), same site", "merged": "Merged:",
           "separate": "two projects again", "none": "No pair waits for a ruling",
           "rests": "merged into another"},
}  # fmt: skip
WIDTHS = (390, 1280)


@pytest.fixture(autouse=True)
def office(employ) -> None:
    """The division, and two cities that have registered one project, Lanpu first."""
    from kaifang.programme.casework.keeping import Given, open_case
    from kaifang.programme.opening import Programme
    from kaifang.programme.people.actors import actor_of

    employ("demo.division", "division", "demo")
    programme = Programme.of(load("demo"))
    for (org, name), told in zip(CITIES.items(), (ONE, SAME), strict=True):
        actor = actor_of(employ(name, "city", org))
        open_case(actor, programme, "demo.project", org, Given(data=told))


@pytest.fixture
def refusals() -> tuple[int, ...]:
    """A ruling without a reason, and a city that asks for the page."""
    return (400, 403)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_province_rules_on_a_duplicate(as_, photograph, language) -> None:
    words = WORDS[language]
    page = as_("demo.division", HERE, language)
    assert words["reasons"] in page.locator("#suspected").inner_text()
    _photographed(page, photograph, f"duplicates-list-{language}")

    page.click("#suspected tbody a")
    assert words["reasons"] in page.locator(".pair-reasons").inner_text()
    _photographed(page, photograph, f"duplicates-pair-{language}")
    _ruled(page, "merge", "")
    assert page.locator(".error-list").count() == 1
    _ruled(page, "merge", "同一投资方、同一地块")
    assert words["merged"] in page.locator("main .notice--good").inner_text()
    _photographed(page, photograph, f"duplicates-merged-{language}")

    pair = page.url
    page.click("main p.quiet a")
    assert "白鹭" in page.locator(".timeline").inner_text()
    assert "118,000" in page.locator(".timeline").inner_text()
    _photographed(page, photograph, f"duplicates-case-{language}")
    page.click("main .notice a")
    assert words["rests"] in page.locator("main").inner_text()
    _photographed(page, photograph, f"duplicates-gone-{language}")

    page.goto(pair.partition(HERE)[0] + HERE)
    assert words["none"] in page.locator("main").inner_text()
    assert "同一地块" in page.locator("#rulings").inner_text()
    _photographed(page, photograph, f"duplicates-rulings-{language}")
    page.click("#rulings tbody a")
    _ruled(page, "separate", "是两条生产线")
    assert words["separate"] in page.locator(".pair-rulings li").first.inner_text()
    assert words["rests"] not in page.locator("#comparison").inner_text()


def test_a_city_is_refused_and_told_of_its_own_alone(as_) -> None:
    page = as_("demo.division", HERE)
    page.click("#suspected tbody a")
    address = page.url
    _ruled(page, "merge", "岚浦先登记")
    other = as_("demo.other", "/")
    assert other.locator(f'a[href="{HERE}"]').count() == 0
    for asked in (address, address.partition(HERE)[0] + HERE):
        other.goto(asked)
        assert "海燕" not in other.locator("body").inner_text()
        assert other.locator("#comparison, #suspected").count() == 0
    other.goto(address.partition(HERE)[0] + "/messages/")
    told = other.locator("main").inner_text()
    assert "已裁定并入另一处登记" in told
    assert "岚浦" not in told


def _ruled(page, verdict: str, reason: str) -> None:
    """Open the form of a verdict, say why, send it."""
    form = page.locator(f"#ruling-{verdict}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    box = form.locator("textarea")
    box.evaluate("box => { box.required = false }")
    box.fill(reason)
    with page.expect_navigation():
        form.locator("button").click()


def _photographed(page, photograph, name: str) -> None:
    """Look at a page on a phone and on a desk: nothing stands beyond its edge."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        photograph(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
