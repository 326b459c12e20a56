"""Loading events: every format, once each, sound as a whole, by whoever may."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kaifang.cases.columns import LogColumns
from kaifang.cases.errors import EventIncomplete, LogUnreadable, TimeUnreadable
from kaifang.core.errors import SeveralErrors
from kaifang.packs.law import Law, load
from kaifang.programme.clearance import loading
from kaifang.programme.clearance.files import FileWay
from kaifang.programme.clearance.loading import BatchTooLarge, FileLoaded, load_file, send
from kaifang.programme.clearance.processes import (
    CommandNotFed,
    UnknownProcess,
    expect_process,
)
from kaifang.programme.clearance.watching import FolderWatch
from kaifang.programme.people.actors import console
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.store import events
from kaifang.store.models import AuditEntry, CaseEvent, EventBatch
from tests.exchange.test_cloud_events import EVENT
from tests.store.events import event

pytestmark = pytest.mark.django_db

CSV = """报关单号,环节,时间,org,actor,口岸,货值
a,到港,2023-04-20 08:20:00,210200,海关,大窑湾,12.50
b,到港,2023-04-20 08:20:00+00:00,210200,海关,,
a,放行,2023-04-21 09:00:00,210200,海关,大窑湾,12.50
"""
XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/" xes.version="1.0">
  <trace>
    <string key="concept:name" value="a"/><string key="口岸" value="大窑湾"/>
    <event><string key="concept:name" value="到港"/><string key="org:resource" value="海关"/>
      <date key="time:timestamp" value="2023-04-20T08:20:00.000+08:00"/></event>
    <event><string key="concept:name" value="放行"/><int key="箱数" value="3"/>
      <date key="time:timestamp" value="2023-04-21T09:00:00"/></event>
  </trace>
</log>
"""


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SOLO = tmp_path / "home", False


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def took(done: FileLoaded) -> tuple[int, int, int]:
    assert done.error is None, done.error
    return done.new, done.same, done.quarantined


def told() -> list[tuple[Any, ...]]:
    """What is recorded: case, type, instant in UTC, actor, data."""
    rows = CaseEvent.objects.order_by("id")
    return [
        (one.case, one.type, f"{one.occurred_at:%d %H:%M}", one.actor, json.loads(one.data))
        for one in rows
    ]


HELD = [
    ("a", "到港", "20 00:20", "海关", {"口岸": "大窑湾", "货值": "12.50"}),
    ("b", "到港", "20 08:20", "海关", {}),
    ("a", "放行", "21 01:00", "海关", {"口岸": "大窑湾", "货值": "12.50"}),
]


def test_csv_is_loaded_with_all_its_columns(law: Law, tmp_path: Path) -> None:
    path = put(tmp_path, "通关.csv", CSV)
    assert took(load_file(law, path, "clearance", actor=console())) == (3, 0, 0)
    assert told() == HELD
    batch = EventBatch.objects.get()
    assert batch.pack_hash == law.hash
    assert batch.given_by.startswith("通关.csv sha256:")
    assert AuditEntry.objects.get(act="append_events").subject == f"event_batch:{batch.pk}"


def test_same_file_under_another_name_changes_nothing(law: Law, tmp_path: Path) -> None:
    load_file(law, put(tmp_path, "a.csv", CSV), "clearance")
    assert took(load_file(law, put(tmp_path, "b.csv", CSV), "clearance")) == (0, 3, 0)
    assert EventBatch.objects.count() == 1


def test_file_that_was_broken_off_is_completed(
    law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "AT_ONCE", 1)
    path, append = put(tmp_path, "a.csv", CSV), events.append

    def break_off(*given: Any, **about: Any) -> Any:
        if EventBatch.objects.count() == 2:
            raise KeyboardInterrupt
        return append(*given, **about)

    monkeypatch.setattr(events, "append", break_off)
    with pytest.raises(KeyboardInterrupt):
        load_file(law, path, "clearance")
    monkeypatch.setattr(events, "append", append)
    assert took(load_file(law, path, "clearance")) == (1, 2, 0)
    assert told() == HELD


