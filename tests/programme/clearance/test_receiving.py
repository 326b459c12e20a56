"""The watched folder: the worker loads what settles there, once, and says what went wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.clearance import receiving
from kaifang.programme.clearance.looking import FolderLook
from kaifang.programme.opening import Programme
from kaifang.programme.worker import Worker
from kaifang.store.models import AuditEntry, CaseEvent, Job, Message
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CSV = """case,activity,time,org
a,arrival,2023-04-20 08:20:00,demo.lanpu
a,declaration,2023-04-20 10:00:00,demo.lanpu
"""
BROKEN = CSV.replace("2023-04-20 10:00:00", "gestern")
LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder of the settings; the demo's only observed process takes what lies there."""
    settings.HOME, settings.SOLO, settings.PROGRAMME = tmp_path / "home", False, "demo"
    settings.HOME.mkdir()
    settings.CLEARANCE_FOLDER = str(tmp_path / "clearance")
    Programme.of(load("demo"))
    path = tmp_path / "clearance"
    path.mkdir()
    return path


@pytest.fixture
def importer() -> str:
    return str(holder("div", "division", "demo").pk)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def work() -> None:
    """A worker that looks twice, and does what it has asked for."""
    worker = Worker(ticks={})
    worker._folder = FolderLook(every=0)
    worker.run(once=True)
    worker.run(once=True)


def lying(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_what_settles_is_loaded_once_and_moved(folder: Path, importer: str) -> None:
    path = put(folder, "a.csv", CSV)
    look = FolderLook(every=0)
    assert look.look(1, receiving_now()) == 0  # it may still grow
    put(folder, ".b.csv", CSV)
    path.write_text(CSV + "b,arrival,2023-04-20 09:00:00,demo.biwan\n", "utf-8")
    assert look.look(2, receiving_now()) == 0  # it did
    assert look.look(3, receiving_now()) == 1
    assert look.look(4, receiving_now()) == 0
    work()
    assert CaseEvent.objects.filter(process="demo.clearance").count() == 3
    assert lying(folder) == [".b.csv", "done/a.csv"]
    assert AuditEntry.objects.filter(act="append_events").count() == 1
    assert not Message.objects.exists()
    put(folder, "a.csv", CSV + "b,arrival,2023-04-20 09:00:00,demo.biwan\n")  # and once more
    work()
    assert CaseEvent.objects.count() == 3
    (again,) = set(lying(folder)) - {".b.csv", "done/a.csv"}
    assert again.endswith("-a.csv")


def receiving_now() -> Any:
    from django.utils import timezone

    return timezone.now()


def test_what_is_unsound_is_put_aside_with_its_reason(folder: Path, importer: str) -> None:
    """Nothing of it is recorded; the file beside it is loaded all the same."""
    put(folder, "bad.csv", BROKEN)
    put(folder, "good.csv", CSV)
    work()
    assert lying(folder) == ["done/good.csv", "failed/bad.csv", "failed/bad.csv.txt"]
    assert CaseEvent.objects.count() == 2
    said = (folder / "failed" / "bad.csv.txt").read_text("utf-8-sig")
    assert "gestern" in said
    (told,) = Message.objects.all()
    assert (told.kind, told.to_user) == ("clearance.file_failed", importer)
    assert told.title_zh == "来文“bad.csv”未能入库"
    assert "gestern" in told.body_zh


def test_without_an_importer_the_head_of_the_programme_is_told(folder: Path) -> None:
    holder("lp", "city", "demo.lanpu")
    put(folder, "bad.csv", BROKEN)
    work()
    assert [one.to_org for one in Message.objects.all()] == ["demo"]


def test_events_set_aside_are_told(folder: Path, importer: str) -> None:
    line = (
        '{{"specversion": "1.0", "id": "1", "source": "port", "type": "arrival", '
        '"subject": "a", "time": "2023-04-20T08:20:00+08:00", "process": "demo.clearance", '
        '"data": {{"port": "{}"}}}}\n'
    )
    for name, port in (("a.jsonl", "岚浦口岸"), ("b.jsonl", "碧湾口岸")):
        put(folder, name, line.format(port))
        work()
    assert lying(folder) == ["done/a.jsonl", "done/b.jsonl"]
    (told,) = Message.objects.all()
    assert (told.kind, told.to_user) == ("clearance.file_held", importer)
    assert told.link.startswith("/data/quarantine/")


class Killed(BaseException):
    """A worker that is gone."""


@pytest.mark.parametrize("at", ["loaded", "told", "moved"])
def test_killed_in_between_the_file_is_done_again(
    folder: Path, importer: str, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Before anything is told, before the file is moved, before the job is marked as done."""

    def killed(*_: object, **__: object) -> None:
        raise Killed

    where: dict[str, tuple[object, str]] = {
        "loaded": (receiving, "tell_loaded"),
        "told": (receiving, "_put_away"),
        "moved": (receiving.jobs, "finish"),
    }
    path = put(folder, "bad.csv", BROKEN)
    os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.setattr(*where[at], killed)
    with pytest.raises(Killed):
        work()
    monkeypatch.undo()
    Job.objects.update(next_at=receiving_now())  # the lease has run out
    work()
    assert lying(folder) == ["failed/bad.csv", "failed/bad.csv.txt"]
    assert Message.objects.count() == 1
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_a_file_that_cannot_be_moved_is_told_and_tried_again(
    folder: Path, importer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    put(folder, "a.csv", CSV)
    monkeypatch.setattr(Path, "replace", refused)
    work()
    assert Message.objects.get().kind == "clearance.file_stuck"
    assert Job.objects.get().state == Job.State.WAITING
    monkeypatch.undo()
    Job.objects.update(next_at=receiving_now())
    work()
    assert (lying(folder), CaseEvent.objects.count()) == (["done/a.csv"], 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda it, folder: setattr(it, "CLEARANCE_FOLDER", str(folder / "away")), "KF-CASE-411"),
        (lambda it, _: setattr(it, "CLEARANCE_PROCESS", "demo/demo.project"), "KF-CASE-410"),
    ],
    ids=["folder", "process"],
)
def test_a_folder_that_will_not_do_is_told_once_a_day(
    folder: Path, importer: str, settings: Any, change: Callable[[Any, Path], None], code: str
) -> None:
    put(folder, "a.csv", CSV)
    change(settings, folder)
    for _ in range(2):
        work()
    (told,) = Message.objects.all()
    assert (told.kind, told.to_user) == ("clearance.folder_gone", importer)
    assert code in told.key
    assert not CaseEvent.objects.exists()


def test_a_link_to_elsewhere_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "a.csv").symlink_to(put(tmp_path, "secret.csv", CSV))
    work()
    assert not CaseEvent.objects.exists()


def test_without_a_setting_nothing_is_watched(folder: Path, settings: Any) -> None:
    settings.CLEARANCE_FOLDER = ""
    put(folder, "a.csv", CSV)
    work()
    assert lying(folder) == ["a.csv"]
