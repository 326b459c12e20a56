"""Customs' monthly table is read by the map of a pack, or every wrong cell of it is named."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.exchange import errors
from kaifang.exchange.fact_tables import read_table
from kaifang.exchange.sheets import read_grid
from kaifang.packs.law import Law, compose
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.rules import FactMapEntry
from tests.exchange.customs import PERCENT, PLACES, Customs, values

NATION, PROVINCE, SHENYANG, DALIAN = "100000", "210000", "210100", "210200"
TO_DATE = "2022-01/2022-05"


@cache
def law() -> Law:
    return compose("liaoning-2022")


def changed(**fields: Any) -> FactMapEntry:
    """The pack's map with other words in it."""
    plain = law().maps["customs.monthly"].model_dump()
    return FactMapEntry.model_validate(plain | fields)


def read(path: Path, map: FactMapEntry | None = None, **options: Any) -> list[Observation]:
    map = map or changed()
    return read_table(read_grid(path, map.sheet), map, law().indicator, **options)


def value(found: list[Observation], key: tuple[str, str, str, str]) -> Decimal | None:
    (one,) = (o for o in found if (o.indicator, o.org, o.period.code, o.measure) == key)
    return one.value


def wrong(path: Path, map: FactMapEntry | None = None) -> dict[str, type[KaifangError]]:
    """What is refused, by place."""
    with pytest.raises(SeveralErrors) as refusal:
        read(path, map)
    return {error.where: type(error) for error in refusal.value.errors}


def one_wrong(path: Path, map: FactMapEntry | None = None) -> KaifangError:
    with pytest.raises(SeveralErrors) as refusal:
        read(path, map)
    (error,) = refusal.value.errors
    return error


# -- a table that is right ------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda table, folder: table.xlsx(folder),
        lambda table, folder: table.csv(folder, "utf-8-sig"),
        lambda table, folder: table.csv(folder, "utf-8"),
        lambda table, folder: table.csv(folder, "gb18030"),
    ],
    ids=["xlsx", "utf-8 with mark", "utf-8", "gb 18030"],
)
def test_every_kind_of_file_gives_the_same(
    write: Callable[[Customs, Path], Path], tmp_path: Path
) -> None:
    found = read(write(Customs(), tmp_path))
    assert len(found) == 16 * 9
    # Shenyang is the third row: exports 10 x 3 in May, 10 x 3 x 5 from January.
    assert value(found, ("trade.exports", SHENYANG, "2022-05", "level")) == Decimal(30)
    assert value(found, ("trade.exports", SHENYANG, TO_DATE, "level")) == Decimal(150)
    assert value(found, ("trade.imports", SHENYANG, TO_DATE, "growth")) == Decimal("-2.5")
    assert value(found, ("trade.total", NATION, "2022-05", "level")) == Decimal(16)
    assert value(found, ("trade.total", PROVINCE, TO_DATE, "growth")) == Decimal(4)


def test_observation_says_who_published_what(tmp_path: Path) -> None:
    found = read(Customs().csv(tmp_path), announced=date(2022, 6, 18))
    growth = next(o for o in found if o.measure == "growth")
    level = next(o for o in found if o.measure == "level")
    assert (level.unit, level.base, level.source) == ("亿元", "", "海关")
    assert (growth.unit, growth.base) == ("%", "previous_year")
    assert {o.authority for o in found} == {Authority.PUBLISHED}
    assert {o.announced for o in found} == {date(2022, 6, 18)}


def test_columns_that_moved_are_still_read_by_their_heads(tmp_path: Path) -> None:
    grid = read_grid(Customs().csv(tmp_path))
    for row in grid.rows:
        row.insert(1, "")
    found = read_table(grid, changed(), law().indicator)
    assert value(found, ("trade.exports", SHENYANG, TO_DATE, "level")) == Decimal(150)


def test_columns_may_be_named_by_letter(tmp_path: Path) -> None:
    column = {"column": "F", "indicator": "trade.exports", "unit": "亿元", "span": "to_date"}
    found = read(Customs().csv(tmp_path), changed(org_column="A", columns=[column]))
    assert value(found, ("trade.exports", SHENYANG, TO_DATE, "level")) == Decimal(150)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("7,724.0", "7724.0"),
        ("７７２４．５", "7724.5"),
        ("１，２３４", "1234"),
        ("−12.5", "-12.5"),
        ("－12.5", "-12.5"),
        (" 12.50 ", "12.50"),
        ("+3", "3"),
    ],
)
def test_number_is_read_as_offices_write_it(printed: str, expected: str, tmp_path: Path) -> None:
    found = read(Customs(cells={"B7": printed}).csv(tmp_path))
    assert value(found, ("trade.total", SHENYANG, "2022-05", "level")) == Decimal(expected)


