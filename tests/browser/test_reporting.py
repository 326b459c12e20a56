"""A quarter's form from end to end in a browser: five errors, a returned cell, the board, a phone."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fits, go, says

ZONE, CITY = "demo.zone.shiyuan-etdz", "demo.shiyuan"
FORM, PERIOD = "demo.zones.quarter", "2023-Q2"
PAGE = f"/forms/{FORM}/{ZONE}/{PERIOD}/"
MONTHLY = f"/forms/demo.funds.month/{CITY}/2023-06/"
FUNDS, GDP = "investment.funds_in_place:to_date", "zones.gdp:to_date"
SOUND = {
    FUNDS: 31.2,
    GDP: 145.6,
    "zones.projects_over_100m:to_date": 4,
    "investment.projects_signed:to_date": 12,
    "investment.contract_value:to_date": 80.5,
    "investment.projects_landed:to_date": 7,
}
# A negative sum, a word, "about", an error value of the program, and a cell left blank.
WRONG = {
    FUNDS: -31.2,
    GDP: "一百多",
    "zones.projects_over_100m:to_date": "约4",
    "investment.projects_signed:to_date": "#REF!",
    "investment.contract_value:to_date": None,
    "investment.projects_landed:to_date": 7,
}
PEOPLE = {
    "demo.zone": ("zone", ZONE),
    "demo.city": ("city", CITY),
    "demo.reviewer": ("reviewer", "demo"),
    "demo.leader": ("leader", "demo"),
}
HEADS = {"zh-CN": "本期数", "en": "This period"}


@pytest.fixture(autouse=True)
def office(employ) -> None:
    """The people of one form."""
    for name, (role, org) in PEOPLE.items():
        employ(name, role, org)


@pytest.fixture
def refusals() -> tuple[int, ...]:
    """A workbook that is refused, and a version that has passed."""
    return (400, 409)


def typed_into(data: bytes, values: dict[str, object], head: str) -> bytes:
    """The workbook as an officer fills it in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    column = next(cell.column for row in rows for cell in row if cell.value == head)
    for cell in (cell for row in rows for cell in row if isinstance(cell.value, str)):
        for key, value in values.items():
            if key in cell.value:
                sheet.cell(cell.row, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def downloaded(page, selector: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(selector)
    return Path(waiting.value.path()).read_bytes()


def upload(page, data: bytes) -> None:
    page.set_input_files("#id_book", {"name": "form.xlsx", "mimeType": "", "buffer": data})
    go(page.locator(".upload button"))


def press(page, act: str) -> None:
    go(page.locator(f"button[value={act}]"))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_form_from_five_errors_to_the_board(as_, live_server, photograph, language) -> None:
    from kaifang.store.models import Submission

    zone = as_("demo.zone", PAGE, language)
    book = downloaded(zone, f"a[href*='{PAGE}workbook/']")
    upload(zone, typed_into(book, WRONG, HEADS[language]))
    told = zone.locator("[data-findings-top] .finding")
    named = {one.get_attribute("href") for one in told.locator("a").all()}
    wrong = [key for key in WRONG if key != "investment.projects_landed:to_date"]
    assert named >= {f"#cell-{key}" for key in wrong}
    photograph(zone, f"reporting-five-errors-{language}")
    copy = openpyxl.load_workbook(io.BytesIO(downloaded(zone, "a[href^='/forms/marked/']")))
    assert {"zh-CN": "问题清单", "en": "Findings"}[language] in copy.sheetnames
    assert not Submission.objects.filter(form=FORM).exists()

    upload(zone, typed_into(book, SOUND, HEADS[language]))
    assert Submission.objects.get().level == "city"

    city = as_("demo.city", PAGE, language)
    city.check(f"[name='back:{GDP}']")
    city.fill(f"[name='why:{GDP}']", "145.6 → 144.6")
    photograph(city, f"reporting-review-{language}")
    press(city, "return")

    zone.goto(zone.url)
    expect(zone.locator(".cell-input")).to_have_count(1)
    field = zone.locator(f"[name='value:{GDP}']")
    field.fill("１４４．６")
    with zone.expect_response(lambda answer: answer.request.method == "POST"):
        field.blur()
    zone.locator("[data-grid-status]:not(:empty)").wait_for()
    photograph(zone, f"reporting-returned-{language}")
    press(zone, "submit")
    city.goto(city.url)
    press(city, "accept")
    province = as_("demo.reviewer", PAGE, language)
    press(province, "accept")
    assert Submission.objects.get().state == "accepted"

    monthly(as_, language)
    leader = as_("demo.leader", f"/board/?org={CITY}", language, width=390)
    row = leader.locator("tr", has=leader.locator("a.figure[href*='investment.funds_in_place']"))
    says(row.first, "1,234.5")
    expect(row.first.locator(".light").first).to_be_attached()
    photograph(leader, f"reporting-board-390-{language}")
    leader.goto(live_server.url + PAGE)
    says(leader.locator(f"[id='cell-{GDP}']"), "144.6")
    fits(leader, 390)
    photograph(leader, f"reporting-leader-390-{language}")


def monthly(as_, language: str) -> None:
    """The city's own form of June, typed on the page with Enter from cell to cell."""
    city = as_("demo.city", MONTHLY, language)
    city.locator(".cell-input").first.focus()
    city.keyboard.type("1234.5")
    city.keyboard.press("Enter")
    city.keyboard.type("1000")
    press(city, "submit")
    press(as_("demo.reviewer", MONTHLY, language), "accept")


def test_two_windows_on_one_form_lose_nothing(as_) -> None:
    first, second = (as_("demo.zone", PAGE, "zh-CN") for _ in range(2))
    for page, value in ((first, "30"), (second, "31.2")):
        page.fill(f"[name='value:{FUNDS}']", value)
        page.locator(f"[name='value:{FUNDS}']").blur()
        page.locator("[data-grid-status]:not(:empty)").wait_for()
    says(second.locator(f"[id='cell-{FUNDS}'] [data-theirs]"), "30")
    typed = second.locator(f"[name='value:{FUNDS}']")
    expect(typed).to_have_value("31.2")
    press(second, "save")
    expect(typed).to_have_value("31.2")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_is_wider_than_its_screen(as_, live_server, photograph, language) -> None:
    """Each page in three widths at one opening; on a phone no word of a table stands upright."""
    page = as_("demo.city", "/forms/", language)
    for name, path in (
        ("index", "/forms/"), ("all", "/forms/all/"), ("desk", "/forms/desk/"),
        ("calendar", "/forms/calendar/"), ("corrections", "/forms/corrections/"),
        ("form", MONTHLY), ("sign-off", f"{MONTHLY}sign-off/"), ("subordinate", PAGE),
    ):  # fmt: skip
        page.goto(live_server.url + path)
        for width in (1920, 1280, 390):
            fits(page, width)
            photograph(page, f"reporting-{name}-{width}-{language}")
        assert page.evaluate(NARROW) == [], path


# Cells of text that are narrower than four letters and taller than they are wide.
NARROW = """
[...document.querySelectorAll(".table tbody :is(th, td):not(.number, .short)")]
    .filter(one => one.innerText.trim().length > 4 && one.clientWidth < 60)
    .map(one => one.innerText)
"""
