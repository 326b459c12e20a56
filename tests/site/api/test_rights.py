"""Every operation by everybody: the matrix is made from the description, the table by hand."""

from __future__ import annotations

import pytest
from django.db import transaction

from kaifang.programme.messages.addresses import AllowList
from kaifang.site.api.docs import described
from tests.site.api.operations import BEFORE, call
from tests.site.api.province import COLUMNS, clients, furnished
from tests.site.api.rights_table import STATUS, expected

OPERATIONS = [
    (method, path.removeprefix("/api/v1"))
    for path, methods in described()["paths"].items()
    for method in methods
]
SHORT = {status: digit for digit, status in STATUS.items()}


@pytest.fixture
def store(settings, tmp_path, demo):
    settings.SOLO, settings.HOME = False, tmp_path
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")
    return furnished()


def test_every_operation_stands_in_the_table_and_no_other() -> None:
    assert set(expected()) == set(OPERATIONS)
    assert {len(digits) for digits in expected().values()} == {len(COLUMNS)}


def test_everybody_may_do_what_the_table_says_and_nothing_else(store) -> None:
    everybody, wrong = clients(), []
    for method, path in OPERATIONS:
        found = _row(store, everybody, method, path)
        if found != expected()[method, path]:
            wrong.append(f"{method} {path}: {found}, not {expected()[method, path]}")
    assert not wrong, "\n".join(wrong)


def _row(store, everybody, method: str, path: str) -> str:
    """Who may: each tries on the same ground, for nothing of what is done stays."""
    digits = ""
    with transaction.atomic():
        if path in BEFORE:
            BEFORE[path](store)
        for client in everybody.values():
            with transaction.atomic():
                status = call(client, method, path, store)
                transaction.set_rollback(True)
            digits += SHORT.get(status, f"[{status}]")
        transaction.set_rollback(True)
    return digits