@pytest.mark.parametrize("printed", ["-", "—", "–", "−", "－", "——", "", "  ", None])
def test_missing_value_is_left_out(printed: str | None, tmp_path: Path) -> None:
    found = read(Customs(cells={"B7": printed}).csv(tmp_path))
    assert len(found) == 16 * 9 - 1


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (7724.000000000001, "7724"),
        (0.1 + 0.2, "0.3"),
        (3098.2000000000003, "3098.2"),
        (1e-7, "0"),
        (123456789.12, "123456789.12"),
        (0.1234565, "0.123457"),
    ],
)
def test_noise_of_binary_arithmetic_is_dropped(
    stored: float, expected: str, tmp_path: Path
) -> None:
    found = read(Customs(cells={"B7": stored}).xlsx(tmp_path))
    read_value = value(found, ("trade.total", SHENYANG, "2022-05", "level"))
    assert str(read_value) == expected


def test_value_is_converted_into_the_unit_of_the_indicator(tmp_path: Path) -> None:
    column = {"column": "出口/当月", "indicator": "trade.exports", "unit": "万元"}
    table = Customs(cells={"E7": "3312612.34", "E8": "1234567.891"})
    found = read(table.csv(tmp_path), changed(columns=[column]))
    assert value(found, ("trade.exports", SHENYANG, "2022-05", "level")) == Decimal("331.261234")
    # Six decimals are kept, rounded half up.
    assert value(found, ("trade.exports", DALIAN, "2022-05", "level")) == Decimal("123.456789")


def test_growth_that_a_workbook_shows_as_per_cent_is_read_as_shown(tmp_path: Path) -> None:
    cells, formats = {"D7": 0.176, "D8": -0.07}, {"D7": PERCENT, "D8": {"num_format": "0%"}}
    found = read(Customs(cells=cells, formats=formats).xlsx(tmp_path))
    assert value(found, ("trade.total", SHENYANG, TO_DATE, "growth")) == Decimal("17.6")
    assert value(found, ("trade.total", DALIAN, TO_DATE, "growth")) == Decimal(-7)


def test_growth_with_a_sign_is_read_from_text(tmp_path: Path) -> None:
    found = read(Customs(cells={"D7": "17.6%", "D8": "-7.0％"}).csv(tmp_path))
    assert value(found, ("trade.total", SHENYANG, TO_DATE, "growth")) == Decimal("17.6")
    assert value(found, ("trade.total", DALIAN, TO_DATE, "growth")) == Decimal("-7.0")


def test_same_organisation_twice_with_the_same_values_counts_once(tmp_path: Path) -> None:
    table = Customs()
    table.rows.append(["沈阳市", *values(3)])
    assert len(read(table.csv(tmp_path))) == 16 * 9


def test_rows_to_skip_and_rows_below_the_note_are_not_read(tmp_path: Path) -> None:
    table = Customs()
    table.rows += [["其中", *values(9)], ["注:以下为参考数"], ["省外", *values(9)]]
    assert len(read(table.csv(tmp_path))) == 16 * 9


def test_remark_without_a_value_is_no_row(tmp_path: Path) -> None:
    table = Customs()
    table.rows.append(["单位口径见附件"])
    assert len(read(table.csv(tmp_path))) == 16 * 9


def test_name_of_an_organisation_may_be_spaced_out(tmp_path: Path) -> None:
    found = read(Customs(cells={"A7": "　沈 阳 市"}).csv(tmp_path))
    assert value(found, ("trade.total", SHENYANG, "2022-05", "level")) == Decimal(48)


# -- what an indicator brings along -----------------------------------------------------------


def about(**fields: Any) -> Callable[[str], IndicatorEntry]:
    plain = law().indicator("trade.total").model_dump(by_alias=True)
    return lambda name: IndicatorEntry.model_validate(plain | {"id": name} | fields)


def test_internal_indicator_stays_internal(tmp_path: Path) -> None:
    found = read_table(read_grid(Customs().csv(tmp_path)), changed(), about(visibility="internal"))
    assert {o.visibility for o in found} == {Visibility.INTERNAL}


