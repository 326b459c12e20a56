"""The book of a process: what its columns ask, what they offer, what comes back of it unchanged."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from kaifang.exchange.case_books.layout import HEAD_ROW
from tests.programme.intake.sheets import (
    DIVISION,
    LANPU,
    PROCESS,
    demo,
    filled,
    place_of,
    places,
    project,
    started,
    with_rows,
)

pytestmark = pytest.mark.django_db


def opened(lang: str = "zh", **more: Any) -> Any:
    from kaifang.programme.intake.bringing import template

    return openpyxl.load_workbook(io.BytesIO(template(LANPU, demo(), PROCESS, lang, **more)))


def offered(book: Any, key: str) -> list[str]:
    """What the drop-down of a column offers."""
    letters = place_of(key).rpartition("!")[2].rstrip("0123456789")
    first = f"{letters}{HEAD_ROW + 2}"
    rules = book.worksheets[0].data_validations.dataValidation
    (rule,) = [one for one in rules if first in one.sqref and one.type == "list"]
    _, _, area = rule.formula1.rpartition("!")
    return [cell.value for (cell,) in book["_lists"][area.replace("$", "")]]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "每个环节只填一次，再次停滞、再次恢复等请在办件页面登记"),
     ("en", "A row has each stage once")],
)  # fmt: skip
def test_sheet_says_that_each_stage_is_taken_once(lang: str, words: str) -> None:
    assert words in opened(lang).worksheets[0]["A2"].value


def test_drop_downs_offer_own_organisations_choices_codes_and_reasons() -> None:
    book = opened()
    orgs = offered(book, "org")
    assert "岚浦市" in orgs
    assert "岚浦经济技术开发区" in orgs
    assert "碧湾市" not in orgs
    assert offered(book, "capital") == ["内资", "外资"]
    assert "CN 中国" in offered(book, "country")
    assert "用地" in offered(book, "reason:stall")


def test_heads_carry_what_they_ask_with_the_citation() -> None:
    sheet = opened().worksheets[0]
    notes = {key: sheet.cell(HEAD_ROW + 1, at).comment.text for key, at in places().items()}
    assert "市级招商部门" in notes["day:sign"]
    assert "万元" in notes["investment"]
    assert all("虚构的流程" in note for note in notes.values())


def test_hidden_sheet_says_pack_process_and_version() -> None:
    book = opened()
    assert book["_kaifang"].sheet_state == "veryHidden"
    told = dict(book["_kaifang"].iter_rows(values_only=True))
    assert (told["pack"], told["process"], told["version"]) == (
        "demo", PROCESS, demo().law.head.version,
    )  # fmt: skip


def test_book_in_english_is_read_as_well() -> None:
    from kaifang.programme.intake.bringing import bring_in, template

    heads = [one.value for one in opened("en").worksheets[0][HEAD_ROW + 1]]
    assert "sign: day" in heads
    data = with_rows(template(LANPU, demo(), PROCESS, "en"), project(capital="domestic"))
    assert bring_in(LANPU, demo(), PROCESS, data, "projects.xlsx").new == 1


def test_book_with_the_cases_on_record_says_nothing_new_and_takes_the_next_stage() -> None:
    from kaifang.programme.casework.keeping import Given, open_case
    from kaifang.programme.intake.bringing import bring_in, look_at, template

    stalled = {"day:stall": "2023-05-01", "reason:stall": "用地"}
    bring_in(LANPU, demo(), PROCESS, filled(project("1"), started("2", **stalled)), "a.xlsx")
    open_case(LANPU, demo(), PROCESS, "demo.lanpu", Given(data={"code_name": "白鹭"}))
    data = template(DIVISION, demo(), PROCESS, filled=True)
    looked = look_at(DIVISION, demo(), PROCESS, data, "b.xlsx").plan
    assert (looked.unchanged, looked.findings) == (3, ())
    own = template(LANPU, demo(), PROCESS, filled=True)
    sheet = openpyxl.load_workbook(io.BytesIO(own)).worksheets[0]
    numbers = [sheet.cell(HEAD_ROW + 2 + row, 1).value for row in range(3)]
    assert numbers[:2] == ["1", "2"]
    again = with_rows(own, {}, {"day:resume": "2023-06-01"})
    found = bring_in(LANPU, demo(), PROCESS, again, "c.xlsx")
    assert (found.continued, found.unchanged) == (1, 2)
