"""The audit chain finds what was changed, removed or inserted."""

import pytest
from django.db import DatabaseError, connection, transaction

from kaifang.store import audit
from kaifang.store.audit import Head
from kaifang.store.errors import RecordsStay, UnreadableHead
from kaifang.store.models import AuditEntry
from kaifang.store.triggers import unguard

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Head:
    """Three acts of a reviewer, and the head that was printed after them."""
    for cell in ("A1", "B2", "C3"):
        audit.record("reject", cell, actor="7", after={"cell": cell}, reason="sum")
    return audit.head()


def break_open() -> None:
    """Do what an attacker with the database's own rights would do first."""
    with connection.cursor() as cursor:
        for statement in unguard(connection.vendor, "store_auditentry"):
            cursor.execute(statement)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def kinds(head: Head | None = None) -> list[tuple[str, int]]:
    return [(fault.kind, fault.number) for fault in audit.verify(head)]


def test_a_whole_chain_has_no_fault_and_holds_its_head(chain: Head) -> None:
    assert kinds(chain) == []
    assert kinds(Head.read(chain.printed)) == []


def test_entries_are_numbered_and_sealed(chain: Head) -> None:
    first, second, third = AuditEntry.objects.order_by("id")
    assert [first.id, second.id, third.id] == [1, 2, 3]
    assert (first.prev, second.prev, third.prev) == (audit.GENESIS, first.hash, second.hash)


def test_the_model_refuses_to_change_or_delete(chain: Head) -> None:
    entry = AuditEntry.objects.get(id=1)
    entry.actor = "8"
    with pytest.raises(RecordsStay):
        entry.save()
    with pytest.raises(RecordsStay):
        AuditEntry.objects.all().delete()


def test_a_changed_body_is_found(chain: Head) -> None:
    break_open()
    run("UPDATE store_auditentry SET body = replace(body, 'B2', 'B9') WHERE id = 2")
    assert kinds() == [("changed", 2)]


def test_a_changed_column_is_found(chain: Head) -> None:
    break_open()
    run("UPDATE store_auditentry SET actor = '8' WHERE id = 2")
    assert kinds() == [("changed", 2)]


def test_a_changed_time_is_found(chain: Head) -> None:
    """Lists and filters read the column, not the body."""
    break_open()
    AuditEntry.objects.get(id=2)
    run("UPDATE store_auditentry SET at = '2020-01-01 00:00:00' WHERE id = 2")
    assert kinds() == [("changed", 2)]


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '{"number": 2}'])
def test_a_body_that_cannot_be_read_is_found(chain: Head, body: str) -> None:
    break_open()
    run(f"UPDATE store_auditentry SET body = '{body}' WHERE id = 2")
    assert kinds(chain) == [("changed", 2)]


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_part_by_part_the_same_is_found_as_at_once(chain: Head, most: int) -> None:
    break_open()
    run("UPDATE store_auditentry SET actor = '8' WHERE id = 2")
    for printed in (None, chain, Head(2, "0" * 64), Head(9, "0" * 64)):
        walk = audit.ChainProgress()
        while not walk.ended:
            walk = audit.go_on(walk, printed, most)
        assert list(walk.faults) == audit.verify(printed)
        assert walk.number == 3


def test_a_removed_entry_is_found(chain: Head) -> None:
    break_open()
    run("DELETE FROM store_auditentry WHERE id = 2")
    assert kinds() == [("missing", 2)]


@pytest.mark.parametrize("number", [0, -5])
def test_an_entry_inserted_before_all_is_found(chain: Head, number: int) -> None:
    run(
        "INSERT INTO store_auditentry (id, at, act, subject, actor, body, prev, hash)"
        f" SELECT {number}, at, act, subject, actor, body, prev, hash"
        " FROM store_auditentry WHERE id = 1"
    )
    assert kinds(chain) == [("inserted", number)]


def test_what_is_no_time_and_no_number_is_found(chain: Head) -> None:
    """PostgreSQL keeps to the types of its columns, SQLite takes anything."""
    break_open()
    wrong = ("at = 'junk' WHERE id = 1", "id = 'behind' WHERE id = 3")
    for change in wrong:
        if connection.vendor == "postgresql":
            with pytest.raises(DatabaseError), transaction.atomic():
                run(f"UPDATE store_auditentry SET {change}")
        else:
            run(f"UPDATE store_auditentry SET {change}")
    found = [] if connection.vendor == "postgresql" else [("changed", 1), ("changed", 3)]
    assert kinds() == found


def test_the_last_entry_removed_is_found_by_the_printed_head(chain: Head) -> None:
    break_open()
    run("DELETE FROM store_auditentry WHERE id = 3")
    assert kinds() == []
    assert kinds(chain) == [("other_head", 3)]


def test_a_chain_written_anew_is_found_by_the_printed_head(chain: Head) -> None:
    break_open()
    run("DELETE FROM store_auditentry")
    for cell in ("A1", "X9", "C3"):
        audit.record("reject", cell, actor="7", after={"cell": cell}, reason="sum")
    assert kinds() == []
    assert kinds(chain) == [("other_head", 3)]


def test_personal_data_is_outside_the_seal_and_can_be_erased(chain: Head) -> None:
    entry = audit.record(
        "sign_in", "user:7", actor="7", person={"name": "王审核", "ip": "10.0.0.8"}
    )
    assert "王审核" not in entry.body
    entry.person.delete()
    assert kinds() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "12-xyz",
        "twelve-0123456789abcdef",
        "²-0123456789abcdef",
        f"{10**18}-0123456789abcdef",
    ],
)
def test_a_head_that_is_not_as_printed_is_refused(text: str) -> None:
    with pytest.raises(UnreadableHead):
        Head.read(text)