@pytest.mark.parametrize(("month", "expected"), [("2022年4月", ""), ("2022年5月", "2022-05")])
def test_value_is_of_the_definition_in_force(month: str, expected: str, tmp_path: Path) -> None:
    versions = [
        {"id": "2022-05", "from": date(2022, 5, 1)},
        {"id": "2023", "from": date(2023, 1, 1)},
    ]
    table = Customs(month=month).csv(tmp_path)
    found = read_table(read_grid(table), changed(), about(versions=versions))
    assert {o.definition for o in found} == {expected}


# -- the period -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "2022年5月",
        "２０２２年５月",
        "2022年1-5月",
        "2022年1—5月",
        "（2022年1至5月）",
        "2022年5月份,单位:亿元",
        "2022-05",
    ],
)
def test_period_is_read_from_the_table(printed: str, tmp_path: Path) -> None:
    found = read(Customs(month=printed).csv(tmp_path))
    assert {o.period.code for o in found} == {"2022-05", TO_DATE}


def test_period_may_be_a_date_cell(tmp_path: Path) -> None:
    table = Customs(month=date(2022, 5, 1), formats={"A2": {"num_format": 'yyyy"年"m"月"'}})
    assert {o.period.code for o in read(table.xlsx(tmp_path))} == {"2022-05", TO_DATE}


def test_month_and_to_date_of_january_are_one(tmp_path: Path) -> None:
    rows = [[name, *values(n, month=1)] for n, name in enumerate(PLACES, 1)]
    found = read(Customs(month="2022年1月", rows=rows).csv(tmp_path))
    assert {o.period.code for o in found} == {"2022-01"}
    assert len(found) == 16 * 6


@pytest.mark.parametrize("printed", ["", "单位:亿元", "2022年辽宁省", "2022年13月"])
def test_table_without_a_period_needs_one(printed: str, tmp_path: Path) -> None:
    path = Customs(month=printed).csv(tmp_path)
    with pytest.raises(errors.NoPeriod) as refusal:
        read(path)
    assert refusal.value.where == "customs.csv!A2"
    assert len(read(path, period=Period.parse("2022-05"))) == 16 * 9


def test_period_other_than_the_printed_one_is_refused(tmp_path: Path) -> None:
    path = Customs().csv(tmp_path)
    assert read(path, period=Period.parse(TO_DATE))
    with pytest.raises(errors.PeriodsDiffer) as refusal:
        read(path, period=Period.parse("2022-04"))
    assert "2022年5月" in refusal.value.text("zh")
    assert "April 2022" in refusal.value.text("en")


# -- tables that are wrong --------------------------------------------------------------------


def test_all_wrong_cells_are_named_at_once(tmp_path: Path) -> None:
    table = Customs(cells={"D7": "待定", "A9": "鞍山是", "J12": "3,12.5", "F8": "1e5"})
    table.rows.append(["大连市", 99, *values(4)[1:]])
    assert wrong(table.xlsx(tmp_path)) == {
        "表一!D7": errors.NotNumeric,
        "表一!F8": errors.NotNumeric,
        "表一!A9": errors.UnknownOrgName,
        "表一!J12": errors.NotNumeric,
        "表一!B21": errors.SaidTwice,
    }


def test_unit_other_than_the_maps_is_refused(tmp_path: Path) -> None:
    """万元 read as 亿元 would be wrong by ten thousand and look right."""
    error = one_wrong(Customs(cells={"A1": "各市进出口（单位：万元人民币）"}).csv(tmp_path))
    assert error.where == "customs.csv!A1"
    assert "万元" in error.text("zh")
    assert "亿元" in error.text("zh")
    assert "expected 100 million yuan" in error.text("en")


@pytest.mark.parametrize(
    "printed", ["单位：亿元、%", "金额单位: 亿元人民币", "单位：万吨", "填报单位：海关"]
)
def test_unit_that_agrees_or_is_of_another_kind_passes(printed: str, tmp_path: Path) -> None:
    assert len(read(Customs(cells={"A1": printed}).csv(tmp_path))) == 16 * 9


def test_wrong_cell_is_told_in_both_languages(tmp_path: Path) -> None:
    error = one_wrong(Customs(cells={"D7": "待定"}).csv(tmp_path))
    assert error.text("zh").startswith("customs.csv!D7:[KF-EXCH-007] “待定”不是数值，应为%")
    assert "“待定” is not a number; expected %." in error.text("en")


def test_cells_of_an_unknown_organisation_are_checked_too(tmp_path: Path) -> None:
    table = Customs(cells={"A7": "浑南", "C7": "无"})
    assert wrong(table.csv(tmp_path)) == {
        "customs.csv!A7": errors.UnknownOrgName,
        "customs.csv!C7": errors.NotNumeric,
    }


