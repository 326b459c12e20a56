"""Killed, crowded, out of space: no half state, nothing lost, nothing doubled."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest

from kaifang.programme.opening import Programme
from kaifang.programme.reporting import reviewing, telling
from kaifang.programme.reporting.filling import submit
from kaifang.store.models import AuditEntry, Message, Record, Submission, SubmissionEvent
from tests.programme.reporting.conftest import (
    CITY_OFFICER,
    Q2,
    QUARTERLY,
    ZONE,
    ZONE_OFFICER,
    whole,
)
from tests.store.conftest import OtherStore

USE = """
import time
from itertools import count
from pathlib import Path
from django.conf import settings
from kaifang.core.errors import KaifangError
from kaifang.packs.law import load
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import standing
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import submit
from kaifang.programme.reporting.reviewing import accept, reject
import tests.programme.reporting.conftest
globals().update(vars(tests.programme.reporting.conftest))
programme = Programme.of(load("demo"))
about = (QUARTERLY, ZONE, Q2)
def wait_for(name):
    print("ready", flush=True)
    while not (Path(settings.HOME) / name).exists():
        time.sleep(0.005)
"""
# One form goes round: submitted, passed by the city, returned by the province, mended …
ROUND_AND_ROUND = """
import os, random, signal
from django.db import connections

def go_round(seed):
    for n in count(seed):
        sheet = standing(duty_of(programme.law, *about))
        if sheet.state == "draft":
            submit(ZONE_OFFICER, programme, *about, whole(), sheet.version)
        elif sheet.state == "returned":
            submit(ZONE_OFFICER, programme, *about, {FUNDS: given(f"{n}.5")}, sheet.version)
        elif sheet.level == "city":
            accept(CITY_OFFICER, programme, *about, sheet.version)
        else:
            reject(DIVISION, programme, *about, {FUNDS: "再核"}, sheet.version)
        os.write(writing, b"!")

dice = random.Random(2023)
for round in range(ROUNDS):
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        standing(duty_of(programme.law, *about))  # connected, and the tables are known
        os.write(writing, b"!")
        go_round(30 + 1000 * round)
    os.close(writing)
    for _ in range(dice.randint(1, 4)):  # counted in steps: machines differ in speed
        os.read(reading, 1)
    time.sleep(dice.uniform(0, 0.2))
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    os.close(reading)
"""
# Every event has its audit entry and its messages, every acceptance its six records, and no more.
WHOLE = """
from kaifang.programme.reporting.history import filled
from kaifang.store import audit
from kaifang.store.models import AuditEntry, Message, Record, Submission, SubmissionEvent
row = Submission.objects.get()
events = list(row.events.order_by("number"))
assert [one.number for one in events] == list(range(1, len(events) + 1))
sheet = filled(row)
assert (row.state, row.level, row.version) == (sheet.state, sheet.level, sheet.version)
assert audit.verify() == []
sealed = AuditEntry.objects.filter(subject__startswith="form:").values_list("act", flat=True)
assert list(sealed.order_by("id")) == [one.kind for one in events]
told = {"submit": 1, "accept": 2, "reject": 1}
for one in events:
    keys = Message.objects.filter(key__startswith=f"submission:{row.pk}:{one.number}:")
    assert keys.count() == told[one.kind], one
    records = Record.objects.filter(figure=f"submission:{row.pk}:{one.number}")
    assert records.count() == (6 if one.kind == "accept" else 0), one
