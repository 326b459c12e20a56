"""The table on paper: A3 across, heads on every page, the source line last."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import openpyxl

from kaifang.exchange.tables import write_csv, write_json, write_xlsx
from kaifang.packs.law import load
from kaifang.programme.dispatch.circulating import circulate
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.issuing import issue
from kaifang.programme.dispatch.remarking import write_remark
from kaifang.programme.dispatch.remarks import Words
from kaifang.programme.dispatch.sheets import COLUMNS, dispatch_sheet, issued_sheet
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor
from tests.programme.memory import level
from tests.programme.memory import programme as programme_of

HALF = "2023-01/2023-06"


def test_the_workbook_is_a3_across_with_its_heads_on_every_page(public: Programme) -> None:
    data = write_xlsx(dispatch_sheet(dispatch_table(public, HALF)))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$2:$2"
    assert sheet["A1"].value == "示例省对外开放2023（演示）调度表 2023年1-6月"
    last = [row[0].value for row in sheet.iter_rows() if row[0].value][-1]
    assert str(last).startswith("数据截至")
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_numbers_leave_as_numbers_and_missing_ones_with_their_reason() -> None:
    told = level("corridor.trains", "demo.shiyuan", HALF, "107", date(2023, 7, 10), unit="列")
    table = dispatch_table(programme_of(load("demo"), told), HALF)
    lines = [one for one in table if one.target.indicator == "corridor.trains"]
    rows = json.loads(write_json(dispatch_sheet(table, lines)))["rows"]
    by_org = {row["org"]["value"]: row for row in rows}
    assert by_org["石原市"]["actual"]["value"] == "107"
    assert by_org["石原市"]["attainment"]["value"] == "20.0"
    assert by_org["石原市"]["schedule"]["value"] == "50.0"
    assert by_org["岚浦市"]["actual"]["value"] is None
    assert by_org["岚浦市"]["attainment"]["missing"]


def test_words_of_the_organisations_leave_for_insiders_only(
    programme: Programme, public: Programme, shiyuan: Actor
) -> None:
    words = Words("=HYPERLINK(1)", "组织参展")
    table = dispatch_table(programme, HALF)
    write_remark(
        shiyuan, programme, "trade.total.shiyuan.2023", "demo.shiyuan", table.period, words
    )
    inside = write_csv(dispatch_sheet(dispatch_table(programme, HALF))).decode("utf-8-sig")
    outside = write_csv(dispatch_sheet(dispatch_table(public, HALF))).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in inside
    assert "组织参展" not in outside
    assert "下一步" not in outside


def test_an_issued_sheet_prints_the_versions_and_the_audit_head(
    programme: Programme, division: Actor
) -> None:
    out = circulate(division, programme, dispatch_table(programme, HALF).period, DayLimit(1))
    done = issue(division, programme, out, reason="急需")
    sheet = issued_sheet(programme.law, done, "zh")
    assert f"审计链 {done.head}" in sheet.source.zh
    assert programme.law.hash[:12] in sheet.source.zh
    assert [column.key for column in sheet.columns] == [column.key for column in COLUMNS]
    live = dispatch_sheet(dispatch_table(programme, HALF))
    assert [[c.value for c in row] for row in sheet.rows] == [
        [c.value for c in row] for row in live.rows
    ]
