"""A task that an alarm opened leads to its case, and the case to its tasks, for who may see both."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.alarms.ringing import ring
from kaifang.programme.alarms.tracing import task_origin, tasks_of_case
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.tasks.keeping import NewTask, add_task
from kaifang.programme.tasks.listing import task
from kaifang.store.models import Task
from tests.programme.alarms.test_ringing import OTHER, PORT, PROJECT, signed
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CITY = Actor("lp", "", (Post(Role.CITY, PORT),))
STRANGER = Actor("bw", "", (Post(Role.CITY, OTHER),))
CASE = f"/cases/{PROJECT}/p1/"


@pytest.fixture
def programme(settings: Any, tmp_path: Path) -> Programme:
    """A project whose clock is used up, and the task that its alarm opened."""
    settings.HOME, settings.SOLO, settings.PROGRAMME = tmp_path, False, "demo"
    programme = Programme.of(load("demo"))
    ring(programme)
    signed("p1", date(2022, 9, 23))
    ring(programme)
    return programme


def test_a_task_knows_its_case_and_the_case_its_task(programme: Programme) -> None:
    (found,) = tasks_of_case(CITY, programme, PROJECT, "p1")
    assert found.row == Task.objects.get()
    assert tasks_of_case(CITY, programme, PROJECT, "p2") == []
    assert tasks_of_case(STRANGER, programme, PROJECT, "p1") == []
    origin = task_origin(CITY, programme, task(CITY, programme, found.row.pk))
    assert origin is not None
    assert (origin.case, origin.name, origin.address) == ("p1", "海燕项目", f"{CASE}?pack=demo")
    assert origin.says.zh == "示例省招商项目，签约至开工时限预警"


def test_whoever_does_the_task_without_the_case_learns_no_number(programme: Programme) -> None:
    source = Task.objects.get().source
    row = add_task(CITY, programme, NewTask("协助", PORT, partners=[OTHER], source=source))
    origin = task_origin(STRANGER, programme, task(STRANGER, programme, row.pk))
    assert origin is not None
    assert (origin.name, origin.address) == ("", "")
    assert origin.json("zh")["case"] is None


def test_pages_and_api_lead_both_ways(programme: Programme, client: Any) -> None:
    client.force_login(holder("lp", "city", PORT))
    number = Task.objects.get().pk
    page = client.get(CASE).content.decode()
    assert f"/worklist/{number}/" in page
    assert "时限预警生成的任务" in page
    shown = client.get(f"/worklist/{number}/").content.decode()
    assert f'href="{CASE}?pack=demo"' in shown
    assert ">海燕项目</a>" in shown
    assert "示例省招商项目" in client.get("/worklist/").content.decode()
    told = client.get(f"/api/v1/packs/demo/worklist/{number}").json()
    assert told["opened_by"] == {
        "process": PROJECT, "case": "p1", "case_name": "海燕项目", "clock": "签约至开工",
    }  # fmt: skip
    case = client.get(f"/api/v1/packs/demo/processes/{PROJECT}/cases/p1").json()
    assert [one["number"] for one in case["tasks"]] == [number]
    client.force_login(holder("bw", "city", OTHER))
    assert client.get(CASE).status_code == 404
    assert client.get(f"/worklist/{number}/").status_code == 404
