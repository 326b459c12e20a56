"""Tables that leave the house say what they said inside, digit for digit, and are safe to open."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kaifang.core.bilingual import Text, same
from kaifang.core.units import Quantity
from kaifang.exchange.sheets import read_grid
from kaifang.exchange.tables import Cell, Column, Table, cell_of, write_csv, write_json, write_xlsx
from tests.exchange.statements import missing, stated

COLUMNS = (
    Column("org", Text("单位", "Organisation")),
    Column("value", Text("进出口", "Trade"), Text("亿元", "100 million yuan"), "number"),
    Column("growth", Text("同比", "Growth"), same("%"), "number"),
)
SOURCE = Text("数据截至2022-06-30", "Data as of 2022-06-30")
TITLE = Text("进出口", "Trade")


def table(*rows: list[Cell], title: Text = TITLE) -> Table:
    return Table("board", title, COLUMNS, rows, SOURCE)


def row(name: str, value: str | None, growth: str | None, **options: Any) -> list[Cell]:
    numbers = [None if text is None else Decimal(text) for text in (value, growth)]
    return [Cell(name), *(Cell(number, **options) for number in numbers)]


LIAONING = table(row("辽宁省", "7724.0", "17.6"), row("沈阳市", "1417.26", "-2.5"))
DEMO = table(row("石原市", "12.3", "-2.5", demo=True), row("岚浦市", None, "1.0", demo=True))


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


# -- workbooks ----------------------------------------------------------------------------------


def test_workbook_opens_again_as_the_table() -> None:
    title, heads, *rows = sheet(write_xlsx(LIAONING))
    assert title[0] == "进出口"
    assert heads == ["单位", "进出口(亿元)", "同比(%)"]
    assert rows[:2] == [["辽宁省", 7724.0, 17.6], ["沈阳市", 1417.26, -2.5]]
    assert rows[-1][0] == "数据截至2022-06-30"


def test_workbook_speaks_english() -> None:
    title, heads, *_, source = sheet(write_xlsx(LIAONING, "en"))
    assert (title[0], heads[1], source[0]) == ("Trade", "Trade(100 million yuan)", SOURCE.en)


@pytest.mark.parametrize(
    "value",
    ["0.1", "9.95", "3312.60", "-0.000001", "123456789.123456", "999999999999.999", "8.41", "0"],
)
def test_every_value_comes_back_to_the_last_digit(value: str, tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(write_xlsx(table(row("辽宁省", value, "1"))))
    assert Decimal(read_grid(path).at(2, 1)) == Decimal(value)


def test_value_that_no_double_holds_is_written_as_text() -> None:
    long = "12345678901234567.89"
    assert sheet(write_xlsx(table(row("辽宁省", long, "1"))))[2][1] == long


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("辽宁省2022年1-5月进出口、利用外资、招商引资和开发区建设主要指标完成情况", 31),
        ("[进/出:口]*?", 3),
        ("'", 5),
        ("", 5),
    ],
)
def test_any_title_gives_a_name_of_a_sheet(title: str, expected: int) -> None:
    content = write_xlsx(table(row("辽宁省", "1", "1"), title=same(title)))
    (name,) = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert len(name) == expected
    assert sheet(content)[0][0] == title


def test_missing_value_is_a_dash_with_its_reason() -> None:
    because = Cell(None, note=Text("未到公布时间", "under embargo"))
    content = write_xlsx(table([Cell("辽宁省"), because, Cell(Decimal(1))]))
    assert sheet(content)[2][1] == "—"
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    assert "未到公布时间" in page["B3"].comment.text


def test_formula_in_a_text_stays_a_text() -> None:
    content = write_xlsx(table(row('=HYPERLINK("x")', "1", "1")))
    assert sheet(content)[2][0] == '=HYPERLINK("x")'
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_table_without_rows_has_its_heads() -> None:
    assert sheet(write_xlsx(table()))[1] == ["单位", "进出口(亿元)", "同比(%)"]


# -- CSV ----------------------------------------------------------------------------------------


def test_csv_begins_with_its_mark_and_ends_with_its_source() -> None:
    content = write_csv(LIAONING)
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines(content) == [
        ["单位", "进出口(亿元)", "同比(%)"],
        ["辽宁省", "7724.0", "17.6"],
        ["沈阳市", "1417.26", "-2.5"],
        [],
        ["数据截至2022-06-30"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-1+2",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "－1+2",
        "＠SUM(A1)",
        "--1",
    ],
)
def test_formula_is_defused_in_csv(text: str) -> None:
    assert lines(write_csv(table(row(text, "1", "1"))))[1][0] == f"'{text}"


@pytest.mark.parametrize("text", ["-2.5", "-1,234.5", "+3", "-17.6%", "—", "a=b"])
def test_number_and_plain_text_stay_as_they_are(text: str) -> None:
    assert lines(write_csv(table(row(text, "1", "1"))))[1][0] == text


def test_formula_in_a_head_or_the_source_is_defused() -> None:
    columns = [Column("a", same("=1+1"))]
    content = write_csv(Table("t", TITLE, columns, [[Cell("a")]], same("@x")))
    assert (lines(content)[0], lines(content)[-1]) == (["'=1+1"], ["'@x"])


# -- JSON ---------------------------------------------------------------------------------------


def test_json_gives_exact_decimals_as_texts() -> None:
    long = "12345678901234567.890"
    content = json.loads(write_json(table(row("辽宁省", long, None))))
    assert content["rows"] == [
        {
            "org": {"value": "辽宁省"},
            "value": {"value": long},
            "growth": {"value": None, "missing": None},
        }
    ]
    assert content["columns"][1] == {"key": "value", "title": "进出口", "unit": "亿元"}
    assert (content["id"], content["demo"], content["source"]) == ("board", False, SOURCE.zh)


def test_json_says_why_a_value_is_missing() -> None:
    because = Cell(None, note=Text("未到公布时间", "under embargo"))
    content = json.loads(write_json(table([Cell("辽宁省"), because, because]), "en"))
    assert content["rows"][0]["value"] == {"value": None, "missing": "under embargo"}


# -- invented figures ---------------------------------------------------------------------------


def test_every_cell_of_invented_figures_is_marked_in_csv() -> None:
    assert lines(write_csv(DEMO))[1:3] == [
        ["石原市(演示)", "12.3(演示)", "-2.5(演示)"],
        ["岚浦市(演示)", "—(演示)", "1.0(演示)"],
    ]
    assert lines(write_csv(DEMO, "en"))[1][1] == "12.3(demo)"


def test_every_cell_of_invented_figures_is_marked_in_json() -> None:
    content = json.loads(write_json(DEMO))
    assert content["demo"] is True
    assert all(cell["demo"] for one in content["rows"] for cell in one.values())


def test_every_cell_of_invented_figures_is_marked_in_a_workbook_and_stays_a_number() -> None:
    content = write_xlsx(DEMO)
    assert sheet(content)[2][1:] == [12.3, -2.5]
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    formats = {cell.number_format for one in page["A3:C4"] for cell in one}
    assert formats == {'#,##0.0"(演示)"', '@"(演示)"'}


def test_real_figures_bear_no_mark() -> None:
    for write in (write_csv, write_json):
        assert "演示" not in write(LIAONING).decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(write_xlsx(LIAONING))) as packed:
        assert "演示" not in packed.read("xl/styles.xml").decode()


# -- statements ---------------------------------------------------------------------------------


def test_cell_of_a_statement_is_its_number() -> None:
    cell = cell_of(stated(Quantity.of("17.60", "%"), digits=1))
    assert (cell.value, cell.digits, cell.note) == (Decimal("17.60"), 1, None)


def test_cell_of_a_missing_statement_says_why() -> None:
    because = Text("文件未给出数值", "the document gives no figure")
    assert cell_of(missing(because)) == Cell(None, note=because)
    assert cell_of(None) == Cell(None)


# -- as an office opens it ----------------------------------------------------------------------


needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")


def as_csv(folder: Path, **contents: bytes) -> list[list[list[str]]]:
    """What LibreOffice shows of some workbooks, cell by cell."""
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    # as UTF-8, with what cells show and not what they hold
    command += [
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false",
    ]
    command += ["--outdir", str(folder), *(str(folder / f"{name}.xlsx") for name in contents)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    shown = ((folder / f"{name}.csv").read_text("utf-8-sig") for name in contents)
    return [list(csv.reader(io.StringIO(text))) for text in shown]


@pytest.mark.office
@needs_office
def test_office_shows_tables_and_the_mark_of_invented_figures(tmp_path: Path) -> None:
    real, invented = as_csv(tmp_path, real=write_xlsx(LIAONING), invented=write_xlsx(DEMO))
    assert real[1:4] == [
        ["单位", "进出口(亿元)", "同比(%)"],
        ["辽宁省", "7,724.0", "17.6"],
        ["沈阳市", "1,417.3", "-2.5"],
    ]
    assert invented[2:4] == [
        ["石原市(演示)", "12.3(演示)", "-2.5(演示)"],
        ["岚浦市(演示)", "—(演示)", "1.0(演示)"],
    ]
