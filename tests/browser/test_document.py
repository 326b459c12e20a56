"""A document: a clause is chosen by click, by key or by its address; beside it stands what was
drawn from it."""

import pytest

from kaifang.packs.law import load
from kaifang.site.components.statements import clause_id

PLAN = "/documents/demo-plan-2023/"
CHOSEN = "[data-card].is-chosen"


@pytest.fixture(autouse=True)
def demo(transactional_db) -> None:
    """The invented province; its documents come with their texts."""
    from kaifang.store.installing import install

    install(load("demo"))


def quote_of(target: str) -> str:
    return load("demo").targets[target].cite[0].quote


def test_clause_is_chosen_by_click_and_kept_in_the_address(look) -> None:
    page = look(PLAN)
    assert page.locator(CHOSEN).count() == 0
    page.locator("a.clause").first.click()
    assert page.locator(CHOSEN).count() == 1
    assert page.locator(CHOSEN).is_visible()
    assert page.locator("a.clause.is-chosen").count() >= 1
    assert page.evaluate("location.hash").startswith("#c")


def test_an_address_opens_its_clause(look) -> None:
    quote = quote_of("trade.total.2023")
    page = look(f"{PLAN}#{clause_id(quote)}")
    page.locator(CHOSEN).wait_for()
    assert quote in page.locator(CHOSEN).inner_text()
    shown = page.locator("a.clause.is-chosen").first
    box = shown.bounding_box()
    assert 0 < box["y"] < 900


def test_drawn_figure_is_a_link_to_its_page(look) -> None:
    page = look(f"{PLAN}#{clause_id(quote_of('trade.total.2023'))}")
    page.locator(f"{CHOSEN} a[href='/targets/trade.total.2023/']").click()
    page.wait_for_url("**/targets/trade.total.2023/")


def test_j_and_k_go_from_clause_to_clause(look) -> None:
    page = look(PLAN)
    numbers = []
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        numbers.append(page.locator(CHOSEN).get_attribute("data-card"))
    assert numbers[0] == numbers[2] != numbers[1]


def test_on_a_phone_the_drawn_stands_beneath_and_closes(look) -> None:
    page = look(PLAN, width=390)
    side = page.locator("[data-side]")
    assert not side.is_visible()
    page.locator("a.clause").first.click()
    assert side.is_visible()
    page.locator("[data-side-close]").click()
    assert not side.is_visible()


def test_without_a_text_the_quotation_is_the_target(look) -> None:
    from kaifang.store.installing import install

    install(load("liaoning-2022"))
    anchor = clause_id("全省货物进出口7724亿元")
    page = look(f"/documents/press-2022-01-25/?pack=liaoning-2022#{anchor}")
    row = page.locator(f"#{anchor}")
    assert row.evaluate("e => e.matches(':target')")
    assert "7,724亿元" in row.inner_text()


def test_pages_hold_together_at_every_width(look, photograph) -> None:
    for name, address in (
        ("documents", "/documents/"), ("document", PLAN), ("quotes", f"{PLAN}?view=quotes"),
        ("data", "/data/"), ("facts", "/data/facts/"), ("codes", "/data/codes/"),
        ("codelist", "/data/codes/hs@2022/"), ("search", "/search/?q=trade"),
        ("map", "/map/?indicator=trade.total"), ("meeting", "/meeting/"), ("wall", "/wall/"),
        ("api", "/api/v1/docs/"),
    ):  # fmt: skip
        for language in ("zh-CN", "en"):
            page = look(address, width=1920, language=language)
            for width in (1920, 1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
                photograph(page, f"{name}-{width}-{language}")
