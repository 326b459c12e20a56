"""Cases are taken over to the present version of their process by command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaifang.packs.law import compose, load
from tests.programme.casework.versions import changed_alone, second_version
from tests.programme.duplicates.people import CITY, LANPU, ONE, PROCESS, move, register

if TYPE_CHECKING:
    from tests.cli.conftest import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(settings: Any, tmp_path: Path) -> Path:
    """A case in talks under version 1.0.0; then version 2.0.0 is installed."""
    from kaifang.programme.opening import Programme
    from kaifang.store.installing import install
    from tests.site.holders import holder

    settings.SOLO = False
    install(load("demo"))
    holder("div", "division", "demo")
    holder("lanpu", "city", CITY)
    programme = Programme.of(load("demo"))
    lead = register(programme, LANPU, CITY, ONE)
    move(programme, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")
    folder = second_version(tmp_path)
    install(compose(folder))
    return folder


def test_cases_are_listed_and_taken_over(kaifang: Run, second: Path) -> None:
    words = ("cases", "migrate", second, PROCESS, "--as", "div")
    listed = kaifang(*words, "--list")
    assert "1.0.0" in listed.out
    assert "共 1 件" in listed.out
    assert "KF-CASE-380" in kaifang(*words, "--map", "talks=negotiation").err
    assert "KF-CASE-121" in kaifang(*words, "--reason", "换版").err
    assert "KF-CLI-005" in kaifang(*words, "--map", "talks", "--reason", "换版").err
    done = kaifang(*words, "--map", "talks=negotiation", "--reason", "换版")
    assert (done.code, "已转 1 件" in done.out) == (0, True)
    assert "共 0 件" in kaifang(*words, "--list").out


def test_a_city_may_not(kaifang: Run, second: Path) -> None:
    from kaifang.store.models import CaseEvent

    for more in (("--list",), ("--map", "talks=negotiation", "--reason", "换版")):
        refused = kaifang("cases", "migrate", second, PROCESS, *more, "--as", "lanpu")
        assert "KF-PROG-007" in refused.err
    assert CaseEvent.objects.count() == 2


def test_installing_tells_of_rules_changed_under_the_same_version(
    kaifang: Run, second: Path, tmp_path: Path
) -> None:
    folder = changed_alone(tmp_path / "changed")
    told = kaifang("pack", "install", folder)
    assert told.code == 0
    assert "版本号仍为 1.0.0" in told.out
    assert f"（{PROCESS}）" in told.out
    assert "版本号仍为" not in kaifang("pack", "install", second).out
    (said,) = kaifang("pack", "install", folder, "--json").json
    (change,) = said["unraised"]
    assert (change["process"], change["version"]) == (PROCESS, "1.0.0")
    assert "transitions.sign.evidence.1" in change["rules"]
