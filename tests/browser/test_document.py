"""A document: a clause is chosen by click, by key or by its address; beside it stands what was
drawn from it."""

import re

import pytest
from playwright.sync_api import expect

from kaifang.packs.law import load
from kaifang.site.components.statements import clause_id
from tests.browser.conftest import fits, go, says

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
    expect(page.locator(CHOSEN)).to_have_count(0)
    page.locator("a.clause").first.click()
    expect(page.locator(CHOSEN)).to_be_visible()
    expect(page.locator("a.clause.is-chosen").first).to_be_visible()
    expect(page).to_have_url(re.compile("#c"))


def test_an_address_opens_its_clause(look) -> None:
    quote = quote_of("trade.total.2023")
    page = look(f"{PLAN}#{clause_id(quote)}")
    says(page.locator(CHOSEN), quote)
    expect(page.locator("a.clause.is-chosen").first).to_be_in_viewport()


def test_drawn_figure_is_a_link_to_its_page(look) -> None:
    page = look(f"{PLAN}#{clause_id(quote_of('trade.total.2023'))}")
    go(page.locator(f"{CHOSEN} a[href='/targets/trade.total.2023/']"))
    expect(page).to_have_url(re.compile("/targets/trade.total.2023/$"))


def test_j_and_k_go_from_clause_to_clause(look) -> None:
    page = look(PLAN)
    page.keyboard.press("j")
    first = page.locator(CHOSEN).get_attribute("data-card")
    page.keyboard.press("j")
    expect(page.locator(f"{CHOSEN}:not([data-card='{first}'])")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator(CHOSEN)).to_have_attribute("data-card", first)


def test_on_a_phone_the_drawn_stands_beneath_and_closes(look) -> None:
    page = look(PLAN, width=390)
    side = page.locator("[data-side]")
    expect(side).to_be_hidden()
    page.locator("a.clause").first.click()
    expect(side).to_be_visible()
    page.locator("[data-side-close]").click()
    expect(side).to_be_hidden()


def test_without_a_text_the_quotation_is_the_target(look) -> None:
    from kaifang.store.installing import install

    install(load("liaoning-2022"))
    anchor = clause_id("全省货物进出口7724亿元")
    page = look(f"/documents/press-2022-01-25/?pack=liaoning-2022#{anchor}")
    says(page.locator(f"#{anchor}:target"), "7,724亿元")


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
                fits(page, width)
                photograph(page, f"{name}-{width}-{language}")
