"""Tables of events: columns found, rows numbered, whatever is wrong told with its row."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kaifang.cases import EventLog
from kaifang.cases.columns import LogColumns
from kaifang.cases.errors import ColumnMissing, EventIncomplete, LogUnreadable, TimeUnreadable
from kaifang.store.event_rows import table_events
from kaifang.store.event_tables import read_table

LINES = "办件编号,环节,时间\na,到港,2023-04-20 08:20\nb,到港,2023/4/20 8:20:30\na,提离,2023-04-20T09:20:00+09:00\n"


def read(path: Path, *named: str) -> EventLog:
    return read_table(path, LogColumns(*named), zone="Asia/Shanghai")


def csv(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "log.csv"
    file.write_text(text, "utf-8")
    return file


def test_columns_are_found_and_naive_times_taken_as_local(tmp_path: Path) -> None:
    """09:20 in Japan is 08:20 in China."""
    log = read(csv(tmp_path, LINES))
    assert (log.case_ids, log.activities) == (("a", "b"), ("到港", "提离"))
    assert (log.ticks.tolist(), log.offsets.tolist()) == ([0, 0, 30], [0, 2, 3])


@pytest.mark.parametrize("name", ["log[1].csv", "l*.csv", "lo?1.csv"])
def test_a_name_with_stars_or_brackets_is_one_file(tmp_path: Path, name: str) -> None:
    """A browser saves the second copy as log[1].csv; log1.csv is another."""
    (tmp_path / "log1.csv").write_text("case,activity,time\nother,x,2023-04-20\n", "utf-8")
    file = tmp_path / name
    file.write_text(LINES, "utf-8")
    assert read(file).case_ids == ("a", "b")
    rows = table_events(file, LogColumns(), zone="Asia/Shanghai")
    assert [one.case for one in rows] == ["a", "b", "a"]


def test_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(LINES.encode("gbk"))
    for read_it in (read, lambda one: list(table_events(one, LogColumns(), zone="UTC"))):
        with pytest.raises(LogUnreadable) as refused:
            read_it(file)
        assert "UTF-8" in refused.value.says.zh


@pytest.mark.parametrize("time", ["0001-01-01 00:00", "9999-12-31 23:59:59"])
def test_a_time_that_is_none_in_some_zones_is_told_with_its_row(tmp_path: Path, time: str) -> None:
    with pytest.raises(TimeUnreadable) as refused:
        read(csv(tmp_path, f"{LINES}b,提离,{time}\n"))
    assert refused.value.where.endswith(":5")


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ", "VARCHAR"])
def test_parquet_gives_the_same_as_csv(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "log.parquet"
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'Asia/Shanghai'")
        duck.execute(
            f"COPY (SELECT * FROM (VALUES (7, 'x', '2023-04-20 08:20:00'::{kind}),"
            f" (8, 'y', '2023-04-20 08:20:01'::{kind})) t(c, a, t)) TO '{file}'"
        )
    log = read(file, "c", "a", "t")
    assert (log.case_ids, log.ticks.tolist()) == (("7", "8"), [0, 1])
    assert log.origin.isoformat() == "2023-04-20T00:20:00+00:00"


def test_equal_times_keep_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = "".join(f"a,step{n},2023-04-20\n" for n in range(3000))
    log = read(csv(tmp_path, "case,activity,time\n" + rows))
    assert [log.activities[code] for code in log.activity] == [f"step{n}" for n in range(3000)]


def test_a_column_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ColumnMissing) as refusal:
        read(csv(tmp_path, LINES), "办件编码")
    assert refusal.value.near == ("办件编号",)
    with pytest.raises(ColumnMissing):
        read(csv(tmp_path, "who,what,when\n1,2,3\n"))


@pytest.mark.parametrize(
    ("row", "error", "place"),
    [
        (",到港,2023-04-20", EventIncomplete, 5),
        ("c,,2023-04-20", EventIncomplete, 5),
        ("c,到港,", EventIncomplete, 5),
        ("c,到港,昨天", TimeUnreadable, 5),
    ],
)
def test_a_row_that_is_no_event_refuses_the_file(
    tmp_path: Path, row: str, error: type[Exception], place: int
) -> None:
    with pytest.raises(error) as refusal:
        read(csv(tmp_path, LINES + row + "\n"))
    assert f"log.csv:{place}" in str(refusal.value)


@pytest.mark.parametrize("name", ["log.csv", "log.parquet"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"\x00\xff\xfe garbage")
    with pytest.raises((LogUnreadable, ColumnMissing)):
        read(file)
