"""kaifang pack new-register and cases feed: a register without code, counted by command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.packs.registers import register_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Path, kaifang: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An office with a pack of its own, an officer of the division and a stranger."""
    from kaifang.packs.law import load

    register_pack(tmp_path / "packs" / "tiny")
    monkeypatch.setenv("KAIFANG_PACKS", str(tmp_path / "packs"))
    load.cache_clear()
    settings.HOME = tmp_path / "home"
    settings.SOLO = True
    for name, role, org in (("sheng", "division", "210000"), ("lian", "city", "210200")):
        assert kaifang("user", "create", name, "--role", role, "--org", org).code == 0
    settings.SOLO = False
    return kaifang


def test_a_register_is_drafted_filled_in_and_used(office: Run, tmp_path: Path) -> None:
    from kaifang.packs.law import load

    words = ("--name", "督办", "--name-en", "Matters")
    drafted = office("pack", "new-register", "tiny", "matters", *words)
    assert drafted.code == 0
    assert "cite" in drafted.out
    path = tmp_path / "packs" / "tiny" / "processes" / "matters.yaml"
    assert office("pack", "lint", "tiny").code == 1
    text = path.read_text("utf-8").replace("doc: FILL-IN", "doc: press")
    path.write_text(text.replace('quote: ""', "quote: 一是稳外贸"), "utf-8")
    assert office("pack", "lint", "tiny").code == 0
    load.cache_clear()
    about = ("tiny", "matters", "210200", "--set", "title=某事", "--at", "2022-01-04")
    opened = office("cases", "open", *about, "--as", "lian", "--json").json
    assert (opened["state"], opened["values"]) == ("open", {"title": "某事"})
    assert office("pack", "new-register", "tiny", "matters").code == 1


def test_registers_are_counted_by_command(office: Run) -> None:
    opening = ("tiny", "exhibition", "210200", "--set", "title=展", "--set", "abroad=abroad")
    case = office("cases", "open", *opening, "--at", "2022-01-04", "--as", "lian", "--json").json
    going = ("tiny", "exhibition", case["case"], "go", "--set", "firms=12", "--evidence", "list=1")
    assert office("cases", "act", *going, "--at", "2022-02-04", "--as", "lian").code == 0
    (told,) = office("cases", "feed", "tiny", "--as", "sheng", "--json").json
    assert (told["process"], told["revised"]) == ("exhibition", 0)
    assert told["figures"] == told["recorded"] > 0
    again = office("cases", "feed", "tiny", "--process", "exhibition", "--as", "sheng")
    assert "台账" in again.out
    assert office("cases", "feed", "tiny", "--as", "sheng", "--json").json[0]["recorded"] == 0


def test_a_city_counts_nothing(office: Run) -> None:
    from kaifang.store.models import Record

    assert office("cases", "feed", "tiny", "--as", "lian").code != 0
    assert not Record.objects.filter(figure__startswith="register:").exists()
