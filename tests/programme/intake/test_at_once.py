"""Two officers bring in one list at once; a process is killed in the middle: nothing half, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.conftest import OtherStore

PEOPLE = """
from pathlib import Path
from tests.programme.intake.sheets import PROCESS, demo, filled, officer, project, started
from kaifang.programme.intake.bringing import bring_in
from kaifang.programme.intake.errors import CaseBookRefused
from kaifang.programme.rights import Role
from kaifang.store.models import AuditEntry, CaseEvent, EventBatch
def city(user):
    return officer(Role.CITY, "demo.lanpu", user)
"""
WRITE = """
rows = [started(str(n), code_name=f"项目{n}") for n in range(40)]
Path("BOOK").write_bytes(filled(*rows, actor=city("1")))
"""
BRING = """
found = bring_in(city("USER"), demo(), PROCESS, Path("BOOK").read_bytes(), "台账.xlsx")
print(found.new, found.unchanged)
"""
COUNT = """
imports = AuditEntry.objects.filter(act="import_cases").count()
print(CaseEvent.objects.count(), EventBatch.objects.count(), imports)
"""
# Dies where the import calls it: before, between and after what it writes.
DIE = """
import os, signal
def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
"""
PLACES = {
    "before its events": "from kaifang.programme.intake import bringing; bringing.record = die",
    "between two batches": """
from kaifang.programme.casework import recording
recording._AT_ONCE = 50
own, calls = recording.events.append, []
def append(*args, **more):
    calls.append(1)
    return die() if len(calls) == 3 else own(*args, **more)
recording.events.append = append
""",
    "before its audit entry": """
from kaifang.store import audit
own = audit.record
def record(act, *args, **more):
    return die() if act == "import_cases" else own(act, *args, **more)
audit.record = record
""",
    "before its end": """
from kaifang.store import audit
own = audit.record
def record(act, *args, **more):
    made = own(act, *args, **more)
    return die() if act == "import_cases" else made
audit.record = record
""",
}


@pytest.fixture
def book(other_store: OtherStore, tmp_path: Path) -> str:
    """The city's list of forty projects."""
    path = tmp_path / "台账.xlsx"
    other_store.run(PEOPLE + WRITE.replace("BOOK", str(path)))
    return str(path)


def test_of_two_who_bring_in_one_list_at_once_one_finds_it_there(
    other_store: OtherStore, book: str
) -> None:
    bring = (PEOPLE + BRING).replace("BOOK", book)
    both = [other_store.start(bring.replace("USER", user)) for user in "12"]
    said = sorted(one.communicate(timeout=600)[0].strip() for one in both)
    assert said == ["0 40", "40 0"]
    assert other_store.run(PEOPLE + COUNT) == "200 1 1"


@pytest.mark.parametrize("place", PLACES)
def test_import_that_is_killed_leaves_nothing_half(
    other_store: OtherStore, book: str, place: str
) -> None:
    bring = BRING.replace("BOOK", book).replace("USER", "1")
    with other_store.start(PEOPLE + DIE + PLACES[place] + bring) as process:
        process.communicate(timeout=600)
    assert process.returncode == -9
    after = PEOPLE + COUNT + bring + COUNT
    assert other_store.run(after).splitlines() == ["0 0 0", "40 0", "200 1 1"]
