"""Imported code lists: the last import holds, the earlier ones stay."""

import pytest
from django.db import DatabaseError, connection, transaction

from kaifang.store import codes, files
from kaifang.store.errors import RecordsStay
from kaifang.store.models import CodeEdition, StoredFile

pytestmark = pytest.mark.django_db


def keep(data: bytes, edition: str = "2017") -> CodeEdition:
    received = files.put(b"as received", name="list.xlsx", media_type="application/x")
    return codes.keep("gbt4754", edition, data, received, count=2, map_id="gbt4754", who="李")


def test_list_is_kept_with_the_file_it_came_from() -> None:
    keep(b"code\nA\n")
    held = codes.current("gbt4754", "2017")
    assert held is not None
    assert files.read(held.file) == b"code\nA\n"
    assert files.read(held.received) == b"as received"
    assert (held.count, held.map_id, held.who) == (2, "gbt4754", "李")


def test_list_that_was_never_imported_is_not_there() -> None:
    keep(b"code\nA\n")
    assert codes.current("gbt4754", "2011") is None
    assert codes.current("hs", "2017") is None


def test_same_codes_again_change_nothing() -> None:
    first = keep(b"code\nA\n")
    assert keep(b"code\nA\n").pk == first.pk
    assert CodeEdition.objects.count() == 1


def test_codes_that_return_hold_again() -> None:
    for data in (b"code\nA\n", b"code\nB\n", b"code\nA\n"):
        keep(data)
    held = codes.current("gbt4754", "2017")
    assert held is not None
    assert files.read(held.file) == b"code\nA\n"
    assert CodeEdition.objects.count() == 3
    assert StoredFile.objects.count() == 3


def test_editions_are_told_apart() -> None:
    keep(b"code\nA\n", "2011")
    keep(b"code\nB\n", "2017")
    keep(b"code\nC\n", "2017")
    held = codes.editions()
    assert {key: files.read(one.file) for key, one in held.items()} == {
        ("gbt4754", "2011"): b"code\nA\n",
        ("gbt4754", "2017"): b"code\nC\n",
    }


def test_import_stays() -> None:
    keep(b"code\nA\n")
    with pytest.raises(RecordsStay):
        CodeEdition.objects.update(edition="2018")
    with (
        pytest.raises(DatabaseError, match="KF-STORE-001"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE store_codeedition SET edition = '2018'")
