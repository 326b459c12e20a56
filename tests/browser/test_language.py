"""The language switch keeps the page and its state."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import go


def test_switch_to_english_and_back(open_page) -> None:
    page = open_page("/styleguide/table/?order=-value")
    address = page.url
    for button, title in (("English", "Tables"), ("简体中文", "表格")):
        go(page.get_by_role("button", name=button))
        expect(page.locator("h1")).to_have_text(title)
        expect(page).to_have_url(address)


def test_order_goes_into_the_address(look) -> None:
    page = look("/styleguide/table/")
    go(page.get_by_role("link", name="累计"))
    expect(page).to_have_url(re.compile(r"\?order=-value$"))
    expect(page.locator("#cities tbody th").first).to_have_text("望潮市")
