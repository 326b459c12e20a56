"""A whole store into one file and back, on either database and from one into the other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.store.conftest import OtherStore
from tests.warm import WarmProcess

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
DATABASES = ("sqlite", "postgresql")

FILL = """
from datetime import date
from decimal import Decimal
from django.db import transaction
from django.utils import timezone
from axes.models import AccessAttempt, AccessLog
from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.packs.law import load
from kaifang.programme.messages.posting import post
from kaifang.programme.people.actors import console, user_named
from kaifang.programme.people.appointing import appoint
from kaifang.programme.people.posts import PostAsked
from kaifang.programme.rights import Role
from kaifang.store import events, mirror, sources
from kaifang.store.files import put
from kaifang.store.installing import install
from kaifang.store.models import (
    CodeEdition, Delivery, Hook, Message, MessageRead, StoredFile
)
from kaifang.store.observations import append
from kaifang.store.rounds import add_round
from tests.store.events import event
from tests.store.people import trade
install(load("liaoning-2022"))
append([trade("0.000001", org="新区", period=Period.year(2020)), trade(None, org="甲\\t\\\\n乙")],
    kind="entry", reason="录入")
mirror.refresh()
events.append([event(1, sequence=1, announced_at="2023-04-21T08:00+08:00"), event(2)], source_name="f")
events.append([event(1, type="leave")], source_name="f")  # set aside
who = console()
for name, role in (("xu", Role.SYSTEM), ("shen", Role.SECURITY), ("he", Role.AUDIT)):
    appoint(who, name, "a long enough password", full_name="徐", post=PostAsked(role, ""))
text = sources.attach("press-2022-01-25", "全省货物进出口7724亿元。".encode(), name="a.txt")
evidence = put(bytes(range(256)) * 4000, name="证据.pdf", media_type="application/pdf")
CodeEdition(list="hs", edition="2022", file=text.file, received=evidence, count=3,
    added_at=timezone.now()).save()
hook = Hook.objects.create(kind="webhook", url="https://oa.example/in", secret="s", events=["*"],
    made_at=timezone.now())
with transaction.atomic():
    told = post("submission.late", Text("迟报", "late"), to_org="210100", key="late:1")
MessageRead(message=told, user="1", at=timezone.now()).save()
Delivery(hook=hook, message=told, attempt=1, at=timezone.now(), outcome="again", status=503).save()
add_round("trade.total", "210000", Period.year(2022), {"210100": Decimal("1.50"), "none": None},
    who="1", reason="第一轮")
AccessAttempt.objects.create(username="xu", ip_address="10.2.0.7", user_agent="x",
    http_accept="x", path_info="/", get_data="", post_data="", failures_since_start=2)
AccessLog.objects.create(username="xu", ip_address="::1", user_agent="x", http_accept="x",
    path_info="/")
"""
# Tables that FILL does not fill get one invented row each, so that none is compared empty.
INVENT = """
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4
from django.apps import apps
from django.db import IntegrityError, models, transaction
INVENTED = {
    models.BooleanField: True, models.IntegerField: 7, models.FloatField: 0.1,
    models.JSONField: {"值": [1, None, "x"]}, models.BinaryField: b"\\x00\\xff\\n",
    models.DateTimeField: datetime(2022, 7, 18, 2, 30, 0, 7, tzinfo=UTC),
    models.DateField: date(2022, 7, 18), models.DecimalField: Decimal("1.5"),
    models.UUIDField: uuid4(), models.GenericIPAddressField: "10.2.0.7",
    models.CharField: "乙", models.TextField: "甲\\t乙\\n",
}
def invented(field):
    if field.remote_field:
        return field.related_model._base_manager.values_list(field.target_field.attname, flat=True)[0]
    return next(value for kind, value in INVENTED.items() if isinstance(field, kind))
def invent(model):
    fields = [one for one in model._meta.concrete_fields
        if "Auto" not in type(one).__name__ and not getattr(one.remote_field, "parent_link", False)]
    with transaction.atomic():
        model(**{one.attname: invented(one) for one in fields}).save_base(force_insert=True)
for _ in range(4):  # what others point to comes first
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and not model._base_manager.exists():
            try:
                invent(model)
            except (IntegrityError, IndexError):
                pass