def test_parquet_is_read_like_csv(law: Law, tmp_path: Path) -> None:
    put(tmp_path, "a.csv", CSV)
    path = tmp_path / "a.parquet"
    duckdb.execute(
        f"COPY (SELECT 报关单号, 环节, 时间::TIMESTAMP 时间, 货值::DECIMAL(9,2) 货值"
        f" FROM read_csv('{tmp_path}/a.csv', all_varchar=true) WHERE 报关单号 = 'a') TO '{path}'"
    )
    assert took(load_file(law, path, "clearance")) == (2, 0, 0)
    assert told() == [
        ("a", "到港", "20 00:20", "", {"货值": "12.50"}),
        ("a", "放行", "21 01:00", "", {"货值": "12.50"}),
    ]


def test_xes_is_read_with_the_attributes_of_event_and_trace(law: Law, tmp_path: Path) -> None:
    assert took(load_file(law, put(tmp_path, "a.xes", XES), "clearance")) == (2, 0, 0)
    assert told() == [
        ("a", "到港", "20 00:20", "海关", {"口岸": "大窑湾"}),
        ("a", "放行", "21 01:00", "", {"口岸": "大窑湾", "箱数": "3"}),
    ]


def test_lines_of_cloud_events_keep_their_names(law: Law, tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({**EVENT, "id": id}) for id in "12")
    assert took(load_file(law, put(tmp_path, "a.jsonl", lines), "clearance")) == (2, 0, 0)
    grown = lines + "\n" + json.dumps({**EVENT, "id": "2", "type": "hold"})
    assert took(load_file(law, put(tmp_path, "b.jsonl", grown), "clearance")) == (0, 2, 1)


def test_named_columns_and_ids_let_a_file_grow(law: Law, tmp_path: Path) -> None:
    way = FileWay(LogColumns("c", "a", "t"), id_column="no", source="port")
    head, rows = "no,c,a,t\n", ["1,x,arrive,2023-04-20 08:20\n", "2,x,leave,2023-04-21 08:20\n"]
    load_file(law, put(tmp_path, "a.csv", head + rows[0]), "clearance", way=way)
    path = put(tmp_path, "a.csv", head + "".join(rows))
    assert took(load_file(law, path, "clearance", way=way)) == (1, 1, 0)
    assert events.named("port", "2") is not None


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.csv", CSV.replace("2023-04-21 09:00:00", "soon"), TimeUnreadable),
        ("a.csv", CSV.replace("a,放行", ",放行"), EventIncomplete),
        ("a.csv", CSV.replace("a,放行", f"{'a' * 201},放行"), SeveralErrors),
        ("a.csv", "报关单号,环节,时间\n", LogUnreadable),
        ("a.xes", XES.replace("</log>", ""), LogUnreadable),
        ("a.xes", XES.replace('"放行"', '""'), EventIncomplete),
        ("a.xes", XES.replace("<log", '<!DOCTYPE l [<!ENTITY e "x">]><log', 1), LogUnreadable),
        ("a.txt", "x", LogUnreadable),
    ],
)
def test_unsound_file_leaves_nothing(
    law: Law, tmp_path: Path, monkeypatch: Any, name: str, text: str, kind: type
) -> None:
    monkeypatch.setattr(loading, "AT_ONCE", 1)
    done = load_file(law, put(tmp_path, name, text), "clearance")
    assert type(done.error) is kind
    assert not CaseEvent.objects.exists()


