"""Opening a store: made when it is not there, once a process, by one process at a time."""

import os

import pytest
from django.conf import settings

from kaifang.store.errors import OtherStoreOpen
from kaifang.store.setup import open_store
from tests.store.conftest import OtherStore

SETTINGS = "kaifang.site.settings"


@pytest.mark.django_db
def test_store_that_is_open_may_be_opened_again() -> None:
    open_store(settings=SETTINGS)
    open_store(settings.HOME, os.environ.get("DATABASE_URL"), settings=SETTINGS)


@pytest.mark.django_db
def test_another_store_is_refused_without_its_password() -> None:
    with pytest.raises(OtherStoreOpen):
        open_store(settings.HOME / "elsewhere", settings=SETTINGS)
    with pytest.raises(OtherStoreOpen) as refusal:
        open_store(database="postgresql://office:secret@db/kaifang", settings=SETTINGS)
    assert "secret" not in str(refusal.value)
    assert "postgresql://db/kaifang" in str(refusal.value)


COUNT = "from kaifang.store.models import Batch; print(Batch.objects.count())"


def test_store_is_made_by_opening_it(new_store: OtherStore) -> None:
    assert new_store.run(COUNT) == "0"
    assert (new_store.home / "secret_key").exists()


def test_processes_that_open_a_new_store_together_all_succeed(new_store: OtherStore) -> None:
    processes = [new_store.start(COUNT) for _ in range(4)]
    results = [process.communicate(timeout=600) for process in processes]
    assert [(out.strip(), err) for out, err in results] == [("0", "")] * 4


def test_store_opens_inside_the_event_loop_of_a_notebook(other_store: OtherStore) -> None:
    script = f"""
import asyncio
async def cell():
    open_store(settings={SETTINGS!r})
    {COUNT}
asyncio.run(cell())
"""
    assert other_store.run(script.replace("{COUNT}", COUNT)) == "0"


def test_unreachable_database_says_so(other_store: OtherStore) -> None:
    script = """
from django.db import connection
from kaifang.store.errors import StoreUnreachable
connection.close()
connection.settings_dict["NAME"] = "/nowhere/at/all"
try:
    open_store(settings="kaifang.site.settings")
except StoreUnreachable as refusal:
    print(refusal.code)
"""
    assert other_store.run(script) == "KF-STORE-017"
