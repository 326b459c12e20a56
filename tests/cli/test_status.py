"""kaifang status and the commands of the audit, each to its duty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaifang.store import audit
from tests.cli.conftest import Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(kaifang: Run, settings: Any, tmp_path: Path) -> Run:
    settings.HOME, settings.SOLO = tmp_path / "home", False
    for name in ("li", "he", "xu", "shen"):
        assert kaifang("user", "create", name).code == 0
    for name, role in (("he", "audit"), ("xu", "system"), ("shen", "security")):
        assert kaifang("user", "grant", name, "--role", role).code == 0
    return kaifang


def test_the_state_of_the_house_is_told_and_its_concerns_make_it_return_1(house: Run) -> None:
    answer = house("status", "--as", "xu", KAIFANG_LANG="en")
    assert (answer.code, "worker last seen" in answer.out) == (1, True)
    assert "No worker is there" in answer.out
    told = house("status", "--as", "xu", "--json").json
    assert (told["head"], told["worker_seen"]) == (audit.head().printed, None)


@pytest.mark.parametrize("name", ["he", "shen", "li"])
def test_a_stranger_may_not_see_the_state_of_the_house(house: Run, name: str) -> None:
    answer = house("status", "--as", name)
    assert (answer.code, "KF-PROG-007" in answer.err) == (1, True)


def test_the_auditor_lists_and_exports(house: Run, tmp_path: Path) -> None:
    answer = house("audit", "list", "--as", "he", "--act", "grant_post")
    assert (answer.code, answer.out.count("授予岗位")) == (0, 3)
    (told, *_) = house("audit", "list", "--as", "he", "--person", "li", "--json").json
    assert told["act"] == "create_user"
    file = tmp_path / "audit.jsonl"
    assert house("audit", "export", file, "--as", "he", "--last", "2").code == 0
    *lines, foot = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert ([one["number"] for one in lines], foot["count"]) == ([1, 2], 2)
    assert house("audit", "export", tmp_path / "audit.xlsx", "--as", "he").code == 2


@pytest.mark.parametrize("name", ["xu", "shen", "li"])
def test_a_stranger_may_not_list_or_export(house: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / "audit.csv"
    for words in (("list",), ("export", file)):
        assert "KF-PROG-007" in house("audit", *words, "--as", name).err
    assert not file.exists()


def test_the_security_administrator_erases_with_a_reason(house: Run) -> None:
    assert "KF-PROG-007" in house("audit", "erase", "li", "--reason", "x", "--as", "he").err
    assert "KF-PROG-227" in house("audit", "erase", "li", "--as", "shen").err
    assert house("audit", "erase", "li", "--reason", "本人申请", "--as", "shen").code == 0
    assert house("audit", "verify").code == 0
