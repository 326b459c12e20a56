"""The province lists suspected duplicates and rules by command; a city may do neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaifang.packs.law import load
from tests.programme.duplicates.people import (
    BIWAN,
    CITY,
    LANPU,
    ONE,
    OTHER,
    SAME,
    register,
    suspicion,
)

if TYPE_CHECKING:
    from tests.cli.conftest import Run

pytestmark = pytest.mark.django_db
LIST = ("cases", "duplicates", "demo")


@pytest.fixture
def pair(settings: Any) -> str:
    from kaifang.programme.opening import Programme
    from kaifang.store.installing import install
    from tests.site.holders import holder

    settings.SOLO = False
    install(load("demo"))
    programme = Programme.of(load("demo"))
    for name, role, org in (("div", "division", "demo"), ("biwan", "city", OTHER)):
        holder(name, role, org)
    register(programme, LANPU, CITY, ONE)
    register(programme, BIWAN, OTHER, SAME)
    return suspicion(programme).id


def test_pairs_are_listed_and_ruled_on(kaifang: Run, pair: str) -> None:
    listed = kaifang(*LIST, "--as", "div")
    for text in (pair, "海燕（岚浦市）", "白鹭（碧湾市）", "2/3", "投资方名称相近", "共 1 对"):
        assert text in listed.out, text
    (told,) = kaifang(*LIST, "demo.project", "--as", "div", "--json").json
    assert (told["pair"], told["open"]) == (pair, True)
    done = kaifang("cases", "rule", "demo", pair, "merge", "--reason", "同一项目", "--as", "div")
    assert (done.code, "同一项目，合并" in done.out) == (0, True)
    assert kaifang(*LIST, "--as", "div", "--json").json == []
    (told,) = kaifang(*LIST, "--ruled", "--as", "div", "--json").json
    assert told["merged"] is True


def test_faults_are_told(kaifang: Run, pair: str) -> None:
    wrong = kaifang("cases", "rule", "demo", pair, "merged", "--reason", "x", "--as", "div")
    assert "KF-CASE-377" in wrong.err
    assert "KF-CASE-373" in kaifang("cases", "rule", "demo", pair, "merge", "--as", "div").err
    assert "KF-CASE-371" in kaifang("cases", "rule", "demo", "nothing", "merge", "--as", "div").err
    assert "KF-CASE-370" in kaifang(*LIST, "demo.clearance", "--as", "div").err


def test_a_city_may_neither_list_nor_rule(kaifang: Run, pair: str) -> None:
    from kaifang.store.models import CaseEvent

    for words in (LIST, ("cases", "rule", "demo", pair, "merge", "--reason", "x")):
        refused = kaifang(*words, "--as", "biwan")
        assert refused.code != 0
        assert "KF-PROG-007" in refused.err
        assert "海燕" not in refused.out + refused.err
    assert CaseEvent.objects.count() == 2