"""
DUMP = """
import json
from django.apps import apps
def plain(value):
    if isinstance(value, dict):  # PostgreSQL keeps no order of keys
        return json.dumps(value, sort_keys=True)
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else repr(value)
print(json.dumps({
    model._meta.db_table: [
        [plain(value) for value in row]
        for row in model._base_manager.order_by("pk").values_list()
    ]
    for model in apps.get_models(include_auto_created=True)
    if model._meta.db_table != "django_session"
}))
"""


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def kaifang(store: OtherStore, *words: object) -> Answer:
    """Run a command on a store, in a process of its own."""
    with command(store, *words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, err = process.communicate(timeout=600)
    return Answer(process.returncode, out, err)


def command(store: OtherStore, *words: object, **streams: int) -> subprocess.Popen[str]:
    """Begin a command on a store, in a process of its own."""
    own = {"KAIFANG_HOME": str(store.home), "DATABASE_URL": store.database, "KAIFANG_LANG": "en"}
    script = "from kaifang.cli.main import app; app()"
    return WarmProcess(script, *map(str, words), env={**os.environ, **own}, **streams)


def rows(store: OtherStore) -> dict[str, list[Any]]:
    """All rows of all tables, told without the code under test."""
    found: dict[str, list[Any]] = json.loads(store.run(DUMP))
    return found


def kept_files(store: OtherStore) -> dict[str, str]:
    """Every file that a store keeps, with the checksum of its bytes."""
    found = [store.home / "secret_key"]
    for name in ("files", "mirror", "packs"):
        found += sorted((store.home / name).rglob("*"))
    return {
        path.relative_to(store.home).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in found
        if path.is_file() and path.name != "lock"
    }


def board(store: OtherStore) -> str:
    answer = kaifang(store, "board", "liaoning-2022", "--as-of", "2022-12-31", "--as", "internal")
    assert answer.code == 0, answer.err
    return answer.out


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[[], str]]:
    """A PostgreSQL server: the one this run is on, or one of its own, asked for when needed."""
    from tests.databases import find_server, running_postgres

    with ExitStack() as stack:
        known: list[str] = []

        def address() -> str:
            if not known:
                url = os.environ.get("DATABASE_URL", "")
                binaries = find_server()
                if not url.startswith("postgresql"):
                    if binaries is None:
                        pytest.skip("PostgreSQL is not installed")
                    url = stack.enter_context(running_postgres(binaries))
                known.append(url)
            return known[0]

        yield address


Make = Callable[[str], OtherStore]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


@contextmanager
def stores(folder: Path, server: Callable[[], str]) -> Iterator[Make]:
    """Make stores on a database that is named."""
    with ExitStack() as stack:
        patterns: dict[str, OtherStore] = {}

        def make(vendor: str) -> OtherStore:
            """An empty store with all its tables; only the first is made by migrating."""
            if vendor not in patterns:
                patterns[vendor] = placed(vendor, None)
                patterns[vendor].run("")
            return placed(vendor, patterns[vendor])

        def placed(vendor: str, like: OtherStore | None) -> OtherStore:
            home = folder / uuid.uuid4().hex[:8]
            shutil.copytree(like.home, home) if like else home.mkdir()
            if vendor == "sqlite":
                return OtherStore(home, f"sqlite:///{home / 'kaifang.sqlite3'}")
            name = f"backup_{uuid.uuid4().hex[:12]}"
            model = urlsplit(like.database).path.strip("/") if like else "template0"
            connection = stack.enter_context(psycopg.connect(server(), autocommit=True))
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {model}")
            stack.callback(connection.execute, f"DROP DATABASE {name} WITH (FORCE)")
            return OtherStore(home, urlsplit(server())._replace(path=f"/{name}").geturl())

        yield make


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, server: Callable[[], str]
) -> Iterator[Callable[[str], tuple[OtherStore, Path]]]:
    """A store on a database with something in every table, and a backup of it; made once."""
    folder = tmp_path_factory.mktemp("filled")
    made: dict[str, tuple[OtherStore, Path]] = {}
    with stores(folder, server) as make:

        def of(vendor: str) -> tuple[OtherStore, Path]:
            if vendor not in made:
                store = make(vendor)
                (store.home / "packs" / "own").mkdir(parents=True)
                (store.home / "packs" / "own" / "pack.yaml").write_text("id: own\n", "utf-8")
                store.run(FILL)
                store.run(INVENT)
                file = folder / f"{vendor}.zip"
                answer = kaifang(store, "backup", file, "--as", "xu")
                assert answer.code == 0, answer.err
                made[vendor] = store, file
            return made[vendor]

        yield of


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory, server: Callable[[], str]) -> Iterator[Make]:
    with stores(tmp_path_factory.mktemp("stores"), server) as made:
        yield made


@pytest.mark.parametrize("target", DATABASES)
@pytest.mark.parametrize("source", DATABASES)
def test_all_that_a_store_holds_comes_back(
    source: str, target: str, filled: Any, make: Make
) -> None:
    old, file = filled(source)
    new = make(target)
    answer = kaifang(new, "restore", file)
    assert answer.code == 0, answer.err
    before, after = rows(old), rows(new)
    assert not [table for table, found in before.items() if not found]
    # what restoring itself adds stands behind what was there
    assert len(after["store_auditentry"]) == len(before["store_auditentry"]) + 1
    assert "restore" in after["store_auditentry"].pop()[2]
    assert after["store_auditperson"].pop()
    assert after == before
    assert kept_files(new) == kept_files(old)
    assert len(kept_files(new)) >= 6
    assert board(new) == board(old)
    head = kaifang(old, "audit", "head").out.strip()
    assert head in answer.out
    assert kaifang(new, "audit", "verify", "--head", head).code == 0


@pytest.mark.parametrize("vendor", DATABASES)
def test_a_restored_store_numbers_on_and_keeps_its_guards(
    vendor: str, filled: Any, make: Make
) -> None:
    new = make(vendor)
    assert kaifang(new, "restore", filled("sqlite")[1]).code == 0
    goes_on = """