assert Message.objects.count() == sum(told[one.kind] for one in events)
print(len(events))
"""


@pytest.mark.slow
def test_killed_at_any_time_it_leaves_whole_steps(other_store: OtherStore) -> None:
    """Twenty kills here; the bench kills two hundred times."""
    other_store.run(USE + ROUND_AND_ROUND.replace("ROUNDS", "20"))
    assert int(other_store.run(WHOLE)) >= 10  # it did get somewhere between the kills


def together(store: OtherStore, scripts: list[str]) -> list[str]:
    """Start processes, let them all go at one instant, and return what each printed last."""
    running = [store.start(USE + script) for script in scripts]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    (store.home / "go").touch()
    ends = [one.communicate(timeout=600) for one in running]
    assert [err for _, err in ends if "Traceback" in err] == []
    return [out.strip() for out, _ in ends]


SUBMIT_AT_ONCE = """
wait_for("go")
try:
    print(submit(OFFICER, programme, *about, whole(**{FUNDS: given(VALUE)}), 0).state)
except KaifangError as error:
    print(error.code)
"""


def test_of_two_officers_who_submit_at_once_one_is_told(other_store: OtherStore) -> None:
    pairs = (("ZONE_OFFICER", '"31"'), ("SECOND_OFFICER", '"32"'))
    scripts = [SUBMIT_AT_ONCE.replace("OFFICER", who).replace("VALUE", v) for who, v in pairs]
    assert sorted(together(other_store, scripts)) == ["KF-STORE-050", "submitted"]
    assert other_store.run(WHOLE) == "1"


def test_many_who_submit_their_own_forms_wait_for_each_other(other_store: OtherStore) -> None:
    script = """
wait_for("go")
mine = programme.law.members(["demo.all_zones"])[PART::3]
for zone in mine:
    officer = Actor(zone, zone, (Post(Role.ZONE, zone),))
    submit(officer, programme, QUARTERLY, zone, Q2, whole(), 0)
print(len(mine))
"""
    found = together(other_store, [script.replace("PART", str(part)) for part in range(3)])
    assert sum(map(int, found)) == 20
    count = "from kaifang.store.models import Submission; print(Submission.objects.count())"
    assert other_store.run(count) == "20"


# -- no room ----------------------------------------------------------------------------------


def _no_room(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def kept() -> list[int]:
    tables = (Submission, SubmissionEvent, Record, Message, AuditEntry)
    return [table.objects.count() for table in tables]


@pytest.mark.django_db
def test_full_disk_at_the_last_step_leaves_nothing(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept()
    with monkeypatch.context() as patch:
        patch.setattr(telling, "post", _no_room)
        with pytest.raises(OSError, match="No space left"):
            submit(ZONE_OFFICER, programme, QUARTERLY, ZONE, Q2, whole(), 0)
    assert kept() == before
    assert submit(ZONE_OFFICER, programme, QUARTERLY, ZONE, Q2, whole(), 0).version == 1


@pytest.mark.django_db
def test_full_disk_while_recording_leaves_the_form_under_review(
    programme: Programme, submitted: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    version, before = submitted(), kept()
    with monkeypatch.context() as patch:
        patch.setattr(reviewing, "record_cells", _no_room)
        with pytest.raises(OSError, match="No space left"):
            reviewing.accept(CITY_OFFICER, programme, QUARTERLY, ZONE, Q2, version)
    assert kept() == before
    row = Submission.objects.get()
    assert (row.state, row.level, row.version) == ("submitted", "city", version)


FULL = """
from django.db import OperationalError, connection
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages}")
try:
    for n in count():
        zone = programme.law.members(["demo.all_zones"])[n]
        submit(Actor(zone, zone, (Post(Role.ZONE, zone),)), programme, QUARTERLY, zone, Q2, whole(), 0)
except OperationalError as error:
    print(error)
from kaifang.store.models import Message, Submission, SubmissionEvent
from kaifang.store import audit
sizes = {table.objects.count() for table in (Submission, SubmissionEvent, Message)}
assert sizes == {n}, (sizes, n)
assert audit.verify() == []
"""


def test_database_without_room_takes_whole_forms_or_none(other_store: OtherStore) -> None:
    """PostgreSQL's disk cannot be filled from here: the two tests above stand for it."""
    if other_store.database.startswith("sqlite"):
        told = other_store.run(USE + FULL)
        assert "database or disk is full" in told