def test_folder_is_loaded_in_the_order_of_names_whatever_one_file_holds(
    law: Law, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    put(folder, "2.csv", CSV)
    put(folder, "1.csv", "nothing")
    put(folder, ".3.csv", CSV)
    put(folder, "notes.txt", "x")
    found = list(loading.load(law, folder, "clearance"))
    assert [(one.name, one.new, one.error is None) for one in found] == [
        ("1.csv", 0, False),
        ("2.csv", 3, True),
    ]
    with pytest.raises(LogUnreadable):
        list(loading.load(law, tmp_path / "home", "clearance"))


# -- who may ----------------------------------------------------------------------------------------


def test_a_stranger_may_not(law: Law, tmp_path: Path) -> None:
    stranger = Actor("7", "生人", (Post(Role.CITY, "210100"),))
    path = put(tmp_path, "a.csv", CSV)
    with pytest.raises(NotAllowed):
        list(loading.load(law, path, "clearance", actor=stranger))
    with pytest.raises(NotAllowed):
        load_file(law, path, "clearance", actor=stranger)
    with pytest.raises(NotAllowed):
        send(law, "clearance", [event()], actor=stranger)
    assert not CaseEvent.objects.exists()


def test_feed_sends_at_most_a_thousand(law: Law) -> None:
    officer = Actor("7", "处员", (Post(Role.DIVISION, law.head.org),))
    assert send(law, "clearance", [event(1)], actor=officer).new == 1
    with pytest.raises(BatchTooLarge):
        send(law, "clearance", map(event, range(1_001)), actor=officer)
    assert CaseEvent.objects.count() == 1


def test_process_must_be_declared_where_any_is() -> None:
    class Declaring:
        processes = {"clearance": object()}

    assert expect_process(Declaring(), "clearance") == "clearance"  # type: ignore[arg-type]
    with pytest.raises(UnknownProcess) as refused:
        expect_process(Declaring(), "clearence")  # type: ignore[arg-type]
    assert refused.value.near == ("clearance",)


def test_process_worked_on_by_people_is_fed_by_nobody(tmp_path: Path) -> None:
    """Who could send events of a project would sign it as anybody, without evidence."""
    demo = load("demo")
    officer = Actor("7", "处员", (Post(Role.DIVISION, demo.head.org or ""),))
    path = put(tmp_path, "a.csv", CSV)
    signed = event(process="demo.project", case="p", type="sign", actor="8")
    with pytest.raises(CommandNotFed) as refused:
        send(demo, "demo.project", [signed], actor=officer)
    assert refused.value.code == "KF-CASE-451"
    with pytest.raises(CommandNotFed):
        load_file(demo, path, "demo.project", actor=officer)
    with pytest.raises(CommandNotFed):
        list(loading.load(demo, path, "demo.project", actor=officer))
    assert send(demo, "demo.clearance", [event(process="demo.clearance")], actor=officer).new == 1
    assert CaseEvent.objects.count() == 1


@pytest.mark.parametrize("type", ["migrate", "duplicate.merged", "duplicate.separated"])
def test_what_only_we_can_tell_of_a_case_is_sent_by_nobody(law: Law, type: str) -> None:
    officer = Actor("7", "处员", (Post(Role.DIVISION, law.head.org),))
    with pytest.raises(SeveralErrors) as refused:
        send(law, "clearance", [event(1), event(2, type=type)], actor=officer)
    assert [one.code for one in refused.value.errors] == ["KF-CASE-393"]
    assert not CaseEvent.objects.exists()


# -- the folder is watched --------------------------------------------------------------------------


def test_watched_file_is_loaded_once_it_has_stopped_growing(law: Law, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    watch = FolderWatch(folder, lambda path: load_file(law, path, "clearance"))
    assert list(watch.look()) == []
    path = put(folder, "a.csv", CSV[:60])
    assert list(watch.look()) == []  # may still grow
    path.write_text(CSV, "utf-8")
    assert list(watch.look()) == []
    (done,) = watch.look()
    assert took(done) == (3, 0, 0)
    assert list(watch.look()) == []
    again = FolderWatch(folder, watch.load)  # the watcher was started anew
    assert [took(one) for _ in range(3) for one in again.look()] == [(0, 3, 0)]
