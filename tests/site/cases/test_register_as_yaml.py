"""A register that is written as YAML has list, form, import, page and API, and moves an indicator."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaifang.core.period import Period
from kaifang.packs.law import load
from tests.packs.registers import register_pack
from tests.site.holders import holder
from tests.site.tables import rows_of, text_of

pytestmark = pytest.mark.django_db
SHENYANG, DALIAN = "210100", "210200"
LIST = "/cases/exhibition/"
CHINESE = {"accept-language": "zh-hans"}
# Last month: the newest that has ended, so what the board shows is about it.
LAST = datetime.now(ZoneInfo("Asia/Shanghai")).date().replace(day=1) - timedelta(days=1)
PERIOD = Period.to_date(LAST.year, LAST.month)
FIGURE = f"/figure/exhibitions.held/210000/{PERIOD.slug}/"


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store with the tiny pack alone, whose only process is the register of the test."""
    from kaifang.store.installing import install

    register_pack(tmp_path / "packs" / "tiny")
    monkeypatch.setenv("KAIFANG_PACKS", str(tmp_path / "packs"))
    load.cache_clear()
    settings.SOLO, settings.HOME = False, tmp_path / "home"
    settings.HOME.mkdir()
    install(load("tiny"))
    yield
    load.cache_clear()


def signed_in(role: str, org: str) -> Client:
    client = Client(headers=CHINESE)
    client.force_login(holder(f"{role}-{org}", role, org))
    return client


@pytest.fixture
def shenyang() -> Client:
    return signed_in("city", SHENYANG)


@pytest.fixture
def division() -> Client:
    return signed_in("division", "210000")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def opened(client: Client) -> str:
    """The address of a case that was opened on the form of the register."""
    given = {"act": "plan", "version": 0, "org": SHENYANG, "on": f"{LAST:%Y-%m}-01",
             "field-title": "大阪展", "field-abroad": "abroad"}  # fmt: skip
    answer = client.post(f"{LIST}new/", given)
    assert answer.status_code == 302, text_of(answer.content.decode())
    return answer["Location"]


def gone(client: Client, case: str) -> None:
    given = {
        "act": "go",
        "version": 1,
        "on": f"{LAST:%Y-%m}-02",
        "field-firms": "12",
        "number-list": "名单1",
    }
    answer = client.post(case, given)
    assert answer.status_code == 302, text_of(answer.content.decode())


def worked() -> None:
    """Let the worker do what is due."""
    from kaifang.programme.worker import Worker

    Worker(ticks={}).run(once=True)


def on_the_board(client: Client) -> list[list[str]]:
    address = "/api/v1/packs/tiny/board?indicator=exhibitions.held&org=210000"
    return [one["latest"]["value"] for one in client.get(address).json()["items"] if one["latest"]]


def test_it_stands_among_the_registers_with_its_form(shenyang: Client) -> None:
    assert "参展" in text_of(page(shenyang, "/cases/"))
    form = text_of(page(shenyang, f"{LIST}new/"))
    assert "展会名称" in form
    assert "境内外" in form


def test_a_case_is_opened_moved_and_listed(shenyang: Client) -> None:
    case = opened(shenyang)
    gone(shenyang, case)
    shown = text_of(page(shenyang, case))
    assert "参展中" in shown
    assert "参展至总结" in shown  # its clock
    (row,) = rows_of(page(shenyang, LIST), "cases-exhibition")
    assert row[0].startswith("大阪展")
    assert row[2] == "参展中"
    assert signed_in("city", DALIAN).get(case).status_code == 404


def test_a_rule_of_the_register_refuses(shenyang: Client) -> None:
    case = opened(shenyang)
    given = {"act": "go", "version": 1, "on": f"{LAST:%Y-%m}-02", "field-firms": "12"}
    answer = shenyang.post(case, given)
    assert answer.status_code == 400
    assert "缺少材料：参展名单" in text_of(answer.content.decode())


def test_the_api_has_it(shenyang: Client) -> None:
    address = "/api/v1/packs/tiny/processes/exhibition/cases"
    body = {"org": SHENYANG, "data": {"title": "大阪展", "abroad": "abroad"}}
    answer = shenyang.post(address, json.dumps(body), "application/json")
    assert answer.status_code == 200, answer.content.decode()
    told = shenyang.get(address).json()
    assert [one["values"]["title"] for one in told["items"]] == ["大阪展"]


def test_a_workbook_brings_its_cases_in(shenyang: Client) -> None:
    from kaifang.exchange.case_books.layout import HEAD_ROW, columns

    answer = shenyang.get(f"{LIST}import/workbook/")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    entry = load("tiny").processes["exhibition"]
    own = {
        "number": "1",
        "org": "沈阳市",
        "title": "大阪展",
        "abroad": "境外",
        "day:plan": "2022-01-05",
    }
    for place, one in enumerate(columns(entry), 1):
        parts = {"field": [one.id], "number": ["number"], "org": ["org"]}
        key = ":".join(parts.get(one.kind, [one.kind, one.id, one.piece])).rstrip(":")
        book.worksheets[0].cell(HEAD_ROW + 2, place).value = own.get(key)
    out = io.BytesIO()
    book.save(out)
    sent = SimpleUploadedFile("参展.xlsx", out.getvalue())
    looked = shenyang.post(f"{LIST}import/", {"act": "check", "book": sent})
    assert looked.status_code == 200, text_of(looked.content.decode())
    form = looked.context["confirm"]
    done = shenyang.post(f"{LIST}import/", {"act": "confirm", **form.initial})
    assert done.status_code == 302, text_of(done.content.decode())
    (row,) = rows_of(page(shenyang, LIST), "cases-exhibition")
    assert row[0].startswith("大阪展")


def test_its_count_moves_the_board_and_opens_to_the_cases(
    shenyang: Client, division: Client
) -> None:
    case = opened(shenyang)
    worked()
    assert on_the_board(division) == ["0"]
    gone(shenyang, case)
    worked()
    assert on_the_board(division) == ["1"]
    shown = page(division, FIGURE)
    said = text_of(shown)
    assert "由台账“参展”计入的1件办件" in said
    assert "由台账“参展”计入：期内发生“组织参展”的办件数，“境内外”为境外。" in said
    assert "拟定" in said  # what the register rests on
    assert case.partition("?")[0] in shown
    counted = f"indicator=exhibitions.held&org=210000&period={PERIOD.code}"
    told = division.get(f"/api/v1/packs/tiny/counted-cases?{counted}").json()
    assert [one["values"]["title"] for one in told["items"]] == ["大阪展"]


def test_another_city_sees_the_cases_of_no_figure(shenyang: Client) -> None:
    case = opened(shenyang)
    gone(shenyang, case)
    worked()
    dalian = signed_in("city", DALIAN)
    shown = page(dalian, FIGURE.replace("210000", SHENYANG))
    assert case.partition("?")[0] not in shown
    assert "大阪展" not in shown
    counted = f"indicator=exhibitions.held&org={SHENYANG}&period={PERIOD.code}"
    assert dalian.get(f"/api/v1/packs/tiny/counted-cases?{counted}").json()["items"] == []


def test_the_division_counts_by_the_api_and_a_city_may_not(
    shenyang: Client, division: Client
) -> None:
    gone(shenyang, opened(shenyang))
    address = "/api/v1/packs/tiny/feeds"
    refused = shenyang.post(address, "{}", "application/json")
    assert refused.status_code == 403
    told = division.post(address, "{}", "application/json").json()
    assert [one["process"] for one in told["fed"]] == ["exhibition"]
    assert told["fed"][0]["recorded"] > 0
