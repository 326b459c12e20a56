"""The case mirror: what is new is read, corrections show, damage heals."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kaifang.cases import summary
from kaifang.cases.amending import standing
from kaifang.cases.logs import EventLog
from kaifang.store import case_mirror, events
from kaifang.store.case_mirror import arrays, keeping, scanning
from kaifang.store.case_mirror.parts import folder_of
from tests.store.events import NOON, event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    keeping._loaded.clear()
    yield
    keeping._loaded.clear()


def send(*given: Any) -> None:
    events.append(given, source_name="feed")


def traces(log: EventLog) -> dict[str, list[str]]:
    """The activities of each case, in order."""
    return {
        case: [log.activities[code] for code in log.activity[log.offsets[n] : log.offsets[n + 1]]]
        for n, case in enumerate(log.case_ids)
    }


def of(log: EventLog, name: str) -> dict[str, str | None]:
    """What each case is like in one respect."""
    told = log.attributes[name]
    codes = zip(log.case_ids, told.codes, strict=True)
    return {case: told.values[code] if code >= 0 else None for case, code in codes}


def test_log_holds_the_events_of_its_process_in_time() -> None:
    send(
        event(1, case="a", type="leave", occurred_at=NOON + timedelta(hours=1)),
        event(2, case="b"),
        event(3, case="a", type="arrive", occurred_at=NOON),
        event(4, case="c", process="project"),
    )
    log = case_mirror.log("clearance")
    assert traces(log) == {"a": ["arrive", "leave"], "b": ["arrive"]}
    assert summary(log)["edges"][0]["mean"] == 3600
    assert log.instant(int(log.first[0])) == NOON
    assert traces(case_mirror.log("project")) == {"c": ["arrive"]}
    assert case_mirror.log("nobody knows it").events == 0


def test_only_what_is_new_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    scan = scanning.scan

    def watched(process: str, after: int, last: int) -> Any:
        asked.append((after, last))
        return scan(process, after, last)

    monkeypatch.setattr(keeping, "scan", watched)
    send(event(1, case="a"), event(2, case="b"))
    first = case_mirror.log("clearance")
    assert case_mirror.log("clearance") is first
    send(event(3, case="a", type="leave"))
    assert traces(case_mirror.log("clearance")) == {"a": ["arrive", "leave"], "b": ["arrive"]}
    assert asked == [(0, 2), (2, 3)]
    assert first.events == 2


def test_correction_replaces_and_voids() -> None:
    send(
        event(1, case="a", data={"port": "大窑湾"}),
        event(2, case="a", type="leave", occurred_at=NOON + timedelta(hours=9)),
        event(3, case="b"),
    )
    assert of(case_mirror.log("clearance"), "port")["a"] == "大窑湾"
    send(
        event(4, case="a", data={"port": "鲅鱼圈"}, amends="000001"),
        event(5, case="b", type="void", amends="000003", source="province",
              amends_source="customs/dalian"),
    )  # fmt: skip
    log = case_mirror.log("clearance")
    assert traces(log) == {"a": ["arrive", "leave"]}
    assert of(log, "port") == {"a": "鲅鱼圈"}
    assert "void" not in log.activities


def test_equal_times_keep_the_senders_numbers_else_the_declared_order() -> None:
    send(
        event(1, case="a", type="tax", occurred_at=NOON, sequence=2),
        event(2, case="a", type="declare", occurred_at=NOON, sequence=1),
        event(3, case="b", type="tax", occurred_at=NOON),
        event(4, case="b", type="declare", occurred_at=NOON, sequence=1),
    )
    assert traces(case_mirror.log("clearance")) == {
        "a": ["declare", "tax"],
        "b": ["tax", "declare"],
    }
    assert traces(case_mirror.log("clearance", ("declare", "tax")))["b"] == ["declare", "tax"]
    assert traces(case_mirror.log("clearance", ("tax", "declare")))["a"] == ["declare", "tax"]


def test_attribute_is_what_the_first_event_says() -> None:
    send(
        event(1, case="a", data={"port": "", "steps": [1]}, org=""),
        event(2, case="a", data={"port": "大窑湾", "boxes": 3, "urgent": True}),
        event(3, case="a", data={"port": "鲅鱼圈"}),
    )
    log = case_mirror.log("clearance")
    found = {name: of(log, name)["a"] for name in log.attributes}
    assert found == {"boxes": "3", "org": "210200", "port": "大窑湾", "urgent": "true"}


def test_what_names_each_case_is_no_attribute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaifang.store.case_mirror.logs.MOST_VALUES", 1)
    assert arrays.MOST_VALUES > 1
    send(event(1, case="a", data={"no": "1"}), event(2, case="b", data={"no": "2"}))
    assert list(case_mirror.log("clearance").attributes) == ["org"]


@pytest.fixture
def on_disk() -> EventLog:
    """A process whose first events lie on disk, read there by a process that has just begun."""
    send(event(1, case="a"), event(2, case="b"))
    assert case_mirror.rebuild("clearance") == 2
    send(event(3, case="a", type="leave", sequence=7))
    keeping._loaded.clear()
    return case_mirror.log("clearance")


def test_part_on_disk_is_read_and_added_to(on_disk: EventLog, monkeypatch: Any) -> None:
    assert traces(on_disk) == {"a": ["arrive", "leave"], "b": ["arrive"]}
    assert of(on_disk, "port") == {"a": "大窑湾", "b": "大窑湾"}
    assert keeping._loaded["clearance"].on_disk == 2
    monkeypatch.setattr(keeping, "MOST_FRESH_EVENTS", 0)
    send(event(4, case="c"))
    case_mirror.log("clearance")
    assert keeping._loaded["clearance"].on_disk == 4


@pytest.mark.parametrize("harm", ["cut", "gone", "manifest"])
def test_damage_heals(on_disk: EventLog, harm: str) -> None:
    folder = folder_of("clearance")
    (part,) = folder.glob("*.npz")
    if harm == "cut":
        part.write_bytes(part.read_bytes()[:-9])
    elif harm == "gone":
        part.unlink()
    else:
        (folder / "manifest.json").write_text("{", "utf-8")
    keeping._loaded.clear()
    assert traces(case_mirror.log("clearance")) == traces(on_disk)
    assert case_mirror.rebuild("clearance") == 3
    keeping._loaded.clear()
    assert traces(case_mirror.log("clearance")) == traces(on_disk)


def test_part_of_another_store_is_not_read(on_disk: EventLog) -> None:
    manifest = folder_of("clearance") / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace('"root": "', '"root": "0'), "utf-8")
    keeping._loaded.clear()
    case_mirror.log("clearance")
    assert keeping._loaded["clearance"].on_disk == 0


def test_correction_that_came_before_an_event_of_another_process_changes_nothing_of_it() -> None:
    send(
        event(2, case="a", process="projects", type="signed", amends="000001"),
        event(3, case="a", process="projects", type="started", amends="000001"),
    )
    send(event(1, case="a"))
    assert traces(case_mirror.log("clearance")) == {"a": ["arrive"]}
    assert traces(case_mirror.log("projects")) == {"a": ["signed", "started"]}
    told = standing(one.for_fold() for one in events.of_case("projects", "a")).events
    assert sorted(one.type for one in told) == ["signed", "started"]
