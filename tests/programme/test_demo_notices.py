"""The notices of the demo: one known in time, one late, one that no firm can be told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.clearance.notices import notice_list
from kaifang.programme.demo.notifying import notify_firms
from kaifang.programme.demo.people import FIRM, PEOPLE
from kaifang.programme.demo.quarter import officer
from kaifang.programme.messages.inbox import inbox
from kaifang.programme.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SOLO = tmp_path, False


def test_the_notices_of_the_demo_stand_at_every_stage() -> None:
    law = load("demo")
    assert notify_firms(law) == 5
    assert notify_firms(law) == 0
    found = {one.case: one for one in notice_list(law, officer("demo", Role.DIVISION))}
    assert {case[-2:]: one.standing for case, one in found.items()} == {
        "01": "acknowledged", "02": "overdue", "03": "sent", "04": "acknowledged", "05": "unsent",
    }  # fmt: skip
    took = found["查验演示01"].took
    assert took is not None
    assert abs(took - timedelta(minutes=23)) < timedelta(minutes=1)


def test_the_firm_of_the_demo_finds_its_own() -> None:
    law = load("demo")
    notify_firms(law)
    assert any(one.role is Role.FIRM and one.org == FIRM for one in PEOPLE)
    firm = officer(FIRM, Role.FIRM)
    assert len(notice_list(law, firm)) == len(inbox(firm)) == 3