from django.db import IntegrityError, connection
from kaifang.core.period import Period
from kaifang.store.models import User
from kaifang.store.rounds import add_round
known = set(User.objects.values_list("pk", flat=True))
assert User.objects.create_user("new").pk == max(known) + 1
assert add_round("trade.total", "210000", Period.year(2022), {}, who="", reason="").number == 2
try:
    connection.cursor().execute("DELETE FROM store_auditentry")
except IntegrityError as refusal:
    print("KF-STORE-001" in str(refusal))
"""
    assert new.run(goes_on) == "True"


@pytest.mark.parametrize("vendor", DATABASES)
def test_a_backup_made_while_others_write_holds_whole_batches(vendor: str, make: Make) -> None:
    store = make(vendor)
    write = """
from itertools import count
from kaifang.store.observations import append
from tests.store.people import trade
print("ready", flush=True)
for n in count():
    append([trade(str(m), org=f"{n}.{m}") for m in range(50)], kind="entry", reason="录入")
"""
    with store.start(write) as process:
        assert process.stdout is not None
        process.stdout.readline()
        file = store.home / "busy.zip"
        answer = kaifang(store, "backup", file)
        process.kill()
    assert answer.code == 0, answer.err
    with zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert told["rows"]["store_record"] == 50 * told["rows"]["store_batch"] > 0
    assert told["data_version"] == told["rows"]["store_batch"]
    assert kaifang(make("sqlite"), "restore", file).code == 0


def test_only_its_owner_may_read_a_backup(filled: Any) -> None:
    _, file = filled("sqlite")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_in_a_folder_is_named_by_the_clock(filled: Any, folder: Path) -> None:
    store, _ = filled("sqlite")
    assert kaifang(store, "backup", folder, "--as", "xu").code == 0
    (made,) = folder.iterdir()
    assert made.name.startswith("kaifang-20")


def test_a_backup_never_writes_over_a_file(filled: Any) -> None:
    store, file = filled("sqlite")
    before = file.read_bytes()
    answer = kaifang(store, "backup", file, "--as", "xu")
    assert (answer.code, "[KF-STORE-060]" in answer.err) == (1, True)
    assert file.read_bytes() == before


def test_a_stranger_may_neither_back_up_nor_restore(filled: Any, folder: Path) -> None:
    store, file = filled("sqlite")
    for words in (("backup", folder, "--as", "he"), ("backup", folder)):
        answer = kaifang(store, *words)
        assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True)
    before = rows(store)
    answer = kaifang(store, "restore", file, "--replace", "--as", "shen")
    assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True)
    assert not list(folder.iterdir())
    assert rows(store) == before


def test_each_backup_stands_in_the_audit(filled: Any) -> None:
    store, file = filled("sqlite")
    acts = [row[2] for row in rows(store)["store_auditentry"] if file.name in row[3]]
    assert acts == ["'back_up'"]


def test_a_lost_file_is_told_and_the_rest_is_backed_up(filled: Any, make: Make) -> None:
    new = make("sqlite")
    assert kaifang(new, "restore", filled("sqlite")[1]).code == 0
    (lost, *_) = (path for path in (new.home / "files").rglob("*") if path.is_file())
    lost.unlink()
    answer = kaifang(new, "backup", new.home / "b.zip", "--as", "xu")
    assert (answer.code, "1 stored files are missing" in answer.err) == (1, True)
    assert kaifang(make("sqlite"), "restore", new.home / "b.zip").code == 0


def test_a_disk_without_room_leaves_no_file(filled: Any, folder: Path) -> None:
    store, _ = filled("sqlite")
    script = f"""
import resource, sys
from pathlib import Path
from kaifang.programme.backups import back_up
from kaifang.programme.people.actors import actor_of, user_named
from kaifang.store.backup.errors import BackupUnwritable
who = actor_of(user_named("xu"))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    back_up(who, Path({str(folder / "b.zip")!r}))
except BackupUnwritable as refusal:
    print(refusal.code)
"""
    assert store.run(script) == "KF-STORE-061"
    assert not list(folder.iterdir())
