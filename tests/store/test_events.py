"""Events: once each, never refused for their order, sealed, and every change of them found."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from kaifang.core.errors import SeveralErrors
from kaifang.store import audit, events
from kaifang.store.errors import RecordsStay
from kaifang.store.events import adding, verifying
from kaifang.store.events.errors import (
    BatchTooLarge,
    DataNotExact,
    EventOutOfTime,
    EventTooLarge,
    EventUnsound,
    EventWithoutZone,
    NoSuchHeldEvent,
)
from kaifang.store.events.roots import root_of
from kaifang.store.events.verifying import EventFault
from kaifang.store.models import AuditEntry, CaseEvent, EventBatch, HeldEvent
from tests.store.events import NOON, by_force, event

pytestmark = pytest.mark.django_db


def send(*given: object, name: str = "feed") -> events.Appended:
    return events.append(given, source_name=name, actor="7")  # type: ignore[arg-type]


def counts(done: events.Appended) -> tuple[int, int, int]:
    return done.new, done.same, done.quarantined


# -- once each ----------------------------------------------------------------------------------


def test_what_was_sent_comes_back_whole() -> None:
    told = event(
        occurred_at="2023-04-20T12:00:00.5+08:00",
        announced_at=NOON,
        actor="关员甲",
        on_behalf_of="91210200",
        sequence=4,
        data={"口岸": "大窑湾", "list": [1, None, True, {"a": "0.10"}]},
        amends="000000",
    )
    done = events.append([told], source_name="f", pack_hash="h1", pack_version="3")
    found = events.named("customs/dalian", "000001")
    assert counts(done) == (1, 0, 0)
    assert found is not None
    assert (found.pack_hash, found.pack_version, found.batch) == ("h1", "3", done.batch)
    told.occurred_at = datetime(2023, 4, 20, 4, 0, 0, 500_000, tzinfo=UTC)
    assert found.event == told


def test_sending_again_changes_no_row() -> None:
    send(event(1), event(2))
    before = (CaseEvent.objects.count(), EventBatch.objects.count(), audit.head())
    again = send(event(2), event(1, occurred_at="2023-04-20T12:01:00+08:00"))
    assert counts(again) == (0, 2, 0)
    assert again.batch is None
    assert (CaseEvent.objects.count(), EventBatch.objects.count(), audit.head()) == before


def test_only_what_is_new_of_a_batch_is_recorded() -> None:
    send(event(1))
    assert counts(send(event(1), event(2), event(2))) == (1, 2, 0)


def test_other_words_under_one_name_are_set_aside_once() -> None:
    send(event(1))
    other = event(1, type="leave")
    assert counts(send(other, event(2))) == (1, 0, 1)
    assert counts(send(other)) == (0, 0, 1)
    held = HeldEvent.objects.get()
    kept = CaseEvent.objects.get(event="000001")
    assert (held.why, held.kept_hash, held.resolved_at) == (
        "other_body",
        bytes(kept.hash).hex(),
        None,
    )
    assert held.held_hash == sha256(held.body.encode()).hexdigest()
    assert (kept.type, json.loads(held.body)["type"]) == ("arrive", "leave")
    assert (held.given_by, held.who) == ("feed", "7")
    assert AuditEntry.objects.filter(act="hold_events").count() == 1


def test_of_two_bodies_in_one_batch_the_first_counts() -> None:
    assert counts(send(event(1), event(1, type="leave"), event(1))) == (1, 1, 1)
    assert CaseEvent.objects.get().type == "arrive"


def test_same_id_of_another_source_is_another_event() -> None:
    assert counts(send(event(1), event(1, source="customs/yingkou"))) == (2, 0, 0)


def test_caller_may_set_aside_and_a_person_settles_it() -> None:
    assert events.hold([event(1, process="nonsense")], "unknown_process", source_name="f") == 1
    assert events.hold([event(1, process="nonsense")], "unknown_process", source_name="f") == 0
    (held,) = events.waiting()
    events.settle(held.pk, "厂商已更正", actor="9")
    assert not events.waiting()
    assert HeldEvent.objects.get().resolution == "厂商已更正"
    with pytest.raises(NoSuchHeldEvent):
        events.settle(held.pk, "再来", actor="9")


# -- nothing is refused for its order -------------------------------------------------------------


def test_order_and_time_refuse_nothing() -> None:
    done = send(
        event(1, case="c", type="release"),
        event(2, case="c", type="arrive", occurred_at=NOON),  # after it, though it was before
        event(3, case="c", type="tax", occurred_at=NOON, sequence=1),  # equal times
        event(4, case="c", type="order", occurred_at=NOON, sequence=0),
        event(5, case="c", type="seen", occurred_at=datetime(2099, 1, 1, tzinfo=UTC)),
        event(6, case="c", type="before", occurred_at=datetime(1990, 1, 1, tzinfo=UTC)),
        event(7, case="c", type="nobody knows"),
    )
    assert counts(done) == (7, 0, 0)
    told = [one.event.type for one in events.of_case("clearance", "c")]
    assert told == ["before", "arrive", "order", "tax", "release", "nobody knows", "seen"]


def test_a_case_is_seen_as_the_store_knew_it() -> None:
    send(event(1, case="c"))
    then = EventBatch.objects.get().recorded_at
    send(event(2, case="c", amends="000001"))
    assert len(events.of_case("clearance", "c", seen_at=then)) == 1
    assert len(events.of_case("clearance", "c")) == 2
    assert events.of_case("clearance", "c", seen_at=then - timedelta(seconds=1)) == []


# -- refused, all or nothing ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"occurred_at": datetime(2023, 4, 20)}, EventWithoutZone),  # noqa: DTZ001
        ({"occurred_at": "2023-04-20 08:20"}, EventWithoutZone),
        ({"occurred_at": "yesterday"}, EventWithoutZone),
        ({"occurred_at": "0001-01-01T00:00:00+08:00"}, EventOutOfTime),
        ({"occurred_at": "0001-01-01T00:00:00Z"}, EventOutOfTime),
        ({"occurred_at": "1900-01-01T07:59:59+08:00"}, EventOutOfTime),
        ({"occurred_at": "9999-12-31T23:59:59Z"}, EventOutOfTime),
        ({"announced_at": "2200-01-01T00:00:00Z"}, EventOutOfTime),
        ({"actor": 0}, EventUnsound),
        ({"amends": {}}, EventUnsound),
        ({"announced_at": "2023-04-20"}, EventWithoutZone),
        ({"data": {"hours": 1.5}}, DataNotExact),
        ({"data": {"hours": float("nan")}}, DataNotExact),
        ({"data": {"hours": [2**60]}}, DataNotExact),
        ({"data": ["a"]}, EventUnsound),
        ({"data": {"a": "\0"}}, EventUnsound),
        ({"data": {"a": "\ud800"}}, EventUnsound),
        ({"data": {"a": "x" * 70_000}}, EventTooLarge),
        ({"id": ""}, EventUnsound),
        ({"case": "x" * 201}, EventUnsound),
        ({"actor": "x" * 401}, EventUnsound),
        ({"type": "a\0"}, EventUnsound),
        ({"org": "\ud800"}, EventUnsound),
        ({"sequence": -1}, EventUnsound),
        ({"sequence": True}, EventUnsound),
    ],
)
def test_unsound_event_keeps_its_whole_batch_out(changes: dict, kind: type) -> None:
    with pytest.raises(SeveralErrors) as refused:
        send(event(1), event(2, **changes))
    (error,) = refused.value.errors
    assert type(error) is kind
    assert "customs/dalian" in error.where
    assert error.says.zh
    assert not CaseEvent.objects.exists()


def test_backslash_u0000_as_words_is_no_nul() -> None:
    assert send(event(1, data={"a": "\\u0000"})).new == 1
    assert events.verify() == []


def test_too_many_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_EVENTS", 2)
    with pytest.raises(BatchTooLarge):
        send(event(1), event(2), event(3))
    assert not CaseEvent.objects.exists()


# -- they stay --------------------------------------------------------------------------------------


def test_database_refuses_to_change_or_delete() -> None:
    send(event(1), event(2))
    send(event(1, type="leave"))
    with pytest.raises(RecordsStay):
        CaseEvent.objects.all().delete()
    statements = [
        "UPDATE store_caseevent SET type = 'x'",
        "DELETE FROM store_caseevent",
        "UPDATE store_eventbatch SET root = 'x'",
        "DELETE FROM store_eventbatch",
        "UPDATE store_heldevent SET body = 'x'",
        "DELETE FROM store_heldevent",
    ]
    if connection.vendor == "sqlite":
        columns = '"id", batch_id, source, event, process, "case", type, occurred_at, data, hash'
        rest = "actor, on_behalf_of, org, amends, amends_source"
        statements.append(
            f"INSERT OR REPLACE INTO store_caseevent ({columns}, {rest}) SELECT id + 9, batch_id,"
            f" source, event, process, \"case\", 'x', occurred_at, data, hash, {rest} FROM store_caseevent"
        )
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="KF-STORE-001"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert events.verify() == []


# -- every change is found --------------------------------------------------------------------------


@pytest.fixture
def three_batches() -> None:
    for start in (1, 6, 11):
        send(*(event(n) for n in range(start, start + 5)))


def kinds() -> list[tuple[str, int, str]]:
    return [(one.kind, one.number, one.event) for one in events.verify()]


@pytest.mark.usefixtures("three_batches")
def test_untouched_events_are_sound() -> None:
    told: list[int] = []
    assert events.verify(lambda: told.append(1)) == []
    assert len(told) == 15
    assert audit.verify() == []


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("source", "x"), ("event", "x"), ("process", "x"), ('"case"', "x"), ("type", "x"),
        ("occurred_at", "2023-04-20 04:07:01"), ("announced_at", "2023-04-20 04:07:00"),
        ("actor", "x"), ("on_behalf_of", "x"), ("org", "x"), ("sequence", 1), ("data", "{}"),
        ("amends", "x"), ("amends_source", "x"), ("hash", b"x" * 32), ("batch_id", 1),
    ],
)  # fmt: skip
def test_altered_event_is_named(column: str, value: object) -> None:
    by_force(f"UPDATE store_caseevent SET {column} = %s WHERE id = 7", value)
    named = {(one.number, one.kind) for one in events.verify()}
    assert (7, "event_changed") in named
    assert {number for number, _ in named} == {7}


@pytest.mark.usefixtures("three_batches")
def test_altered_event_whose_hash_was_made_to_fit_is_named() -> None:
    row = CaseEvent.objects.get(id=7)
    body = json.loads(HASHED.format(id="000007", minute="07", case="09080007"))
    fits = hashlib.sha256(
        json.dumps({**body, "type": "leave"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).digest()  # fmt: skip
    by_force("UPDATE store_caseevent SET type = 'leave', hash = %s WHERE id = 7", fits)
    assert kinds() == [("event_changed", 7, row.event)]
    leaves = bytes(EventBatch.objects.get(id=2).leaves)
    leaves = leaves[:32] + fits + leaves[64:]
    by_force("UPDATE store_eventbatch SET leaves = %s WHERE id = 2", leaves)
    assert kinds() == [("batch_changed", 6, "")]
    hashes = [leaves[at : at + 32] for at in range(0, 160, 32)]
    by_force("UPDATE store_eventbatch SET root = %s WHERE id = 2", root_of(hashes).hex())
    assert kinds() == [("batch_changed", 6, "")]


HASHED = (
    '{{"case":"{case}","data":{{"boxes":3,"port":"大窑湾","value_cny":"12.50"}},"id":"{id}",'
    '"occurred_at":"2023-04-20T04:{minute}:00Z","org":"210200","process":"clearance",'
    '"source":"customs/dalian","type":"arrive"}}'
)


def test_hash_is_that_of_the_canonical_text() -> None:
    send(event(1))
    written = HASHED.format(id="000001", minute="01", case="09080001")
    assert bytes(CaseEvent.objects.get().hash) == sha256(written.encode()).digest()


def test_root_of_three_is_that_of_the_rfc() -> None:
    # RFC 9162, 2.1.1: MTH({d0, d1, d2}) = H(1, H(1, H(0, d0), H(0, d1)), H(0, d2))
    a, b, c = (sha256(b"\0" + one * 32).digest() for one in (b"a", b"b", b"c"))
    pair = sha256(b"\1" + a + b).digest()
    assert root_of([b"a" * 32, b"b" * 32, b"c" * 32]) == sha256(b"\1" + pair + c).digest()


@pytest.mark.usefixtures("three_batches")
def test_removed_events_are_named() -> None:
    by_force("DELETE FROM store_caseevent WHERE id IN (6, 8, 15)")
    assert kinds() == [
        ("event_missing", 6, ""),
        ("event_missing", 8, ""),
        ("event_missing", 15, ""),
    ]


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize("number", [16, 0, -4, -(2**63)])
def test_inserted_event_is_named(number: int) -> None:
    columns = (
        'batch_id, source, process, "case", occurred_at, data, actor, on_behalf_of, org,'
        " amends, amends_source, hash"
    )
    by_force(
        f"INSERT INTO store_caseevent (id, event, type, {columns})"
        f" SELECT %s, 'false', 'release', {columns} FROM store_caseevent WHERE id = 15",
        number,
    )
    assert kinds() == [("event_inserted", number, "false")]


@pytest.mark.usefixtures("three_batches")
def test_whole_batch_that_is_gone_is_found() -> None:
    by_force("DELETE FROM store_caseevent WHERE batch_id = 3")
    by_force("DELETE FROM store_eventbatch WHERE id = 3")
    (fault,) = events.verify()
    assert fault == EventFault("batch_missing", 11, 3)
    assert "3" in fault.says.zh


@pytest.mark.usefixtures("three_batches")
def test_batch_outside_the_chain_is_found() -> None:
    by_force("UPDATE store_eventbatch SET audit = 99 WHERE id = 2")
    assert kinds() == [("batch_inserted", 6, "")]


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize("column", ["recorded_at", "given_by", "pack_hash", "who"])
def test_altered_batch_is_found(column: str) -> None:
    value = "2020-01-01 00:00:00" if column == "recorded_at" else "x"
    by_force(f"UPDATE store_eventbatch SET {column} = %s WHERE id = 2", value)
    assert kinds() == [("batch_changed", 6, "")]


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("last_event", 2**62, "batch_changed"),
        ("first_event", -(2**62), "batch_changed"),
        ("leaves", b"", "batch_changed"),
        ("audit", 2**62, "batch_inserted"),
    ],
)
def test_batch_altered_beyond_reason_does_not_keep_the_verification_from_its_end(
    column: str, value: object, kind: str
) -> None:
    by_force(f"UPDATE store_eventbatch SET {column} = %s WHERE id = 2", value)
    assert {(one.kind, one.batch) for one in events.verify()} >= {(kind, 2)}
    assert [one for one in events.verify() if one.kind == "event_missing"] == []


@pytest.mark.usefixtures("three_batches")
def test_chain_that_no_longer_names_a_batch_by_its_number_is_no_end_of_the_verification() -> None:
    by_force("UPDATE store_auditentry SET subject = 'event_batch:x' WHERE id = 2")
    assert [(one.kind, one.batch) for one in events.verify()] == [("batch_inserted", 2)]
    assert [(one.kind, one.number) for one in audit.verify()] == [("changed", 2)]


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize("number", [0, -7, -(2**63)])
def test_batch_slipped_in_before_all_is_found(number: int) -> None:
    """It brings an event of its own, which pages would show."""
    by_force(
        "INSERT INTO store_eventbatch (id, recorded_at, first_event, last_event, root, leaves,"
        " given_by, who, pack_hash, pack_version, audit)"
        " SELECT %s, recorded_at, -9, -9, root, leaves, given_by, who, pack_hash, pack_version,"
        " audit FROM store_eventbatch WHERE id = 2",
        number,
    )
    assert [(one.kind, one.batch) for one in events.verify()] == [("batch_inserted", number)]


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("occurred_at", "junk"), ("occurred_at", "2023-99-99 00:00:00"), ("occurred_at", 5),
        ("announced_at", "junk"), ("type", b"\0\xff"), ("hash", 2**62),
    ],
)  # fmt: skip
def test_value_that_no_column_of_ours_holds_is_named(column: str, value: object) -> None:
    """PostgreSQL keeps to the types of its columns, SQLite takes anything."""
    if is_refused(f"UPDATE store_caseevent SET {column} = %s WHERE id = 7", value):
        return
    assert [(one.kind, one.number) for one in events.verify()] == [("event_changed", 7)]


@pytest.mark.usefixtures("three_batches")
def test_event_whose_number_is_a_text_is_found() -> None:
    if is_refused("UPDATE store_caseevent SET id = %s WHERE id = 7", "behind"):
        return
    named = [(one.kind, one.number) for one in events.verify()]
    assert named == [("event_missing", 7), ("event_inserted", "behind")]


def is_refused(statement: str, value: object) -> bool:
    """Whether PostgreSQL itself refuses a value."""
    try:
        with transaction.atomic():
            by_force(statement, value)
    except DatabaseError:
        assert connection.vendor == "postgresql"
        return True
    return False


# -- in parts ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three_batches")
@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE store_caseevent SET type = 'leave' WHERE id = 7",
        "DELETE FROM store_caseevent WHERE id = 12",
        "DELETE FROM store_caseevent WHERE batch_id = 2",
        "UPDATE store_caseevent SET id = 99 WHERE id = 3",
        "UPDATE store_caseevent SET id = -4 WHERE id = 8",
        "DELETE FROM store_eventbatch WHERE id = 2",
    ],
)
def test_parts_find_what_the_whole_finds(wrong: str) -> None:
    by_force(wrong)
    walk, steps = verifying.EventProgress(), 0
    while not walk.ended:
        walk, steps = verifying.go_on(walk, 5), steps + 1
    assert steps == (3 if "eventbatch" in wrong else 4)
    assert sorted(walk.faults, key=str) == sorted(events.verify(), key=str)
    assert walk.faults


# -- corrections across processes ----------------------------------------------------------------


@pytest.mark.parametrize("source", ["", "customs/dalian"])
def test_correction_under_another_process_is_refused_with_its_batch(source: str) -> None:
    send(event(1))
    other = event(2, process="projects", amends="000001", amends_source=source)
    (told,) = events.flaws([event(3), other])
    with pytest.raises(SeveralErrors) as refused:
        send(event(3), other)
    assert [one.code for one in refused.value.errors] == [told.code] == ["KF-CASE-209"]
    assert "projects" in told.says.zh
    assert "clearance" in told.says.zh
    with pytest.raises(SeveralErrors):
        send(event(4), event(5, process="projects", amends="000004"))
    assert CaseEvent.objects.count() == 1
    assert counts(send(event(6, amends="000001"))) == (1, 0, 0)


def test_source_of_another_name_is_another_event() -> None:
    send(event(1))
    done = send(event(2, process="projects", source="province", amends="000001"))
    assert counts(done) == (1, 0, 0)
