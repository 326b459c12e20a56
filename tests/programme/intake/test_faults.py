"""Every wrong cell is told at once, where it is, with what is expected and the rule's source."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kaifang.exchange.case_books.layout import HEAD_ROW
from tests.programme.intake.sheets import (
    BIWAN,
    ETDZ,
    LANPU,
    PROCESS,
    demo,
    filled,
    place_of,
    places,
    project,
    saved,
    started,
)

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.facts.form_values import Finding
    from kaifang.programme.rights import Actor

pytestmark = pytest.mark.django_db


def told(data: bytes, actor: Actor = LANPU) -> dict[str, list[str]]:
    """The rules broken, by the place of the cell."""
    found: dict[str, list[str]] = {}
    for one in findings(data, actor):
        found.setdefault(one.where, []).append(one.rule)
    return found


def findings(data: bytes, actor: Actor = LANPU) -> tuple[Finding, ...]:
    from kaifang.programme.intake.bringing import look_at

    return look_at(actor, demo(), PROCESS, data, "台账.xlsx").plan.findings


WRONG: list[tuple[Mapping[str, Any], str, str]] = [
    ({"number": None}, "number", "KF-CASE-335"),
    ({"org": None}, "org", "KF-CASE-335"),
    ({"org": "岚浦"}, "org", ""),  # its short name
    ({"org": "兰浦市"}, "org", "KF-CASE-339"),
    ({"org": "碧湾市"}, "org", "KF-CASE-340"),
    ({"industry": "ZZZ"}, "industry", ""),  # the list is a sample: the code may exist
    ({"country": "示例国"}, "country", "KF-CASE-342"),
    ({"capital": "合资"}, "capital", "KF-CASE-341"),
    ({"credit_code": "91350100M000100Y44"}, "credit_code", "KF-CORE-006"),
    ({"investment": "1200万美元"}, "investment", "KF-CASE-343"),
    ({"investment": "￥1200"}, "investment", "KF-CASE-343"),
    ({"investment": "1200万元"}, "investment", ""),
    ({"investment": "约1200"}, "investment", "KF-EXCH-053"),
    ({"investment": "很多"}, "investment", "KF-EXCH-054"),
    ({"investment": "12%"}, "investment", "KF-EXCH-056"),
    ({"investment": "１，２００．５"}, "investment", ""),
    ({"investment": "=1+1"}, "investment", "KF-EXCH-052"),
    ({"code_name": "=A1"}, "code_name", "KF-EXCH-052"),
    ({"day:sign": "２０２３年２月１日"}, "day:sign", ""),
    ({"day:sign": "2023.2.1"}, "day:sign", ""),
    ({"day:sign": date(2023, 2, 1)}, "day:sign", ""),
    ({"day:sign": "约2023年2月"}, "day:sign", "KF-EXCH-053"),
    ({"day:sign": "2023年2月"}, "day:sign", "KF-CASE-336"),
    ({"day:sign": "2023-02-30"}, "day:sign", "KF-CASE-336"),
    ({"day:sign": 45000}, "day:sign", "KF-CASE-336"),
    ({"day:sign": "1899-12-31"}, "day:sign", "KF-CASE-336"),
    ({"day:sign": date(2099, 1, 1)}, "day:sign", "KF-CASE-337"),
    ({"day:sign": "2023-01-09"}, "day:sign", "KF-CASE-338"),
    ({"day:talk": None, "evidence:talk:visit": None}, "day:sign", "KF-CASE-108"),
    ({"day:talk": None}, "day:talk", "KF-CASE-346"),
    ({"day:report": None}, "day:report", "KF-CASE-335"),
    ({"evidence:sign:contract": None}, "evidence:sign:contract", "KF-CASE-109"),
    ({"day:stall": "2023-03-01"}, "reason:stall", "KF-CASE-110"),
    ({"day:stall": "2023-03-01", "reason:stall": "下雨"}, "reason:stall", "KF-CASE-341"),
    ({"day:stall": "2023-03-01", "reason:stall": "用地"}, "reason:stall", ""),
    ({"investor": None}, "investor", "KF-CASE-112"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "key", "rule"), WRONG, ids=[str(one[0]) for one in WRONG])
def test_wrong_cell_is_told_where_it_is(change: Mapping[str, Any], key: str, rule: str) -> None:
    assert told(filled(project(**change))) == ({place_of(key): [rule]} if rule else {})


def test_all_wrong_cells_of_all_rows_are_told_at_once() -> None:
    data = filled(
        project("1", investment="很多", credit_code="1"),
        project("2", **{"day:sign": "2023-01-09", "evidence:sign:contract": None}),
        project("3", org="碧湾市"),
    )
    assert told(data) == {
        place_of("credit_code"): ["KF-CORE-006"],
        place_of("investment"): ["KF-EXCH-054"],
        place_of("day:sign", 1): ["KF-CASE-338"],
        place_of("evidence:sign:contract", 1): ["KF-CASE-109"],
        place_of("org", 2): ["KF-CASE-340"],
    }


def test_nothing_is_recorded_of_a_book_with_one_wrong_cell() -> None:
    from kaifang.programme.intake.bringing import bring_in
    from kaifang.programme.intake.errors import CaseBookRefused
    from kaifang.store.models import CaseEvent, StoredFile

    data = filled(project("1"), project("2", investment="很多"))
    with pytest.raises(CaseBookRefused) as refused:
        bring_in(LANPU, demo(), PROCESS, data, "台账.xlsx")
    assert [one.where for one in refused.value.findings] == [place_of("investment", 1)]
    assert not CaseEvent.objects.exists()
    assert not StoredFile.objects.exists()


def test_row_that_stands_twice_is_told_with_the_first() -> None:
    found = findings(filled(project("1"), project("1")))
    assert [(one.where, one.rule) for one in found] == [(place_of("number", 1), "KF-CASE-345")]
    assert place_of("number") in found[0].says.zh
    assert "在办件页面登记" in found[0].remedy.zh  # what a case went through a second time
    assert told(filled(project("1"), project("1", org="岚浦经济技术开发区"))) == {}


def test_stage_that_is_for_others_is_theirs_to_enter() -> None:
    later = {
        "day:enter_statistics": "2023-05-04",
        "evidence:enter_statistics:statistics_registration": "通知1",
    }
    found = findings(filled(started(**later)))
    assert [(one.where, one.rule) for one in found] == [
        (place_of("day:enter_statistics"), "KF-CASE-118"),
        (place_of("day:enter_statistics"), "KF-CASE-111"),  # and by another than began it
    ]
    assert found[0].cite is not None
    assert "统计部门" in found[0].expected.zh


def test_zone_may_bring_in_leads_and_talks_of_its_own_alone() -> None:
    signed = project(org="岚浦经济技术开发区")
    assert told(filled(signed), ETDZ) == {place_of("day:sign"): ["KF-CASE-118"]}
    assert told(filled(project()), ETDZ) == {place_of("org"): ["KF-CASE-340"]}
    assert told(filled(project()), BIWAN) == {place_of("org"): ["KF-CASE-340"]}


def changed(data: bytes, change: Any) -> bytes:
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    change(loaded.worksheets[0])
    return saved(loaded)


def test_unknown_column_is_told_at_its_head() -> None:
    place = max(places().values()) + 1

    def add(sheet: Any) -> None:
        sheet.cell(HEAD_ROW + 1, place).value = "备注"
        sheet.cell(HEAD_ROW + 2, place).value = "重点"

    (found,) = findings(changed(filled(project()), add))
    assert (found.rule, found.where.rstrip("0123456789")[-2:]) == ("KF-CASE-334", found.where[3:5])
    assert found.where.endswith(str(HEAD_ROW + 1))


def test_hidden_merged_and_broken_cells_are_told() -> None:
    at = places()

    def spoil(sheet: Any) -> None:
        sheet.row_dimensions[HEAD_ROW + 2].hidden = True
        sheet.merge_cells(
            start_row=HEAD_ROW + 3, end_row=HEAD_ROW + 4,
            start_column=at["investor"], end_column=at["investor"],
        )  # fmt: skip
        broken = sheet.cell(HEAD_ROW + 3, at["code_name"])
        broken.value, broken.data_type = "#DIV/0!", "e"

    rules = told(changed(filled(project("1"), project("2"), project("3")), spoil))
    assert rules[place_of("number")] == ["KF-EXCH-022"]
    assert rules[place_of("investor", 1)] == ["KF-EXCH-055"]
    assert "KF-EXCH-019" in rules[place_of("code_name", 1)]


def test_book_that_is_none_or_of_another_process_is_refused_whole() -> None:
    from kaifang.exchange.case_books.faults import CaseColumnMissing, NoCaseRows, NotACaseBook
    from kaifang.exchange.form_books.faults import NotAWorkbook

    with pytest.raises(NotAWorkbook):
        findings(b"number,org\n")
    with pytest.raises(NotACaseBook):
        findings(saved(openpyxl.Workbook()))
    with pytest.raises(NoCaseRows):
        findings(filled())

    def lose(sheet: Any) -> None:
        sheet.cell(HEAD_ROW + 1, 1).value = "序"

    with pytest.raises(CaseColumnMissing):
        findings(changed(filled(project()), lose))


def test_marked_copy_shows_every_wrong_cell_and_lists_it_in_both_languages() -> None:
    from kaifang.programme.intake.bringing import look_at

    data = filled(project(investment="1200万美元", org="碧湾市"))
    looked = look_at(LANPU, demo(), PROCESS, data, "台账.xlsx")
    for lang, name in (("zh", "问题清单"), ("en", "Findings")):
        book = openpyxl.load_workbook(io.BytesIO(looked.marked(lang)))
        sheet = book.worksheets[0]
        for key in ("investment", "org"):
            cell = sheet.cell(HEAD_ROW + 2, places()[key])
            assert str(cell.fill.fgColor.rgb).endswith("F4C7C3")
            assert cell.comment.author == "Kaifang"
        rows = list(book[name].iter_rows(min_row=3, values_only=True))
        assert [row[0] for row in rows] == [place_of("org"), place_of("investment")]
        assert rows[1][4] == "1200万美元"


def test_marked_copy_may_be_mended_and_handed_in_again() -> None:
    from kaifang.programme.intake.bringing import bring_in, look_at
    from tests.programme.intake.sheets import with_rows

    data = filled(project(investment="1200万美元"))
    back = look_at(LANPU, demo(), PROCESS, data, "台账.xlsx").marked()
    found = bring_in(LANPU, demo(), PROCESS, with_rows(back, {"investment": 1200}), "台账.xlsx")
    assert (found.new, found.findings) == (1, ())