def test_unknown_organisation_comes_with_the_nearest(tmp_path: Path) -> None:
    assert one_wrong(Customs(cells={"A7": "沈阳"}).csv(tmp_path)).near == ("沈阳市",)


def test_organisation_given_twice_differently_names_both_cells(tmp_path: Path) -> None:
    table = Customs()
    table.rows.append(["沈阳市", *values(3)[:-1], 9.9])
    error = one_wrong(table.csv(tmp_path))
    assert (error.where, error.params["found"]) == ("customs.csv!J21", "沈阳市")
    assert error.params["expected"] == "customs.csv!J7: -2.5 ≠ 9.9"


@pytest.mark.parametrize(
    "text", ["约48", "48亿元", "48%", "4 8", "1,23", "--", "NaN", "1_000", "٣", "#DIV/0!", "(48)"]
)
def test_text_in_a_number_cell_is_refused(text: str, tmp_path: Path) -> None:
    assert wrong(Customs(cells={"B7": text}).csv(tmp_path)) == {"customs.csv!B7": errors.NotNumeric}


def test_date_in_a_number_cell_is_refused(tmp_path: Path) -> None:
    table = Customs(cells={"B7": date(2022, 5, 1)}, formats={"B7": {"num_format": "yyyy-mm-dd"}})
    error = one_wrong(table.xlsx(tmp_path))
    assert (error.where, error.params["found"]) == ("表一!B7", "2022-05-01")


def test_per_cent_in_a_column_of_amounts_is_refused(tmp_path: Path) -> None:
    table = Customs(cells={"B7": 0.48}, formats={"B7": PERCENT})
    assert one_wrong(table.xlsx(tmp_path)).params["found"] == "48%"


def test_row_without_a_name_is_refused(tmp_path: Path) -> None:
    assert wrong(Customs(cells={"A7": None}).csv(tmp_path)) == {"customs.csv!A7": errors.NoOrgName}


def test_row_that_an_unquoted_comma_moved_is_refused(tmp_path: Path) -> None:
    path = Customs().csv(tmp_path)
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("沈阳市,48.0", "沈阳市,1,048.0"), "utf-8")
    assert wrong(path) == {"customs.csv!K7": errors.ShiftedRow}


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    table = Customs(cells={"E3": "出品", "H4": "本月"})
    with pytest.raises(SeveralErrors) as refusal:
        read(table.csv(tmp_path))
    assert [error.params["found"] for error in refusal.value.errors] == [
        *("出口/当月", "出口/累计", "出口/累计同比"),
        "进口/当月",
    ]
    assert {type(error) for error in refusal.value.errors} == {errors.NoSuchColumn}


def test_table_of_other_places_has_no_row(tmp_path: Path) -> None:
    with pytest.raises(errors.NoRows):
        read(
            Customs().csv(tmp_path),
            changed(
                first_row=40,
                org_column="A",
                columns=[{"column": "B", "indicator": "trade.total", "unit": "亿元"}],
            ),
        )


# -- what a workbook hides --------------------------------------------------------------------


def test_error_value_is_refused_where_it_would_be_read(tmp_path: Path) -> None:
    cells = {"B7": ("=1/0", "#DIV/0!"), "C7": ("=NA()", "#N/A"), "L7": ("=1/0", "#DIV/0!")}
    assert wrong(Customs(cells=cells).xlsx(tmp_path)) == {
        "表一!B7": errors.ErrorValue,
        "表一!C7": errors.ErrorValue,
    }


def test_formula_counts_by_the_value_it_was_saved_with(tmp_path: Path) -> None:
    found = read(Customs(cells={"B7": ("=E7+H7", 48.0)}).xlsx(tmp_path))
    assert value(found, ("trade.total", SHENYANG, "2022-05", "level")) == Decimal(48)


def test_formula_without_a_value_is_refused(tmp_path: Path) -> None:
    table = Customs(cells={"B7": ("=E7+H7", "")})
    assert wrong(table.xlsx(tmp_path)) == {"表一!B7": errors.NoCachedValue}


def test_hidden_row_is_refused(tmp_path: Path) -> None:
    assert wrong(Customs(hidden_rows=(7,)).xlsx(tmp_path)) == {"表一!7:7": errors.HiddenRow}


