"""The province rules on a duplicate in a browser: side by side, refused without a reason, undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kaifang.packs.law import load
from tests.browser.conftest import fits, go, says

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
              "separate": "恢复为两个项目", "none": "没有待裁定的疑似重复", "rests": "已并入他件",
              "amount": "118,000万元"},
    "en": {"reasons": "like investor, like amount (within a tenth), same site", "merged": "Merged:",
           "separate": "two projects again", "none": "No pair waits for a ruling",
           "rests": "merged into another", "amount": "1,180 million yuan"},
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
def test_the_province_rules_on_a_duplicate(as_, live_server, photograph, language) -> None:
    words = WORDS[language]
    page = as_("demo.division", HERE, language)
    says(page.locator("#suspected"), words["reasons"])
    _photographed(page, photograph, f"duplicates-list-{language}")

    go(page.locator("#suspected tbody a"))
    says(page.locator(".pair-reasons"), words["reasons"])
    _photographed(page, photograph, f"duplicates-pair-{language}")
    _ruled(page, "merge", "")
    expect(page.locator(".error-list")).to_have_count(1)
    _ruled(page, "merge", "同一投资方、同一地块")
    says(page.locator("main .notice--good"), words["merged"])
    _photographed(page, photograph, f"duplicates-merged-{language}")

    go(page.locator("main p.quiet a", has_text="白鹭"))
    says(page.locator(".timeline"), "白鹭", words["amount"])
    _photographed(page, photograph, f"duplicates-case-{language}")
    go(page.locator("main .notice a"))
    says(page.locator("main"), words["rests"])
    _photographed(page, photograph, f"duplicates-gone-{language}")

    page.goto(live_server.url + HERE)
    says(page.locator("main"), words["none"])
    says(page.locator("#rulings"), "同一地块")
    _photographed(page, photograph, f"duplicates-rulings-{language}")
    go(page.locator("#rulings tbody a"))
    _ruled(page, "separate", "是两条生产线")
    says(page.locator(".pair-rulings li").first, words["separate"])
    assert words["rests"] not in page.locator("#comparison").inner_text()


def test_a_city_is_refused_and_told_of_its_own_alone(as_, live_server) -> None:
    page = as_("demo.division", HERE)
    go(page.locator("#suspected tbody a"))
    address = page.url
    _ruled(page, "merge", "岚浦先登记")
    other = as_("demo.other", "/")
    expect(other.locator(f'a[href="{HERE}"]')).to_have_count(0)
    for asked in (address, live_server.url + HERE):
        answer = other.goto(asked)
        assert answer.status == 403
        assert "海燕" not in other.locator("body").inner_text()
        expect(other.locator("#comparison, #suspected")).to_have_count(0)
    other.goto(live_server.url + "/messages/")
    says(other.locator("main"), "已裁定并入另一处登记")
    assert "岚浦" not in other.locator("main").inner_text()


def _ruled(page, verdict: str, reason: str) -> None:
    """Open the form of a verdict, say why, send it."""
    form = page.locator(f"#ruling-{verdict}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    box = form.locator("textarea")
    box.evaluate("box => { box.required = false }")
    box.fill(reason)
    go(form.locator("button"))


def _photographed(page, photograph, name: str) -> None:
    """Look at a page on a phone and on a desk: nothing stands beyond its edge."""
    for width in WIDTHS:
        fits(page, width)
        photograph(page, f"{name}-{width}")
