"""Observations leave as SDMX-CSV 2.0 and come back the same, or every wrong field is named."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.core.units import UnknownUnit, known_units
from kaifang.exchange import errors
from kaifang.exchange.sdmx import COLUMNS, read_sdmx, write_sdmx

TRADE = Observation(
    indicator="trade.total",
    org="210000",
    period=Period.parse("2022-01/2022-05"),
    value=Decimal("3098.20"),
    unit="亿元",
    source="海关",
    announced=date(2022, 6, 18),
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def again(*observations: Observation) -> list[Observation]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        path.write_bytes(write_sdmx(observations))
        return read_sdmx(path)


# -- out ----------------------------------------------------------------------------------------


def test_row_is_written_as_the_format_wants() -> None:
    content = write_sdmx([TRADE])
    assert content.startswith(b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,")
    assert content.count(b"\r\n") == 2
    (row,) = rows(content)
    assert (
        row
        | {
            "STRUCTURE": "dataflow",
            "STRUCTURE_ID": "KAIFANG:OBSERVATIONS(1.0.0)",
            "ACTION": "I",
            "FREQ": "_O",
            "REF_AREA": "210000",
            "INDICATOR": "trade.total",
            "MEASURE": "level",
            "BASE": "_Z",
            "TIME_PERIOD": "2022-01-01/P5M",
            "OBS_VALUE": "3098.20",
            "UNIT_MEASURE": "CNY",
            "UNIT_MULT": "8",
            "OBS_STATUS": "A",
            "CONF_STATUS": "F",
        }
        == row
    )


@pytest.mark.parametrize(
    ("code", "freq", "period"),
    [
        ("2022-05-31", "D", "2022-05-31"),
        ("2022-05", "M", "2022-M05"),
        ("2022-Q1", "Q", "2022-Q1"),
        ("2022-H1", "S", "2022-S1"),
        ("2022", "A", "2022-A1"),
        ("2021-04/2022-03", "A", "2021-04-01/P12M"),
        ("2021/2025", "_O", "2021-01-01/P60M"),
    ],
)
def test_period_has_its_frequency(code: str, freq: str, period: str) -> None:
    (row,) = rows(write_sdmx([replace(TRADE, period=Period.parse(code))]))
    assert (row["FREQ"], row["TIME_PERIOD"]) == (freq, period)


@pytest.mark.parametrize(
    ("code", "measure", "power"),
    [
        ("亿元", "CNY", "8"),
        ("万美元", "USD", "4"),
        ("万标箱", "TEU", "4"),
        ("%", "PT", "0"),
        ("个百分点", "POINTS", "0"),
        ("列", "TRAIN", "0"),
        ("", "PURE", "0"),
    ],
)
def test_unit_is_a_measure_and_a_power_of_ten(code: str, measure: str, power: str) -> None:
    (row,) = rows(write_sdmx([replace(TRADE, unit=code)]))
    assert (row["UNIT_MEASURE"], row["UNIT_MULT"]) == (measure, power)


def test_statement_without_a_number_is_marked_missing() -> None:
    (row,) = rows(write_sdmx([replace(TRADE, value=None, measure=Measure.RECORD)]))
    assert (row["OBS_VALUE"], row["OBS_STATUS"]) == ("", "O")


def test_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        write_sdmx([replace(TRADE, unit="亿园")])


# -- out and in -----------------------------------------------------------------------------------

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
texts = st.text(
    st.characters(exclude_categories=["C"]) | st.sampled_from("\r\n\t\",='"), max_size=20
)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**12)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
periods = st.one_of(
    st.builds(Period.day, days),
    st.builds(Period.month, st.integers(1990, 2099), st.integers(1, 12)),
    st.builds(Period.to_date, st.integers(1990, 2099), st.integers(1, 12)),
    st.builds(Period.quarter, st.integers(1990, 2099), st.integers(1, 4)),
    st.builds(Period.half, st.integers(1990, 2099), st.integers(1, 2)),
    st.builds(lambda pair: Period(min(pair), max(pair)), st.tuples(days, days)),
)
observations = st.builds(
    Observation,
    indicator=ids,
    org=ids,
    period=periods,
    value=decimals | st.none(),
    unit=st.sampled_from([one.code for one in known_units()]),
    measure=st.sampled_from(Measure),
    base=ids | st.just(""),
    part=texts,
    comparator=st.sampled_from(["eq", "ge", "range"]),
    high=decimals | st.none(),
    authority=st.sampled_from(Authority),
    source=texts,
    definition=ids | st.just(""),
    visibility=st.sampled_from(Visibility),
    embargo=instants | st.none(),
    announced=days | st.none(),
    figure=ids | st.just(""),
    pack=ids | st.just(""),
    reason=texts,
    recorded=instants | st.none(),
)


@given(st.lists(observations, max_size=5))
def test_everything_comes_back(stated: list[Observation]) -> None:
    back = again(*stated)
    assert back == stated
    assert [str(one.value) for one in back] == [
        "None" if one.value is None else f"{one.value:f}" for one in stated
    ]


@pytest.mark.parametrize("value", ["0.00", "3312.60", "-12345678901234567.89", "0.000001"])
def test_every_decimal_comes_back(value: str) -> None:
    (back,) = again(replace(TRADE, value=Decimal(value)))
    assert str(back.value) == value


# -- in -----------------------------------------------------------------------------------------


def changed(folder: Path, *changes: dict[str, str], without: str = "") -> Path:
    """A file of ours with other texts in its rows."""
    (row,) = rows(write_sdmx([TRADE]))
    path = folder / "data.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [c for c in COLUMNS if c != without], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row | change for change in changes)
    return path


def refused(path: Path) -> list[tuple[str, type]]:
    with pytest.raises(SeveralErrors) as refusal:
        read_sdmx(path)
    return [(error.where, type(error)) for error in refusal.value.errors]


def test_all_wrong_fields_are_named_by_their_places(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        {"OBS_VALUE": "7,724", "TIME_PERIOD": "May 2022"},
        {},
        {"UNIT_MEASURE": "CNX", "CONF_STATUS": "X"},
    )
    letters = {name: chr(65 + at) for at, name in enumerate(COLUMNS)}
    assert refused(path) == [
        (f"data.csv!{letters['TIME_PERIOD']}2", errors.UnreadableField),
        (f"data.csv!{letters['OBS_VALUE']}2", errors.UnreadableField),
        (f"data.csv!{letters['CONF_STATUS']}4", errors.UnreadableField),
        (f"data.csv!{letters['UNIT_MEASURE']}4", errors.UnreadableField),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"ACTION": "D"},
        {"ACTION": "R"},
        {"STRUCTURE_ID": "ESTAT:NA_MAIN(1.6.0)"},
        {"OBS_VALUE": "NaN"},
        {"MEASURE": "speed"},
        {"AUTHORITY": "rumour"},
        {"ANNOUNCED": "18 June 2022"},
        {"UNIT_MULT": "9.5"},
    ],
    ids=lambda change: "=".join(*change.items()),
)
def test_field_that_cannot_be_is_refused(change: dict[str, str], tmp_path: Path) -> None:
    ((_, kind),) = refused(changed(tmp_path, change))
    assert kind is errors.UnreadableField


@pytest.mark.parametrize("column", ["REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE"])
def test_missing_column_is_refused(column: str, tmp_path: Path) -> None:
    ((_, kind),) = refused(changed(tmp_path, {}, without=column))
    assert kind is errors.NoSuchColumn


def test_column_that_may_be_missing_takes_what_is_usual(tmp_path: Path) -> None:
    (one,) = read_sdmx(changed(tmp_path, {}, without="SOURCE"))
    assert one == replace(TRADE, source="")


def test_file_without_rows_holds_nothing(tmp_path: Path) -> None:
    assert read_sdmx(changed(tmp_path)) == []


def test_blank_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("\ufeff\n")
    with pytest.raises(errors.Empty):
        read_sdmx(path)
