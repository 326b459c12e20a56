"""Records stay: against this code, against SQL, on either database."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kaifang.core.period import Period
from kaifang.store.errors import RecordsStay
from kaifang.store.models import Batch, InstalledPack, PackContent, Record, SourceText, SplitRound
from kaifang.store.observations import append
from kaifang.store.rounds import add_round
from kaifang.store.sources import attach
from tests.store.people import PROVINCE, trade

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_of_each() -> None:
    append([trade()], kind=Batch.Kind.ENTRY, reason="首次录入")
    attach("press-2022-01-25", "全省货物进出口7724亿元".encode(), name="000.txt")
    add_round("trade.total", PROVINCE, Period.year(2022), {"210100": "1"}, who="", reason="")
    PackContent.objects.create(sha256="c1", pack="p", version="1", compressed=b"")
    InstalledPack.objects.create(
        hash="h1", pack="p", version="1", contents=["c1"], installed_at=timezone.now()
    )
    connection.check_constraints()  # PostgreSQL truncates nothing while checks are pending


RECORDS = [Record, Batch, SplitRound, SourceText, PackContent]


@pytest.mark.parametrize("model", RECORDS)
def test_model_refuses_to_change_or_delete(model: type) -> None:
    row = model.objects.get()
    with pytest.raises(RecordsStay):
        row.save()
    with pytest.raises(RecordsStay):
        row.delete()
    with pytest.raises(RecordsStay):
        model.objects.update(pk=9)
    with pytest.raises(RecordsStay):
        model.objects.all().delete()
    with pytest.raises(RecordsStay):
        model.objects.bulk_update([row], ["pk"])


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="KF-STORE-001"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", [m._meta.db_table for m in RECORDS])
def test_database_refuses_to_change_or_delete(table: str) -> None:
    key = {"store_packcontent": "sha256"}.get(table, "id")
    refused(f"UPDATE {table} SET {key} = {key}")
    refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table} CASCADE")
    else:
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_installed_pack_changes_nothing_but_its_active_mark() -> None:
    pack = InstalledPack.objects.get()
    pack.active = True
    pack.save(update_fields=["active"])
    refused("DELETE FROM store_installedpack")
    refused("UPDATE store_installedpack SET version = '2'")
    assert InstalledPack.objects.get().active


@pytest.mark.django_db(transaction=True)
def test_guards_stand_again_after_a_transactional_test() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert not Record.objects.exists()
    append([trade()], kind=Batch.Kind.ENTRY, reason="首次录入")
    refused("DELETE FROM store_record")
