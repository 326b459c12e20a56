"""What is no backup, or a broken one, changes nothing; nor does whoever is killed halfway."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.errors import KaifangError
from kaifang.store.backup.checking import opened
from tests.store.conftest import OtherStore
from tests.store.test_backup import (
    DATABASES,
    Make,
    board,
    command,
    filled,
    folder,
    kaifang,
    kept_files,
    make,
    rows,
    server,
)

__all__ = ["filled", "folder", "make", "server"]
pytestmark = [pytest.mark.slow, pytest.mark.postgres]
Spoil = Callable[[Path], None]


@pytest.fixture
def file(filled: Any, folder: Path) -> Path:
    """A backup of one's own, to be spoilt."""
    return Path(shutil.copy(filled("sqlite")[1], folder / "b.zip"))


def again(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write a backup anew with other members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def told(members: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
    """Change what the manifest of a backup says."""
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    members["manifest.json"] = json.dumps(manifest).encode()


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 2 // 3])


def flip(file: Path) -> None:
    """One bit of a stored file, in the middle of the archive."""
    content = bytearray(file.read_bytes())
    place = content.index(bytes(range(256))) + 300
    content[place] ^= 1
    file.write_bytes(content)


def swap_line(members: dict[str, bytes]) -> None:
    name = "tables/store_record.jsonl"
    members[name] = members[name].replace(b"7724", b"7725")


def climb(members: dict[str, bytes]) -> None:
    members["../evil"] = b"x"
    told(members, lambda one: one["members"].update({"../evil": {"bytes": 1, "sha256": "x"}}))


SPOILT: dict[str, tuple[Spoil, str]] = {
    "empty": (lambda file: file.write_bytes(b"") and None, "KF-STORE-062"),
    "a text": (lambda file: file.write_text("hello", "utf-8") and None, "KF-STORE-062"),
    "another archive": (
        lambda file: again(file, lambda m: m.pop("KAIFANG-BACKUP") and None),
        "KF-STORE-062",
    ),
    "cut": (cut, "KF-STORE-063"),
    "a bit flipped": (flip, "KF-STORE-063"),
    "a value altered": (lambda file: again(file, swap_line), "KF-STORE-063"),
    "a member lost": (
        lambda file: again(file, lambda m: m.pop("tables/store_user.jsonl") and None),
        "KF-STORE-063",
    ),
    "a member added": (lambda file: again(file, lambda m: m.update(x=b"")), "KF-STORE-063"),
    "a way out": (lambda file: again(file, climb), "KF-STORE-063"),
    "no manifest": (
        lambda file: again(file, lambda m: m.pop("manifest.json") and None),
        "KF-STORE-063",
    ),
    "a newer schema": (
        lambda file: again(
            file, lambda m: told(m, lambda one: one["migrations"].append(["store", "9999_moon"]))
        ),
        "KF-STORE-064",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_backup_is_found_out(name: str, file: Path) -> None:
    spoil, code = SPOILT[name]
    spoil(file)
    with pytest.raises(KaifangError) as refusal, opened(file):
        pass
    assert refusal.value.code == code
    assert refusal.value.says.zh != refusal.value.says.en


@pytest.mark.parametrize("vendor", DATABASES)
def test_a_spoilt_backup_changes_nothing(vendor: str, file: Path, make: Make) -> None:
    store = make(vendor)
    store.run("from kaifang.store.models import User; User.objects.create_user('anna')")
    before = rows(store), kept_files(store)
    # its checksums are right, but its audit chain ends elsewhere: found when all is built
    again(file, lambda m: told(m, lambda one: one.update(head="1-" + "0" * 64)))
    for spoil in (lambda _: None, cut):
        spoil(file)
        answer = kaifang(store, "restore", file, "--replace")
        assert (answer.code, "[KF-STORE-063]" in answer.err) == (1, True), answer.err
        assert (rows(store), kept_files(store)) == before
        assert not (store.home / "restoring").exists()


@pytest.mark.parametrize("vendor", DATABASES)
def test_records_are_in_the_way_until_they_may_be_set_aside(
    vendor: str, filled: Any, make: Make
) -> None:
    old, file = filled("sqlite")
    store = make(vendor)
    store.run("from kaifang.store.models import User; User.objects.create_user('anna')")
    before = rows(store)
    answer = kaifang(store, "restore", file)
    assert (answer.code, "[KF-STORE-065]" in answer.err) == (1, True)
    assert rows(store) == before
    answer = kaifang(store, "restore", file, "--replace")
    assert answer.code == 0, answer.err
    assert rows(store)["store_user"] == rows(old)["store_user"]
    (aside,) = store.home.glob("before-*")
    assert str(aside) in answer.out
    assert (aside / "secret_key").exists()
    assert "anna" in user_set_aside(store, vendor, aside)


def user_set_aside(store: OtherStore, vendor: str, aside: Path) -> str:
    """The first user of the store that was there before."""
    where = f"attach database '{aside}/kaifang.sqlite3' as old"
    table = "old.store_user" if vendor == "sqlite" else f'"kaifang_{aside.name}".store_user'
    ask = f"cursor.execute({where!r})" if vendor == "sqlite" else ""
    return store.run(f"""
from django.db import connection
cursor = connection.cursor()
{ask}
cursor.execute('SELECT username FROM {table}')
print(cursor.fetchone()[0])
""")


def test_a_database_in_use_is_not_moved(filled: Any, make: Make) -> None:
    store = make("sqlite")
    busy = """
import time
from django.db import connection
connection.cursor().execute("SELECT count(*) FROM store_user")
print("open", flush=True)
time.sleep(600)
"""
    with store.start(busy) as process:
        assert process.stdout is not None
        process.stdout.readline()
        answer = kaifang(store, "restore", filled("sqlite")[1])
        process.kill()
    assert (answer.code, "[KF-STORE-067]" in answer.err) == (1, True)
    assert not rows(store)["store_user"]


def killed(store: OtherStore, words: tuple[object, ...], after: float) -> None:
    """Run a command and kill it after some seconds."""
    nowhere = subprocess.DEVNULL
    with command(store, *words, stdout=nowhere, stderr=nowhere) as process:
        time.sleep(after)
        process.send_signal(signal.SIGKILL)


def test_a_backup_that_is_killed_leaves_none_under_its_name(filled: Any, folder: Path) -> None:
    store, _ = filled("sqlite")
    dice = random.Random(2022)
    for number in range(5):
        file = folder / f"{number}.zip"
        killed(store, ("backup", file, "--as", "xu"), dice.uniform(0.3, 1.5))
        if file.exists():  # it was done before
            with zipfile.ZipFile(file) as archive:
                assert archive.testzip() is None
    last = folder / "0.zip" if not (folder / "0.zip").exists() else folder / "last.zip"
    assert kaifang(store, "backup", last, "--as", "xu").code == 0
    assert not (folder / f".{last.name}.new").exists()


STEPS = """
import os, signal, sys
from pathlib import Path
from kaifang.programme.backups import restore
from kaifang.programme.people.actors import console
from kaifang.store.backup import swapping
import shutil
left = {left}
def dying(work):
    def step(*args, **named):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return work(*args, **named)
    return step
for holder, name in ((swapping, "_swap"), (swapping, "_set_aside"), (swapping, "sync_folder"),
        (swapping, "put_in_place"), (swapping.Swap, "_swap_schemas"), (swapping.shutil, "rmtree"),
        (swapping, "_let_go")):
    setattr(holder, name, dying(getattr(holder, name)))
restore(console(), Path({file!r}), replace=True)
"""


@pytest.mark.parametrize("vendor", DATABASES)
def test_a_restore_killed_at_any_step_leaves_the_old_store_or_the_new(
    vendor: str, filled: Any, make: Make
) -> None:
    old, file = filled("sqlite")
    whole = len(rows(old)["store_record"])
    seen = set()
    for left in range(0, 20, 3):
        store = make(vendor)
        store.run("from kaifang.store.models import User; User.objects.create_user('anna')")
        with store.start(STEPS.format(left=left, file=str(file))) as process:
            _, err = process.communicate(timeout=600)
        assert process.returncode in {0, -signal.SIGKILL}, err
        found = rows(store)
        seen.add((len(found["store_record"]), len(found["store_user"])))
        assert not (store.home / "restore.json").exists()
        if found["store_record"]:
            assert kept_files(store) == kept_files(old)
        else:
            assert kaifang(store, "restore", file, "--replace").code == 0
    assert seen == {(0, 1), (whole, len(rows(old)["store_user"]))}


def test_a_restore_killed_at_any_time_leaves_the_old_store_or_the_new(
    filled: Any, make: Make
) -> None:
    old, file = filled("sqlite")
    dice = random.Random(2022)
    store = make("sqlite")
    store.run("from kaifang.store.models import User; User.objects.create_user('anna')")
    for _ in range(4):
        killed(store, ("restore", file, "--replace"), dice.uniform(0.4, 3))
        assert len(rows(store)["store_user"]) in {1, len(rows(old)["store_user"])}
    if len(rows(store)["store_user"]) == 1:
        assert kaifang(store, "restore", file, "--replace").code == 0
    assert board(store) == board(old)
