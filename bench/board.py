"""The board against plain DuckDB: 20,000 current statements out of 1.2 million observations.

Fills a store of its own, asks for the board as of one day, asks DuckDB for the same numbers by
one SQL statement over the same records, checks that all of them are equal and prints the ratio.
Run: python bench/board.py [ORGANISATIONS INDICATORS MONTHS]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

if TYPE_CHECKING:
    import duckdb

    from kaifang.core.observation import Observation

AS_OF = date(2023, 6, 30)
BUDGET_MS = 150
SQL = """
WITH known AS (
    SELECT * FROM facts WHERE measure = 'level' AND part = '' AND announced <= $as_of
), leads AS (
    SELECT * FROM known QUALIFY row_number() OVER (
        PARTITION BY indicator, org, definition, period_start, period_end
        ORDER BY announced DESC, recorded DESC, row DESC) = 1
), latest AS (
    SELECT * FROM leads WHERE period_end <= $as_of QUALIFY row_number() OVER (
        PARTITION BY indicator, org ORDER BY period_end DESC, period_start ASC) = 1
)
SELECT now.indicator, now.org, now.value,
       round(CAST((now.value - base.value) * 100 AS DOUBLE) / CAST(base.value AS DOUBLE), 1),
       now.value - coalesce(earlier.value, 0),
       round(CAST(now.value * 100 AS DOUBLE) / CAST(nation.value AS DOUBLE), 1)
FROM latest now
LEFT JOIN leads base ON base.indicator = now.indicator AND base.org = now.org
    AND base.period_start = now.period_start - INTERVAL 1 YEAR
    AND base.period_end = last_day(now.period_end - INTERVAL 1 YEAR)
LEFT JOIN leads earlier ON earlier.indicator = now.indicator AND earlier.org = now.org
    AND earlier.period_start = now.period_start
    AND earlier.period_end = last_day(now.period_end - INTERVAL 1 MONTH)
LEFT JOIN leads nation ON nation.indicator = now.indicator AND nation.org = '100000'
    AND nation.period_start = now.period_start AND nation.period_end = now.period_end
"""


def observations(orgs: int, indicators: int, months: int) -> Iterator[Observation]:
    """To-date values at two decimals, each announced on the 18th of the month after."""
    from kaifang.core.observation import Observation
    from kaifang.core.period import Period
    from kaifang.core.statement import Authority

    rng = np.random.default_rng(20221124)
    periods = [Period.to_date(2019 + m // 12, m % 12 + 1) for m in range(months)]
    for indicator in range(indicators):
        for org in range(orgs):
            values = rng.integers(100, 10_000_000, months)
            for period, value in zip(periods, values, strict=True):
                yield Observation(
                    indicator=f"i.{indicator:03}",
                    org="100000" if org == 0 else f"o.{org:03}",
                    period=period,
                    value=Decimal(int(value)).scaleb(-2),
                    unit="亿元",
                    authority=Authority.DEMO,
                    announced=period.end + timedelta(days=18),
                )


def timed(work: Callable[[], Any], rounds: int = 7) -> tuple[Any, float]:
    """The answer and the median CPU time of so many runs in milliseconds, the first run left out."""
    answer, times = work(), []
    for _ in range(rounds):
        begin = time.process_time()
        answer = work()
        times.append((time.process_time() - begin) * 1000)
    return answer, statistics.median(times)


def fill(orgs: int, indicators: int, months: int) -> None:
    """Record everything through the store, in batches of 120,000."""
    from itertools import islice

    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    waiting = observations(orgs, indicators, months)
    while part := list(islice(waiting, 120_000)):
        append(part, kind=Batch.Kind("demo"), reason="bench")


def duckdb_numbers(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = connection.execute(SQL, {"as_of": AS_OF}).fetchall()
    return {(row[0], row[1]): row[2:] for row in rows}


def main(orgs: int = 100, indicators: int = 200, months: int = 60) -> None:
    """Fill, ask twice, compare, print."""
    with tempfile.TemporaryDirectory() as home:
        from kaifang.programme.setting_up import ready_store

        ready_store(home)
        from kaifang.facts import board
        from kaifang.facts.cube import Cube
        from kaifang.store import mirror

        begin = time.perf_counter()
        fill(orgs, indicators, months)
        print(f"recorded {orgs * indicators * months:,} in {time.perf_counter() - begin:.1f} s")
        begin = time.perf_counter()
        mirror.refresh()
        print(f"mirror written in {time.perf_counter() - begin:.1f} s")
        begin = time.perf_counter()
        cube = Cube(mirror.columns())
        print(f"mirror loaded and sorted in {time.perf_counter() - begin:.2f} s")
        names = sorted(cube.names["indicator"]), sorted(cube.names["org"])
        days = iter([AS_OF] * 2 + [AS_OF - timedelta(days=n) for n in range(1, 9)])
        ours, ours_ms = timed(lambda: board.build(cube.at(AS_OF), *names))
        fresh = timed(lambda: board.build(cube.at(next(days)), *names))[1]
        duck = mirror.duckdb_view()
        theirs, from_parquet = timed(lambda: duckdb_numbers(duck), 3)
        duck.execute("CREATE TEMP TABLE held AS SELECT * FROM facts")
        duck.execute("CREATE OR REPLACE TEMP VIEW facts AS SELECT * FROM held")
        theirs, from_memory = timed(lambda: duckdb_numbers(duck), 3)
        compare(ours, theirs)
    print(f"board: {len(ours):,} statements, {fresh:.0f} ms CPU (budget {BUDGET_MS} ms)")
    print(f"the same date asked again: {ours_ms:.0f} ms CPU")
    print(
        f"DuckDB, the same numbers: {from_parquet:.0f} ms from Parquet, {from_memory:.0f} ms held, CPU"
    )
    print(f"ratio board / DuckDB: {fresh / from_parquet:.2f} and {fresh / from_memory:.2f}")
    floor = memory_floor(cube)
    print(f"floor: one pass over the compared columns takes {floor:.1f} ms; {fresh / floor:.0f} x")


def compare(ours: Any, theirs: dict[tuple[str, str], tuple[Any, ...]]) -> None:
    """Every number equal: values and months exactly, rates unless DuckDB's double lies on a tie."""
    answers = (ours.latest, ours.growth, ours.month, ours.share_of_nation)
    differing = 0
    for row, pair in enumerate(zip(ours.indicators, ours.orgs, strict=True)):
        for answer, other in zip(answers, theirs[pair], strict=True):
            mine = answer.at(row)
            exact = answer is ours.latest or answer is ours.month
            if exact:
                assert mine == other, (pair, mine, other)
            elif abs(float(mine) - other) > 0.051:
                raise AssertionError((pair, mine, other))
            else:
                differing += abs(float(mine) - other) > 1e-9
    print(f"equal; rates rounded the other way by the double of DuckDB: {differing}")


def memory_floor(cube: Any) -> float:
    """Milliseconds to read, once, the columns that every question has to compare."""
    columns = (cube.known, cube.visibility, cube.embargo, cube.key)
    return timed(lambda: [column.max() for column in columns])[1]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
