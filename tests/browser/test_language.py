"""The language switch keeps the page and its state."""


def test_switch_to_english_and_back(open_page) -> None:
    page = open_page("/styleguide/table/?order=-value")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("?order=-value")
    assert page.locator("h1").inner_text() == "Tables"
    page.get_by_role("button", name="简体中文").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").inner_text() == "表格"


def test_order_goes_into_the_address(look) -> None:
    page = look("/styleguide/table/")
    page.get_by_role("link", name="累计").click()
    assert page.url.endswith("?order=-value")
    assert page.locator("#cities tbody th").first.inner_text() == "望潮市"
