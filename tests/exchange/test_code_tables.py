"""Full code lists are read whole, the code above each worked out, or every wrong row named."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.bilingual import Text
from kaifang.core.codes import Code, CodeList
from kaifang.core.errors import SeveralErrors
from kaifang.exchange import errors
from kaifang.exchange.code_tables import completed, pack_codes, read_codes, unpack_codes
from kaifang.exchange.sheets import read_grid
from kaifang.packs.law import Law, compose
from kaifang.packs.schema.rules import CodeMapEntry

DATA = Path(__file__).parents[3] / "shared" / "data"
NAME = {"zh": "行业分类", "en": "Classification"}
GBT = {"id": "gbt", "name": NAME, "list": "gbt4754", "edition": "2017"}
SECTIONS = """code,name
A,农、林、牧、渔业
01,农业
011,谷物种植
0111,稻谷种植
B,采矿业
06,煤炭开采和洗选业
0610,烟煤和无烟煤开采洗选
"""


def a_map(**fields: Any) -> CodeMapEntry:
    return CodeMapEntry.model_validate({**GBT, "columns": {"code": "code", "zh": "name"}} | fields)


def read(folder: Path, text: str, sample: CodeList | None = None, **fields: Any) -> list[Code]:
    path = folder / "codes.csv"
    path.write_text(text, "utf-8")
    return read_codes(read_grid(path), a_map(**fields), sample)


def parents(codes: list[Code]) -> dict[str, str | None]:
    return {one.code: one.parent for one in codes}


def wrong(
    folder: Path, text: str, sample: CodeList | None = None, **fields: Any
) -> dict[str, type]:
    with pytest.raises(SeveralErrors) as refusal:
        read(folder, text, sample, **fields)
    return {error.where: type(error) for error in refusal.value.errors}


def a_sample(*codes: tuple[str, str | None]) -> CodeList:
    named = (Code(code, Text(f"{code}甲", f"{code} A"), parent) for code, parent in codes)
    return CodeList("gbt4754", "2017", Text("样表", "sample"), named, is_sample=True)


# -- the code above -----------------------------------------------------------------------------


def test_parents_follow_from_the_codes(tmp_path: Path) -> None:
    assert parents(read(tmp_path, SECTIONS)) == {
        "A": None,
        "01": "A",
        "011": "01",
        "0111": "011",
        "B": None,
        "06": "B",
        "0610": "06",
    }


def test_sample_knows_the_section_where_the_order_does_not_tell(tmp_path: Path) -> None:
    sample = a_sample(("A", None), ("01", "A"), ("B", None), ("06", "B"))
    text = "code,name\n01,农业\n06,煤炭\nA,农林\nB,采矿\n"
    assert parents(read(tmp_path, text, sample)) == {"01": "A", "06": "B", "A": None, "B": None}


def test_column_of_parents_is_taken_at_its_word(tmp_path: Path) -> None:
    text = "hscode,description,parent\n01,Animals,TOTAL\n0101,Horses,01\nTOTAL,All goods,TOTAL\n"
    codes = read(
        tmp_path,
        text,
        columns={"code": "hscode", "en": "description", "parent": "parent"},
        top=["TOTAL"],
    )
    assert parents(codes) == {"01": None, "0101": "01"}
    assert codes[1].name == Text("", "Horses")


def test_list_without_sections_has_none(tmp_path: Path) -> None:
    assert parents(read(tmp_path, "code,name\n01,甲\n02,乙\n")) == {"01": None, "02": None}


def test_workbook_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("代码")
        page.write_row("A1", ["国民经济行业分类"])
        page.write_row("A2", ["代码", "类别名称"])
        page.write_row("A3", ["A", "农、林、牧、渔业"])
        page.write_row("A4", ["01", "农业"])
    map = a_map(columns={"code": "代码", "zh": "类别名称"}, first_row=3, sheet="代码")
    assert parents(read_codes(read_grid(path, map.sheet), map)) == {"A": None, "01": "A"}


# -- wrong rows -----------------------------------------------------------------------------------


def test_all_wrong_rows_are_named_at_once(tmp_path: Path) -> None:
    text = "code,name\nA,农林\n,渔业\n01,\n02,林业\n02,林业\n\n"
    assert wrong(tmp_path, text) == {
        "codes.csv!A3": errors.NoCode,
        "codes.csv!A4": errors.NoName,
        "codes.csv!A6": errors.DuplicateCode,
    }


def test_duplicate_names_the_first_place(tmp_path: Path) -> None:
    with pytest.raises(SeveralErrors) as refusal:
        read(tmp_path, "code,name\nA,甲\nA,乙\n")
    assert refusal.value.errors[0].params["expected"] == "codes.csv!A2"


def test_unknown_and_circular_parents_are_refused(tmp_path: Path) -> None:
    columns = {"code": "code", "zh": "name", "parent": "parent"}
    text = "code,name,parent\nA,甲,\nB,乙,AA\nC,丙,D\nD,丁,C\nE,戊,E\n"
    assert wrong(tmp_path, text, columns=columns) == {
        "codes.csv!A3": errors.UnknownParent,
        "codes.csv!A4": errors.CircularParent,
        "codes.csv!A5": errors.CircularParent,
        "codes.csv!A6": errors.CircularParent,
    }


def test_parent_may_stand_in_the_sample_alone(tmp_path: Path) -> None:
    columns = {"code": "code", "zh": "name", "parent": "parent"}
    codes = read(tmp_path, "code,name,parent\n01,甲,I\n", a_sample(("I", None)), columns=columns)
    assert parents(codes) == {"01": "I"}


def test_list_that_lacks_codes_of_the_sample_is_another(tmp_path: Path) -> None:
    sample = a_sample(("A", None), ("01", "A"), ("02", "A"), ("99", "A"))
    with pytest.raises(SeveralErrors) as refusal:
        read(tmp_path, "code,name\nA,农林\n1,农业\n2,林业\n", sample)
    (error,) = refusal.value.errors
    assert isinstance(error, errors.OtherList)
    assert "缺少 gbt4754 2017 应有的 3 个代码（01, 02, 99 等）" in error.text("zh")


def test_missing_columns_are_refused(tmp_path: Path) -> None:
    assert set(wrong(tmp_path, "编码,名称\nA,农林\n").values()) == {errors.NoSuchColumn}


def test_list_without_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.NoRows):
        read(tmp_path, "code,name\n")


def test_hidden_row_and_error_value_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("代码")
        page.write_row("A1", ["code", "name"])
        page.write_row("A2", ["A", "农林"])
        page.set_row(1, None, None, {"hidden": True})
        page.write_formula("A3", "=NA()", None, "#N/A")
        page.write("B3", "农业")
    with pytest.raises(SeveralErrors) as refusal:
        read_codes(read_grid(path), a_map())
    assert [type(one) for one in refusal.value.errors] == [errors.HiddenRow, errors.ErrorValue]


# -- kept and completed ---------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["C"]), max_size=12)


@given(st.lists(st.builds(Code, texts, st.builds(Text, texts, texts), st.none() | texts)))
def test_codes_are_kept_as_they_are(codes: list[Code]) -> None:
    plain = [Code(one.code, one.name, one.parent or None) for one in codes]
    assert unpack_codes(pack_codes(codes)) == plain


def test_sample_fills_what_the_file_leaves_open() -> None:
    sample = a_sample(("I", None), ("01", "I"))
    codes = [Code("01", Text("", "Animals")), Code("0101", Text("", "Horses"), "01")]
    full = completed(codes, sample)
    assert [(one.code, one.name.zh, one.name.en, one.parent) for one in full] == [
        ("I", "I甲", "I A", None),
        ("01", "01甲", "Animals", "I"),
        ("0101", "Horses", "Horses", "01"),
    ]


# -- the real lists, where they are at hand ---------------------------------------------------------


@cache
def library() -> Law:
    return compose("cn-codes")


@pytest.mark.parametrize(
    ("file", "map", "count", "path"),
    [
        ("gbt4754_2017_codes.csv", "gbt4754", 1971, ["A", "01", "011", "0111"]),
        ("hs2022_en.csv", "hs", 6939, ["I", "01", "0101", "010121"]),
    ],
)
@pytest.mark.skipif(not DATA.is_dir(), reason="the lists are not at hand")
def test_real_list_is_read_by_the_map_of_the_pack(
    file: str, map: str, count: int, path: list[str]
) -> None:
    entry = library().entries("maps")[map]
    assert isinstance(entry, CodeMapEntry)
    sample = library().code_lists[f"{entry.list}@{entry.edition}"]
    codes = read_codes(read_grid(DATA / file), entry, sample)
    assert len(codes) == count
    full = CodeList(entry.list, entry.edition, sample.name, completed(codes, sample))
    assert [one.code for one in full.path(path[-1])] == path
