"""An office's list of projects in a browser: wrong once, given back marked, mended, brought in."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fits, go, says
from tests.programme.intake.sheets import CITY, project, started, with_rows

PAGE = "/cases/demo.project/import/"
LISTS = {"zh-CN": "问题清单", "en": "Findings"}
TOLD = {"zh-CN": "已导入：新增2件", "en": "Imported: 2 new"}
WRONG = [
    project("2023-1", investment="1200万美元", credit_code="91350100M000100Y44"),
    started("2023-2", code_name="鸿雁", country="示例国", **{"day:start": "2023-02-01"}),
    project("2023-3", org="碧湾市"),
]
SOUND = [project("2023-1"), started("2023-2", code_name="鸿雁")]


@pytest.fixture(autouse=True)
def office(employ) -> None:
    """An officer of a city."""
    employ("demo.city", "city", CITY)


@pytest.fixture
def refusals() -> tuple[int, ...]:
    """A workbook that is refused."""
    return (400,)


def downloaded(page, selector: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(selector)
    return Path(waiting.value.path()).read_bytes()


def upload(page, data: bytes) -> None:
    page.set_input_files("#id_book", {"name": "台账.xlsx", "mimeType": "", "buffer": data})
    go(page.locator(".upload button"))


def at_each_width(page, photograph, name: str) -> None:
    """The page holds at every width: nothing but its tables is wider than the window."""
    for width in (390, 1280):
        fits(page, width)
        photograph(page, f"{name}-{width}")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_list_of_projects_from_wrong_cells_to_the_register(as_, photograph, language) -> None:
    page = as_("demo.city", PAGE, language)
    at_each_width(page, photograph, f"intake-empty-{language}")
    blank = downloaded(page, f"a[href*='{PAGE}workbook/']")
    upload(page, with_rows(blank, *WRONG))
    expect(page.locator(".error-list")).to_be_visible()
    expect(page.locator("main table tbody tr")).to_have_count(5)
    at_each_width(page, photograph, f"intake-wrong-{language}")
    marked = downloaded(page, ".error-list a")
    assert LISTS[language] in openpyxl.load_workbook(io.BytesIO(marked)).sheetnames
    upload(page, with_rows(blank, *SOUND))
    at_each_width(page, photograph, f"intake-sound-{language}")
    go(page.locator("button.button--primary"))
    says(page.locator("main"), TOLD[language], "鸿雁")
