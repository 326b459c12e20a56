"""Importing, collecting, reviewing and sending, killed at any time; `bench/faults.py` kills 200 times."""

import pytest

from tests.store.conftest import OtherStore, other_store, pattern

__all__ = ["other_store", "pattern"]

TWELVE = """
from bench.faults import kill
table = kill(12)
acts = table.pop("acts acknowledged")
print(sum(one.total() for one in table.values()), acts.total() > 0)
"""


@pytest.mark.slow
def test_twelve_kills_leave_nothing_half_lost_or_doubled(
    other_store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAIFANG_HOOK_HOSTS", "http://127.0.0.0/8")
    assert other_store.run(TWELVE) == "12 True"