def test_hidden_column_is_refused_only_where_the_map_reads_it(tmp_path: Path) -> None:
    table = Customs(hidden_columns=("F", "L"), cells={"L7": 1})
    assert wrong(table.xlsx(tmp_path)) == {"表一!F:F": errors.HiddenColumn}


def test_number_that_its_format_scales_is_refused(tmp_path: Path) -> None:
    table = Customs(cells={"B7": 480000.0}, formats={"B7": {"num_format": r"0\.0,"}})
    error = one_wrong(table.xlsx(tmp_path))
    assert isinstance(error, errors.ScaledFormat)
    assert error.params["found"] == "480000"


# -- as an office saves it ----------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_table_saved_by_an_office_reads_the_same(tmp_path: Path) -> None:
    table = Customs(
        cells={"D7": 0.176, "B7": ("=E7+H7", 48.0), "C9": ("=1/0", "#DIV/0!")},
        formats={"D7": PERCENT},
        hidden_rows=(10,),
        hidden_columns=("I",),
    )
    saved = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    hiding = table.xlsx(tmp_path).rename(tmp_path / "hiding.xlsx")
    table.hidden_rows = table.hidden_columns = ()
    books = [str(hiding), str(table.xlsx(tmp_path))]
    command += ["--convert-to", "xlsx", "--outdir", str(saved), *books]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    assert wrong(saved / "hiding.xlsx") == {"表一!I:I": errors.HiddenColumn}
    column = {"column": "进出口/累计同比", "indicator": "trade.total", "unit": "%"}
    growth = changed(columns=[column | {"measure": "growth", "span": "to_date"}])
    assert wrong(saved / "hiding.xlsx", growth) == {"表一!10:10": errors.HiddenRow}
    assert wrong(saved / "customs.xlsx") == {"表一!C9": errors.ErrorValue}
    found = read(saved / "customs.xlsx", growth)
    assert value(found, ("trade.total", SHENYANG, TO_DATE, "growth")) == Decimal("17.6")


# -- on how many firms a value rests ---------------------------------------------------------


def capital(folder: Path, *rows: str) -> Path:
    path = folder / "capital.csv"
    path.write_text("\n".join(("地区,实际使用外资,企业数", *rows)), "utf-8")
    return path


def with_firms(**fields: Any) -> FactMapEntry:
    column = {
        "column": "实际使用外资",
        "indicator": "investment.fdi_used",
        "unit": "万美元",
        "span": "year",
        "firms": "企业数",
    }
    told = {"first_row": 2, "last_row_mark": "", "org_column": "地区", "columns": [column | fields]}
    return changed(period_cell="", period_pattern="", **told)


YEAR = Period.parse("2022")


def test_on_how_many_firms_a_value_rests_is_read_beside_it(tmp_path: Path) -> None:
    rows = ("沈阳市,5200,2", "大连市,81000,61", "鞍山市,900,-", "抚顺市,0,0")
    found = read(capital(tmp_path, *rows), with_firms(), period=YEAR)
    assert [(o.org, o.value, o.firms) for o in found] == [
        (SHENYANG, Decimal("0.52"), 2), (DALIAN, Decimal("8.1"), 61),
        ("210300", Decimal("0.09"), None), ("210400", Decimal(0), 0),
    ]  # fmt: skip


def test_a_column_without_a_count_tells_of_none(tmp_path: Path) -> None:
    (found,) = read(capital(tmp_path, "沈阳市,5200,2"), with_firms(firms=""), period=YEAR)
    assert found.firms is None


@pytest.mark.parametrize("count", ["两家", "2.5", "-1", "2家"])
def test_a_count_of_firms_that_is_no_whole_number_is_refused(count: str, tmp_path: Path) -> None:
    with pytest.raises(SeveralErrors) as refusal:
        read(capital(tmp_path, f"沈阳市,5200,{count}"), with_firms(), period=YEAR)
    (error,) = refusal.value.errors
    assert (error.where, type(error)) == ("capital.csv!C2", errors.NotNumeric)
    assert "企业" in error.says.zh


def test_a_column_of_firms_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeveralErrors) as refusal:
        read(capital(tmp_path, "沈阳市,5200,2"), with_firms(firms="户数"), period=YEAR)
    (error,) = refusal.value.errors
    assert error.params["found"] == "户数"


def test_of_one_value_told_twice_the_fewer_firms_count(tmp_path: Path) -> None:
    rows = ("沈阳市,5200,-", "沈阳市,5200,2", "沈阳市,5200,9")
    (found,) = read(capital(tmp_path, *rows), with_firms(), period=YEAR)
    assert found.firms == 2
