"""CPU microseconds an event: appending batches of 1,000 under the audit chain, and sending them again.

On the database that DATABASE_URL names (SQLite without it, synchronous=full); events as argument.
Beside it the physical limit: the same columns by plain executemany into one SQLite table with the
same unique key and index, without hash, audit or comparison. Budget: 60 microseconds on SQLite.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaifang.core.event import GivenEvent
from kaifang.store.setup import open_store

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
BATCH = 1_000
STEPS = ("arrive", "declare", "order", "inspect", "tax", "release", "pick_up")
START = datetime(2022, 1, 1, tzinfo=UTC)
PLAIN = """
CREATE TABLE event (id INTEGER PRIMARY KEY, batch_id INTEGER, source TEXT, event TEXT, process TEXT,
  "case" TEXT, type TEXT, occurred_at TEXT, announced_at TEXT, actor TEXT, on_behalf_of TEXT, org TEXT,
  sequence INTEGER, data TEXT, amends TEXT, amends_source TEXT, hash BLOB, UNIQUE (source, event));
CREATE INDEX event_case ON event (process, "case");
"""


def made(count: int) -> Iterator[GivenEvent]:
    """Clearance events of cases that run beside each other, as a feed sends them."""
    for n in range(count):
        case, step = n // 700 * 100 + n % 100, n % 700 // 100
        yield GivenEvent(
            source="customs/single-window",
            id=f"{n:012}",
            process="clearance",
            case=f"0908{case:014}",
            type=STEPS[step],
            occurred_at=START + timedelta(seconds=n * 6),
            org="210200",
            actor="customs",
            data={
                "port": f"09{case % 6:02}",
                "mode": "sea",
                "goods": "84",
                "value_cny": "125000.50",
            },
        )


def batches(events: list[GivenEvent]) -> Iterator[list[GivenEvent]]:
    for at in range(0, len(events), BATCH):
        yield events[at : at + BATCH]


def measured(what: str, act: Callable[[], None]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what:<52} {cpu / EVENTS * 1e6:7.1f} us CPU {wall / EVENTS * 1e6:7.1f} us")


def keep(_: object) -> None:
    """Take what a measured act returns."""


def plain(events: list[GivenEvent], folder: Path) -> Callable[[], None]:
    """Put rows laid out beforehand into a bare table."""
    from kaifang.store.events.bodies import laid_out

    rows = [(n, n // BATCH, *laid_out(one)) for n, one in enumerate(events)]
    bare = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    bare.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {PLAIN}")
    places = ", ".join("?" * len(rows[0]))

    def act() -> None:
        for at in range(0, len(rows), BATCH):
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany(f"INSERT INTO event VALUES ({places})", rows[at : at + BATCH])
            bare.execute("COMMIT")

    return act


def main(folder: Path) -> None:
    from django.db import connection

    from kaifang.store import case_mirror, events

    given = list(made(EVENTS))

    def send() -> None:
        for batch in batches(given):
            events.append(batch, source_name="bench")

    def verify() -> None:
        if events.verify():
            raise SystemExit("the events are not as they were recorded")

    print(f"{EVENTS:,} events in batches of {BATCH:,} on {connection.vendor}")
    measured("append, hashed and under the audit chain", send)
    measured("send again: no row changes", send)
    measured("verify", verify)
    measured("mirror: read all as an event log", lambda: keep(case_mirror.log("clearance")))
    measured("mirror: write it to disk anew", lambda: keep(case_mirror.rebuild("clearance")))
    measured("limit: plain executemany into SQLite", plain(given, folder))
    if events.last_event() != EVENTS:
        raise SystemExit("an event was lost or counted twice")
    more()


def more() -> None:
    """One batch more: appended, then seen in the log of all."""
    from kaifang.store import case_mirror, events

    log, fresh = case_mirror.log("clearance"), list(made(EVENTS + BATCH))[EVENTS:]
    cpu = time.process_time()
    events.append(fresh, source_name="bench")
    appended = time.process_time()
    held = case_mirror.log("clearance")
    seen = time.process_time()
    if held.events != log.events + BATCH:
        raise SystemExit("the mirror lacks events")
    print(
        f"{BATCH:,} more: append {appended - cpu:.3f} CPU s, in the log {seen - appended:.3f} CPU s"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        open_store(Path(place), os.environ.get("DATABASE_URL"), settings="kaifang.site.settings")
        main(Path(place))
