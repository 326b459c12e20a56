"""Killed, crowded, out of space: nothing half, nothing lost, nothing doubled."""

import random
import signal
import time

import pytest

from tests.store.conftest import OtherStore

STATE = """
from kaifang.store.adding import hash_of
from kaifang.store.models import Batch, Record
from kaifang.store.rows import observations_of, row_of
batches = list(Batch.objects.order_by("id"))
rows = Record.objects.count()
assert [b.id for b in batches] == list(range(1, len(batches) + 1))
assert sum(b.last_row - b.first_row + 1 for b in batches) == rows
assert all(a.recorded_at < b.recorded_at for a, b in zip(batches, batches[1:]))
for batch in batches:
    own = observations_of(Record.objects.filter(batch=batch).order_by("id"))
    assert hash_of(row_of(o, o.id, batch.id, "") for o in own) == batch.content
print(len(batches), rows)
"""
MAKE = """
import sys, time
from datetime import date
from kaifang.core.period import Period
from kaifang.store import observations
from kaifang.store.observations import append
from tests.store.people import trade
def batch(writer, number, size=200):
    day = Period.day(date.fromordinal(730_000 + number))
    return [trade(str(n), org=f"{writer}.{n}", period=day) for n in range(size)]
def record(writer, number, size=200):
    return append(batch(writer, number, size), kind="entry", reason="录入")
"""


def state(store: OtherStore) -> tuple[int, int]:
    batches, rows = store.run(STATE).split()
    return int(batches), int(rows)


def test_process_killed_in_the_middle_of_a_batch_leaves_nothing_of_it(
    other_store: OtherStore,
) -> None:
    stop = """
record("first", 0)
lay_out = observations.row_of
def stop_halfway(o, *where):
    if o.org == "second.150":
        print("halfway", flush=True)
        time.sleep(600)
    return lay_out(o, *where)
observations.row_of = stop_halfway
record("second", 0)
"""
    with other_store.start(MAKE + stop) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halfway\n"
        process.send_signal(signal.SIGKILL)
    assert state(other_store) == (1, 200)
    other_store.run(MAKE + 'record("second", 0)')
    assert state(other_store) == (2, 400)


@pytest.mark.slow
def test_process_killed_at_any_time_leaves_whole_batches(other_store: OtherStore) -> None:
    forever = """
from itertools import count
from kaifang.store import mirror
for n in count(FIRST):
    print("batch", n, flush=True)
    record("w", n, 50)
    mirror.refresh()
"""
    dice, known = random.Random(2022), 0
    for round in range(4):
        start = forever.replace("FIRST", str(round * 10_000))
        with other_store.start(MAKE + start) as process:
            assert process.stdout is not None
            for _ in range(dice.randint(1, 8)):  # counted in batches: machines differ in speed
                process.stdout.readline()
            time.sleep(dice.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
        batches, rows = state(other_store)
        assert rows == batches * 50
        assert batches >= known
        known = batches
    assert known > 0
    columns = (
        "from kaifang.store import mirror; print(len(mirror.columns()), mirror.refresh().rows)"
    )
    assert other_store.run(columns) == f"{known * 50} {known * 50}"


def test_writers_at_once_wait_for_each_other(other_store: OtherStore) -> None:
    scripts = [f"{MAKE}\nfor n in range(15): record({name!r}, n)" for name in ("a", "b", "c")]
    processes = [other_store.start(script) for script in scripts]
    for process in processes:
        _, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
    assert state(other_store) == (45, 45 * 200)


def test_same_batch_from_two_processes_is_recorded_once(other_store: OtherStore) -> None:
    processes = [other_store.start(MAKE + 'print(record("a", 0).added)') for _ in range(3)]
    added = sorted(int(process.communicate(timeout=600)[0]) for process in processes)
    assert added == [0, 0, 200]


def test_mirrors_refreshed_at_once_agree(other_store: OtherStore) -> None:
    work = """
from kaifang.store import mirror
for n in range(12):
    record(sys.argv[0] + WHO, n, 20)
    mirror.refresh()
    assert len(mirror.columns()) >= (n + 1) * 20
"""
    processes = [other_store.start(f"WHO = {who!r}\n{MAKE}{work}") for who in ("a", "b", "c")]
    for process in processes:
        _, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
    rows = "from kaifang.store import mirror; print(mirror.refresh().rows, len(mirror.columns()))"
    assert other_store.run(rows) == "720 720"


def test_threads_that_ask_at_once_get_the_same_columns(other_store: OtherStore) -> None:
    threads = """
from concurrent.futures import ThreadPoolExecutor
from kaifang.store import mirror
record("a", 0)
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(lambda _: mirror.current(), range(32)))
print(len({id(one) for one in found}), len(found[0].columns))
"""
    assert other_store.run(MAKE + threads) == "1 200"


def test_file_that_may_not_grow_leaves_the_old_mirror(other_store: OtherStore) -> None:
    """The system itself refuses the write, as a full disk or a quota would."""
    script = """
import resource
from kaifang.store import mirror
from kaifang.store.errors import MirrorUnwritable
record("a", 0)
before = mirror.refresh()
record("b", 0, 5000)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
try:
    mirror.refresh()
except MirrorUnwritable as refusal:
    print(refusal.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(len(mirror.columns()), before.rows, mirror.refresh().rows)
"""
    assert other_store.run(MAKE + script).split() == ["KF-STORE-015", "5200", "200", "5200"]
