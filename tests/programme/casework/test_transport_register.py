"""The transport works of document 001, entered one by one, meet the numbers that it names."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kaifang.core.observation import Visibility
from kaifang.packs.law import load
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.viewer import Viewer

pytestmark = pytest.mark.django_db
DIVISION = Actor("1", "1", (Post(Role.DIVISION, "210000"),))
# "9 continued construction projects and 5 new construction projects", "speed up 12 projects"
NAMED = {"continued": 9, "new": 5, "preliminary": 12}


def test_the_works_entered_are_the_works_counted() -> None:
    from kaifang.programme.casework.feeding import feed_register
    from kaifang.programme.casework.keeping import Given, open_case
    from kaifang.programme.opening import Programme

    programme = Programme.of(load("liaoning-2023"), viewer=Viewer("1", Visibility.INTERNAL))
    at = datetime(2023, 4, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    for category, count in NAMED.items():
        for number in range(count):
            data = {"title": f"{category} {number}", "category": category}
            told = Given({"list": "年度计划"}, data, occurred_at=at)
            open_case(DIVISION, programme, "transport.work", "210000", told)
    feed_register(programme, "transport.work", DIVISION, date(2024, 1, 1))
    for category, count in NAMED.items():
        told = programme.statement(f"transport.projects_{category}", "210000", "2023")
        assert told.quantity is not None
        assert (category, told.quantity.value) == (category, count)
        attained = programme.progress(f"transport.projects_{category}.2023").attainment().quantity
        assert attained is not None
        assert attained.value == 100
