"""A figure that a register made opens, in a browser, to the cases that it counts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fits, go, says

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


@pytest.mark.parametrize(("language", "widths"), [("zh-CN", (390, 1280)), ("en", (390, 1920))])
def test_a_figure_opens_to_its_cases(as_, live_server, photograph, language: str, widths) -> None:
    page = as_("demo.division", FIGURE, language)
    expect(page.locator("h3", has_text=WORDS[language])).to_have_count(1)
    expect(page.locator("dd", has_text=SOURCE[language])).to_have_count(1)
    _photographed(page, photograph, f"register-figure-{language}", widths)
    go(page.get_by_text("2023示例国际船舶展"))
    expect(page).to_have_url(re.compile("/cases/demo.exhibition/."))
    says(page.locator("h1"), "2023示例国际船舶展")
    _photographed(page, photograph, f"register-case-{language}", widths)
    page.goto(f"{live_server.url}/cases/demo.exhibition/")
    _photographed(page, photograph, f"register-list-{language}", widths)


def _photographed(page, photograph, name: str, widths) -> None:
    for width in widths:
        fits(page, width)
        photograph(page, f"{name}-{width}")
