"""The store with 1.2 million observations: recording, mirroring, loading, one more record.

CPU seconds in one run, on the database that DATABASE_URL names (SQLite without it); rows as
argument. Budget: columns in memory after about 1 CPU s.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.store.setup import open_store

T = TypeVar("T")
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200_000
ORGS, MONTHS = (
    100,
    [Period.month(year, month) for year in range(2019, 2024) for month in range(1, 13)],
)


def made(rows: int) -> Iterator[Observation]:
    """Months of organisations of indicators, announced on the 18th of the month after."""
    for n in range(rows):
        indicator, rest = divmod(n, ORGS * len(MONTHS))
        org, month = divmod(rest, len(MONTHS))
        end = MONTHS[month].end
        yield Observation(
            indicator=f"demo.indicator.{indicator:03}",
            org=f"21{org:04}",
            period=MONTHS[month],
            value=Decimal((indicator + 1) * (org + 7) * 1000 + month * 13).scaleb(-2),
            unit="亿元",
            authority=Authority.DEMO,
            source="海关",
            announced=date(end.year + end.month // 12, end.month % 12 + 1, 18),
            pack="demo",
        )


def timed(what: str, act: Callable[[], T]) -> T:
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what:<36} {cpu:7.2f} CPU s {wall:7.2f} s")
    return result


def main() -> None:
    from kaifang.store import mirror
    from kaifang.store.home import home
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    observations = list(made(ROWS))

    def record(which: list[Observation]) -> None:
        append(which, kind=Batch.Kind.DEMO, reason="bench")

    timed(f"record {ROWS:,} observations", lambda: record(observations))
    timed("record them again: nothing changes", lambda: record(observations))
    manifest = timed("write the mirror", mirror.refresh)
    print(f"{'mirror on disk':<36} {sum(part.bytes for part in manifest.parts) / 1e6:7.1f} MB")
    timed("load the columns", mirror.columns)
    timed("ask again", mirror.columns)
    timed("record one more", lambda: record([replace(observations[0], value=Decimal(1))]))
    timed("columns with it", mirror.columns)
    print(
        f"{'folder':<36} {sum(f.stat().st_size for f in home().rglob('*') if f.is_file()) / 1e6:7.1f} MB"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        open_store(Path(folder), os.environ.get("DATABASE_URL"), settings="kaifang.site.settings")
        main()
