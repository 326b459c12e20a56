"""Killed and crowded: whole batches only; sent again, nothing is lost and nothing counted twice."""

import random
import signal
import time

import pytest

from tests.store.conftest import OtherStore

SENDER = """
from tests.store.events import event
from kaifang.store import audit, events
def batch(number, size=200):
    return [event(n) for n in range(number * size, (number + 1) * size)]
def send(number):
    return events.append(batch(number), source_name="feed")
"""
STATE = """
from kaifang.store import audit, events
from kaifang.store.models import AuditEntry, CaseEvent, EventBatch
assert events.verify() == [] and audit.verify() == []
count, batches = CaseEvent.objects.count(), EventBatch.objects.count()
assert count == batches * 200 == events.last_event()
assert AuditEntry.objects.filter(act="append_events").count() == batches
print(batches, count)
"""


def state(store: OtherStore) -> tuple[int, int]:
    batches, count = store.run(STATE).split()
    return int(batches), int(count)


def test_sender_killed_in_the_middle_leaves_nothing_of_the_batch(other_store: OtherStore) -> None:
    stop = """
import time
send(0)
def stop_before_sealing(*_, **__):
    print("halfway", flush=True)
    time.sleep(600)
audit.record = stop_before_sealing
send(1)
"""
    with other_store.start(SENDER + stop) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halfway\n"
        process.send_signal(signal.SIGKILL)
    assert state(other_store) == (1, 200)
    again = "print([(done.new, done.same) for done in map(send, range(2))])"
    assert other_store.run(SENDER + again) == "[(0, 200), (200, 0)]"


@pytest.mark.slow
def test_sender_killed_at_any_time_and_sending_all_again_records_each_event_once(
    other_store: OtherStore,
) -> None:
    forever = """
from itertools import count
for n in count():
    print("batch", n, flush=True)
    send(n)
"""
    dice, known = random.Random(2022), 0
    for _ in range(4):
        with other_store.start(SENDER + forever) as process:
            assert process.stdout is not None
            # Counted in batches, of which those that stand are sent again at once.
            for _ in range(known + dice.randint(1, 5)):
                process.stdout.readline()
            time.sleep(dice.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
        batches, _ = state(other_store)
        assert batches >= known
        known = batches
    assert known > 0
    again = f"print(sum(send(n).same for n in range({known})), send({known}).new)"
    assert other_store.run(SENDER + again) == f"{known * 200} 200"


def test_same_batch_from_senders_at_once_is_recorded_once(other_store: OtherStore) -> None:
    again = "\nfor n in range(3): print(send(n).new)"
    processes = [other_store.start(SENDER + again) for _ in range(3)]
    new = [list(map(int, process.communicate(timeout=600)[0].split())) for process in processes]
    assert [sorted(one) for one in zip(*new, strict=True)] == [[0, 0, 200]] * 3
    assert state(other_store) == (3, 600)
