"""The columnar mirror says what the database says, to the last digit, at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import LEADING, Authority
from kaifang.facts.columns import COMPARATORS, Columns, columns_of
from kaifang.facts.cube import Cube
from kaifang.store import mirror
from kaifang.store.errors import MirrorUnwritable, TooWideTogether
from kaifang.store.manifest import Manifest
from kaifang.store.models import Batch, Record
from kaifang.store.observations import append
from kaifang.store.rows import observations_of
from tests.store.people import CITY, OTHER_CITY, PROVINCE, trade

pytestmark = pytest.mark.django_db

TEXTS = ("indicator", "org", "part", "measure", "base", "definition")
PLAIN = ("row", "start", "end", "announced", "recorded", "embargo", "visibility")
MIXED = [
    trade("7724.0"),
    trade("12345678901234567.89", org=CITY, indicator="wide"),
    trade("-3.5", measure=Measure.GROWTH, unit="%", base="previous_year"),
    trade(None, measure=Measure.RECORD, announced=None),
    trade("1", indicator="count", comparator="range", high=Decimal("2.50"), unit="家"),
    trade("5", part="partner=JP", visibility=Visibility.SECRET, authority=Authority.FLASH),
    trade("6", definition="2022-05", embargo=datetime(2100, 1, 1, 8, tzinfo=UTC)),
    trade("7", period=Period.parse("1949-10-01"), org="it's", authority=Authority.REPORTED),
]


@pytest.fixture(autouse=True)
def nothing_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "_loaded", None)


def forget() -> None:
    """Be a process that has just started."""
    mirror._loaded = None


def record(*observations: Observation) -> None:
    append(observations, kind=Batch.Kind.ENTRY, reason="录入")


def lines(columns: Columns) -> set[tuple[Any, ...]]:
    """Columns as rows that do not depend on codes and scales."""
    return set(_lines(columns))


def _lines(c: Columns) -> Iterator[tuple[Any, ...]]:
    for n in range(len(c)):
        text = {name: c.names[name][getattr(c, name)[n]] for name in TEXTS}
        scale = c.scales[text["indicator"], text["measure"]]
        yield (
            *text.values(),
            *(int(getattr(c, name)[n]) for name in PLAIN),
            Decimal(int(c.value[n])).scaleb(-scale) if c.has_value[n] else None,
            Decimal(int(c.high[n])).scaleb(-scale) if c.has_high[n] else None,
            COMPARATORS[c.comparator[n]],
            LEADING[c.authority[n]],
        )


def in_database() -> set[tuple[Any, ...]]:
    return lines(columns_of(list(observations_of(Record.objects.all()))))


def test_empty_store_has_empty_columns() -> None:
    assert len(mirror.columns()) == 0
    assert mirror.current().version == 0
    assert len(Cube(mirror.columns())) == 0


def test_fresh_record_is_seen_at_once_without_a_part(home: Path) -> None:
    record(*MIXED)
    assert lines(mirror.columns()) == in_database()
    assert not list(home.glob("mirror/*.parquet"))


def test_parts_and_fresh_rows_together_are_the_database() -> None:
    record(*MIXED)
    mirror.refresh()
    record(trade("7724.125", org=OTHER_CITY), trade("3", indicator="new", unit="个"))
    forget()
    assert lines(mirror.columns()) == in_database()
    assert mirror.columns().scales["trade.total", "level"] == 3


def test_columns_have_the_types_of_the_cube() -> None:
    record(*MIXED)
    expected = {name: a.dtype for name, a in vars(columns_of(MIXED)).items() if hasattr(a, "dtype")}
    for write in (lambda: None, mirror.refresh):
        write()
        forget()
        found = vars(mirror.columns())
        assert {name: found[name].dtype for name in expected} == expected


def test_columns_stay_the_same_object_until_something_is_recorded() -> None:
    record(trade())
    first = mirror.current()
    assert mirror.current() is first
    record(trade(org=CITY))
    second = mirror.current()
    assert (first.version, second.version) == (1, 2)
    assert len(first.columns) == 1
    assert lines(second.columns) == in_database()


def test_refresh_without_news_writes_nothing() -> None:
    record(trade())
    assert mirror.refresh() == mirror.refresh()


def test_parts_are_merged_when_there_are_many(home: Path) -> None:
    for year in range(2010, 2019):
        record(trade(str(year), period=Period.year(year)))
        manifest = mirror.refresh()
    assert len(manifest.parts) == 1
    assert (manifest.rows, manifest.last_row, manifest.mark.batch) == (9, 9, 9)
    assert lines(mirror.columns()) == in_database()
    record(trade(org=CITY))
    mirror.refresh()
    assert len(list(home.glob("mirror/*.parquet"))) == 2
    forget()
    assert lines(mirror.columns()) == in_database()


def test_many_fresh_rows_are_put_into_a_part_by_reading(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "MOST_FRESH_ROWS", 3)
    record(*MIXED)
    assert lines(mirror.columns()) == in_database()
    assert Manifest.read(home / "mirror").rows == len(MIXED)


def test_mirror_of_another_history_is_made_anew(home: Path) -> None:
    try:
        with transaction.atomic():
            record(trade("1"))
            mirror.refresh()
            assert lines(mirror.columns()) == in_database()
            raise LookupError
    except LookupError:
        record(trade("2"))
    assert lines(mirror.columns()) == in_database()
    forget()
    assert lines(mirror.columns()) == in_database()
    assert mirror.refresh().rows == 1


@pytest.mark.parametrize("damage", [b"", b"PAR1", None])
def test_damaged_or_lost_part_is_made_anew(home: Path, damage: bytes | None) -> None:
    record(*MIXED)
    part = home / "mirror" / mirror.refresh().parts[0].file
    if damage is None:
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(bytes(content))
    else:
        part.write_bytes(damage) if damage else part.unlink()
    assert len(facts(Visibility.SECRET, "row")) == len(MIXED) - 1
    forget()
    assert lines(mirror.columns()) == in_database()


@pytest.mark.parametrize("damage", [b"PAR1", None])
def test_damaged_part_is_made_anew_by_loading(home: Path, damage: bytes | None) -> None:
    record(*MIXED)
    part = home / "mirror" / mirror.refresh().parts[0].file
    part.write_bytes(damage or bytes(part.stat().st_size))
    forget()
    assert lines(mirror.columns()) == in_database()
    assert mirror.refresh().parts[0].check(home / "mirror")


def test_lost_part_is_written_again_by_refreshing(home: Path) -> None:
    record(*MIXED)
    (home / "mirror" / mirror.refresh().parts[0].file).unlink()
    assert mirror.refresh().parts[0].is_there(home / "mirror")
    assert len(facts(Visibility.SECRET, "row")) == len(MIXED) - 1


@pytest.mark.parametrize("content", ["", "{", '{"format": 99}', "[]"])
def test_unreadable_manifest_is_made_anew(home: Path, content: str) -> None:
    record(*MIXED)
    mirror.refresh()
    (home / "mirror" / "manifest.json").write_text(content)
    forget()
    assert lines(mirror.columns()) == in_database()
    assert mirror.refresh().rows == len(MIXED)


def test_full_disk_leaves_the_old_mirror_and_the_fresh_rows(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(trade("1"))
    before = mirror.refresh()
    record(trade("2", org=CITY))

    def full(*_: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("kaifang.store.parts.put_in_place", full)
        with pytest.raises(MirrorUnwritable, match="No space left"):
            mirror.refresh()
        disk.setattr(mirror, "MOST_FRESH_ROWS", 0)
        forget()
        assert lines(mirror.columns()) == in_database()
    assert Manifest.read(home / "mirror") == before
    assert not list(home.glob("mirror/*.new"))
    assert mirror.refresh().rows == 2


# -- what analysts see -----------------------------------------------------------------------


def facts(sees: Visibility, what: str) -> list[tuple[Any, ...]]:
    with mirror.duckdb_view(sees) as duck:
        return duck.execute(f"SELECT {what} FROM facts ORDER BY row").fetchall()


def test_analysts_see_exact_values() -> None:
    record(*MIXED)
    ((wide,),) = [row for row in facts(Visibility.PUBLIC, "value") if row[0] and row[0] > 10**9]
    assert wide == Decimal("12345678901234567.890000")
    with mirror.duckdb_view() as duck:
        total = duck.execute("SELECT sum(value) FROM facts WHERE indicator = 'wide'").fetchone()
    assert total == (Decimal("12345678901234567.890000"),)


def test_analysts_see_no_secrets_and_nothing_under_embargo() -> None:
    record(*MIXED)
    assert len(facts(Visibility.PUBLIC, "row")) == len(MIXED) - 2
    assert len(facts(Visibility.SECRET, "row")) == len(MIXED) - 1


def test_analysts_see_dates_and_instants_in_utc() -> None:
    record(trade(embargo=datetime(2022, 1, 25, 10, tzinfo=UTC)))
    recorded = Batch.objects.get().recorded_at.replace(tzinfo=None)
    columns = "period_start, period_end, announced, embargo, recorded"
    assert facts(Visibility.PUBLIC, columns) == [
        (
            date(2021, 1, 1),
            date(2021, 12, 31),
            date(2022, 1, 25),
            datetime(2022, 1, 25, 10),  # noqa: DTZ001
            recorded,
        )
    ]


def test_analysts_of_an_empty_store_see_an_empty_table() -> None:
    assert facts(Visibility.SECRET, "indicator, value") == []


# -- seen at ---------------------------------------------------------------------------------


def test_import_that_announces_back_in_time_does_not_change_what_was_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = "kaifang.store.writing.timezone.now"
    monkeypatch.setattr(clock, lambda: datetime(2022, 7, 10, tzinfo=UTC))
    record(trade("7700", announced=date(2022, 1, 25)))
    monkeypatch.setattr(clock, lambda: datetime(2022, 8, 1, tzinfo=UTC))
    append([trade("7724", announced=date(2022, 6, 1))], kind=Batch.Kind.IMPORT, reason="补录修订数")
    mirror.refresh()
    forget()
    cube = Cube(mirror.columns())

    def total(**moment: Any) -> Decimal | None:
        held = cube.at(date(2022, 7, 15), **moment).get("trade.total", PROVINCE, Period.year(2021))
        return held.value if held else None

    assert total(seen_at=datetime(2022, 7, 15, tzinfo=UTC)) == Decimal(7700)
    assert total() == Decimal(7724)
    assert total(seen_at=datetime(2022, 7, 1, tzinfo=UTC)) is None


def test_rows_of_one_value_keep_their_order_in_time() -> None:
    for value in ("1", "2", "3"):
        record(trade(value))
    mirror.refresh()
    forget()
    held = (
        Cube(mirror.columns())
        .at(date(2022, 12, 31))
        .get("trade.total", PROVINCE, Period.year(2021))
    )
    assert held is not None
    assert held.value == Decimal(3)


def test_version_is_that_of_the_rows_even_when_more_are_recorded_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record(trade())
    scan = mirror.scan

    def scan_after_another_wrote(after: int = 0) -> object:
        monkeypatch.setattr(mirror, "scan", scan)
        record(trade(org=CITY))
        return scan(after)

    monkeypatch.setattr(mirror, "scan", scan_after_another_wrote)
    found = mirror.current()
    assert (found.version, len(found.columns)) == (2, 2)
    assert mirror.current() is found


def test_value_that_fits_no_column_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaifang.store.observations.check_room", lambda _: None)
    record(trade("12345678901234567.89", org=CITY), trade("0.123456"))
    with pytest.raises(TooWideTogether, match=r"trade\.total.*12345678901234567\.89") as refusal:
        mirror.columns()
    assert refusal.value.params["expected"] == 6
