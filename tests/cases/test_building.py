"""A log of a dataframe: DuckDB's relation gives what the rows give, whatever is wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest

from kaifang.cases import EventLog, log_of, of_frame
from kaifang.cases.errors import ColumnMissing, EventIncomplete, TimeUnreadable

ROWS = [
    ("甲", "到港", "2023-04-20T08:00:00+08:00", "大窑湾"),
    ("乙", "到港", "2023-04-20T00:00:00Z", None),
    ("甲", "放行", "2023-04-20T13:00:00.5+09:00", "大窑湾"),
    ("乙", "放行", "2023-04-20T08:00:00+08:00", "鲅鱼圈"),
]


@pytest.fixture
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def relation(
    duck: duckdb.DuckDBPyConnection,
    kind: str = "TIMESTAMPTZ",
    rows: list[tuple[object, ...]] = ROWS,
) -> duckdb.DuckDBPyRelation:
    duck.execute(f"CREATE TABLE told (办件 VARCHAR, 环节 VARCHAR, 时间 {kind}, 口岸 VARCHAR)")
    if rows:
        duck.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", rows)
    return duck.table("told")


def read(frame: object, time: str = "时间") -> EventLog:
    return of_frame(frame, "办件", "环节", time, attributes=["口岸"])


def test_relation_of_duckdb_is_a_dataframe_too(duck: duckdb.DuckDBPyConnection) -> None:
    """Its own zone is another; 13:00 in Japan is 12:00 in China."""
    duck.execute("SET TimeZone = 'America/New_York'")
    log = read(relation(duck))
    told = [(case, activity, datetime.fromisoformat(time)) for case, activity, time, _ in ROWS]
    expected = log_of(told)
    assert (log.case_ids, log.activities) == (expected.case_ids, expected.activities)
    assert log.ticks.tolist() == expected.ticks.tolist()
    assert log.instant(int(log.ticks.max())) == datetime.fromisoformat(
        "2023-04-20T12:00:00.5+08:00"
    )
    port = log.attributes["口岸"]
    assert [port.values[code] for code in port.codes.tolist()] == ["大窑湾", "鲅鱼圈"]


def test_times_without_a_zone_are_those_of_the_place(duck: duckdb.DuckDBPyConnection) -> None:
    rows = [(case, activity, f"{time[:19]}", port) for case, activity, time, port in ROWS]
    log = read(relation(duck, "TIMESTAMP", rows))
    assert log.instant(int(log.ticks.min())).isoformat() == "2023-04-19T16:00:00+00:00"


def test_no_rows_are_no_cases(duck: duckdb.DuckDBPyConnection) -> None:
    assert (read(relation(duck, rows=[])).cases, read(duck.table("told")).events) == (0, 0)


def test_what_is_wrong_with_a_frame_is_told(duck: duckdb.DuckDBPyConnection) -> None:
    told = relation(duck, rows=[*ROWS, ("丙", None, "2023-04-20T08:00:00Z", None)])
    with pytest.raises(EventIncomplete) as refused:
        read(told)
    assert refused.value.where == "5"
    with pytest.raises(ColumnMissing):
        read(told, "时刻")
    with pytest.raises(TimeUnreadable):
        read(told, "口岸")
