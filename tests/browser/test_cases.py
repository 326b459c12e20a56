"""A project in a browser: begun by keyboard, refused once with its rule, moved on evidence."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fits, go, says

PROCESS, CITY = "demo.project", "demo.lanpu"
LIST = f"/cases/{PROCESS}/"
PDF = {"name": "洽谈纪要.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 talks"}
WORDS = {
    "zh-CN": {"talk": "进入洽谈", "missing": "洽谈纪要", "rule": "示例省虚构的流程", "state": "在谈"},
    "en": {"talk": "begin talks", "missing": "minutes of talks", "rule": "invented process",
           "state": "in talks"},
}  # fmt: skip
WIDTHS = (390, 1280, 1920)


@pytest.fixture(autouse=True)
def office(employ) -> None:
    """An officer of a city and one of the division."""
    employ("demo.city", "city", CITY)
    employ("demo.division", "division", "demo")


@pytest.fixture
def refusals() -> tuple[int, ...]:
    """An act without its evidence, and a case that somebody else moved meanwhile."""
    return (400, 409)


def begun(page, name: str = "海燕") -> None:
    """Fill the form of a new case by keyboard alone."""
    page.locator("#report_org").focus()
    page.keyboard.press("Tab")
    page.keyboard.type(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sent(page, act: str) -> None:
    go(page.locator(f"#act-{act} .button--primary"))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_project_from_first_registration_to_talks(as_, photograph, language) -> None:
    words = WORDS[language]
    page = as_("demo.city", LIST, language)
    photograph(page, f"cases-empty-{language}")
    go(page.locator(".empty .button"))
    photograph(page, f"cases-new-{language}")
    begun(page)
    says(page.locator("h1"), "海燕")
    photograph(page, f"cases-begun-{language}")

    page.click("#act-talk summary")
    page.fill("#talk_field-investor", "示例集团")
    sent(page, "talk")
    refusal = page.locator(".refusal")
    says(refusal, words["missing"], words["rule"])
    expect(page.locator("#talk_field-investor")).to_have_value("示例集团")
    photograph(page, f"cases-refused-{language}")

    page.set_input_files("#talk_file-visit", PDF)
    page.fill("#talk_number-visit", "纪要第1号")
    sent(page, "talk")
    says(page.locator(".case-state--here"), words["state"])
    first = page.locator(".entry").first
    says(first, re.compile(words["talk"], re.IGNORECASE), "demo.city")
    with page.expect_download() as waiting:
        first.locator(".proof-line a").click()
    assert Path(waiting.value.path()).read_bytes() == PDF["buffer"]
    photograph(page, f"cases-moved-{language}")


# The way on: act, kind of its evidence, fields typed, and the state that it leads to.
WAY = (
    ("talk", "visit", {"investor": "示例集团"}, "在谈"),
    ("sign", "contract", {"project_name": "海燕电子项目", "country": "KR 韩国", "industry": "39",
                          "investment": "１２，０００", "currency": "CNY",
                          "investment_own": "12000"}, "已签约"),
    ("register", "registration", {}, "已注册"),
    ("start", "construction_permit", {"site": "岚浦经开区"}, "已开工"),
)  # fmt: skip


def test_a_project_moves_through_its_stages_on_evidence(as_, photograph) -> None:
    page = as_("demo.city", f"{LIST}new/")
    begun(page)
    for act, kind, fields, state in WAY:
        page.click(f"#act-{act} summary")
        for name, value in fields.items():
            page.fill(f"#{act}_field-{name}", value)
        if act == "sign":
            page.select_option(f"#{act}_field-capital", "foreign")
        page.set_input_files(f"#{act}_file-{kind}", PDF)
        sent(page, act)
        says(page.locator(".case-state--here"), state)
    told = page.locator(".timeline")
    says(told, "12,000万元", "KR 韩国")
    expect(page.locator(".entry")).to_have_count(5)
    photograph(page, "cases-started")
    for width in WIDTHS:
        fits(page, width)
    # statistics enter it, and not the city that started it
    expect(page.locator("#act-enter_statistics")).to_have_count(0)
    other = as_("demo.division", urlsplit(page.url).path)
    expect(other.locator("#act-enter_statistics")).to_have_count(1)


def test_of_two_officers_the_later_is_told(as_) -> None:
    page = as_("demo.city", f"{LIST}new/")
    begun(page)
    second = page.context.new_page()
    second.goto(page.url)
    for one, text in ((page, "先到"), (second, "后到")):
        one.click("#act-note summary")
        one.fill("#note_remark", text)
        sent(one, "note")
    says(second.locator(".error-list"), "已有他人先行办理")
    expect(second.locator("#note_remark")).to_have_value("后到")
    sent(second, "note")
    told = second.locator(".timeline")
    says(told, "先到", "后到")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_of_cases_is_wider_than_its_screen(as_, live_server, photograph, language) -> None:
    page = as_("demo.city", f"{LIST}new/", language)
    begun(page, "一个名称相当长的先进装备制造产业园区基础设施综合提升示范项目（二期）")
    case = urlsplit(page.url).path
    pages = {"index": "/cases/", "list": LIST, "stages": f"{LIST}?view=stages",
             "new": f"{LIST}new/", "case": case}  # fmt: skip
    for name, path in pages.items():
        page.goto(live_server.url + path)
        for one in page.locator("main details").all():
            one.evaluate("one => { one.open = true }")
        for width in WIDTHS:
            fits(page, width)
            photograph(page, f"cases-{name}-{width}-{language}")
