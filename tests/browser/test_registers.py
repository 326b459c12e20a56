"""A figure that a register made opens, in a browser, to the cases that it counts."""

from __future__ import annotations

import pytest

FIGURE = "/figure/promotion.exhibitors/demo/2023-H1/"
WORDS = {
    "zh-CN": "由台账“组织参展”计入的8件办件",
    "en": "8 cases counted from the register “Exhibitions”",
}

SOURCE = {"zh-CN": "台账“组织参展”有新的记录", "en": "new entries in the register “Exhibitions”"}


@pytest.fixture(autouse=True)
def office(employ) -> None:
    """The registers of the demo, and an officer of the division."""
    from kaifang.programme.demo.registers import record_registers

    record_registers()
    employ("demo.division", "division", "demo")


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("zh-CN", 1280), ("en", 1920)])
def test_a_figure_opens_to_its_cases(as_, photograph, language: str, width: int) -> None:
    page = as_("demo.division", FIGURE, language, width)
    assert page.locator("h3", has_text=WORDS[language]).count() == 1
    assert page.locator("dd", has_text=SOURCE[language]).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, f"register-figure-{language}-{width}")
    page.click("text=2023示例国际船舶展")
    page.wait_for_url("**/cases/demo.exhibition/**")
    assert "2023示例国际船舶展" in page.inner_text("h1")
    photograph(page, f"register-case-{language}-{width}")
    page.goto(page.url.split("/cases/")[0] + "/cases/demo.exhibition/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, f"register-list-{language}-{width}")
