"""`kaifang cases show` lists the tasks that the alarms of a case opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kaifang.packs.law import load

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.django_db
def test_the_tasks_of_a_case_are_listed(kaifang: Run, settings: Any) -> None:
    from kaifang.programme.alarms.ringing import ring
    from kaifang.programme.opening import Programme
    from tests.programme.alarms.test_ringing import PORT, PROJECT, signed
    from tests.site.holders import holder

    settings.SOLO = False
    programme = Programme.of(load("demo"))
    ring(programme)
    signed("p1", date(2022, 9, 23))
    ring(programme)
    holder("lp", "city", PORT)
    words = ("cases", "show", "demo", PROJECT, "p1", "--as", "lp")
    assert "逾期督办：示例省招商项目“海燕项目”" in kaifang(*words).out
    (task,) = kaifang(*words, "--json").json["tasks"]
    assert task["state"] == "open"
