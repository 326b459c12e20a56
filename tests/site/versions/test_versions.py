"""A case under an earlier version says so; the province takes it over on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaifang.cases.renaming import EARLIER
from kaifang.packs.law import load
from kaifang.programme.casework.reading import CaseView, case_state
from kaifang.programme.opening import Programme
from kaifang.store.installing import install
from tests.programme.casework.versions import changed_alone, second_version
from tests.programme.duplicates.people import CITY, DIVISION, LANPU, ONE, PROCESS, move, register
from tests.site.holders import holder


@pytest.fixture
def case(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: None) -> CaseView:
    """In talks under version 1.0.0; then version 2.0.0 is installed and served."""
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path / "home", "demo"
    programme = Programme.of(load("demo"))
    lead = register(programme, LANPU, CITY, ONE)
    found = move(programme, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")
    monkeypatch.setenv("KAIFANG_PACKS", str(second_version(tmp_path).parent))
    load.cache_clear()
    install(load("demo"))
    yield found
    monkeypatch.undo()
    load.cache_clear()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("本件沿用登记时的流程版本1.0.0", "“在谈”对应")),
        ("en", ("The case keeps version 1.0.0", "“in talks” becomes")),
    ],
)
def test_province_takes_a_case_over(
    client, read, case: CaseView, language: str, words: Any
) -> None:
    client.force_login(holder("div", "division", "demo"))
    here = f"/cases/{PROCESS}/{case.case}/"
    page = read(here, language) + read(f"{here}migrate/", language)
    for text in words:
        assert text in page, text
    told = {
        "act": "migrate",
        "version": 2,
        "state-0": "negotiation",
        "state-1": "lead",
        "reason": "",
    }
    assert client.post(f"{here}migrate/", told).status_code == 400
    done = client.post(f"{here}migrate/", {**told, "reason": "换版"})
    assert (done.status_code, done["location"]) == (302, here)
    state = case_state(DIVISION, Programme.of(load("demo")), PROCESS, case.case).state
    assert (state.state, state.definition.version, state.deviations) == ("negotiation", "2.0.0", ())
    assert words[0] not in read(here, language)
    assert client.post(f"{here}migrate/", {**told, "reason": "换版"}).status_code == 200


def test_a_city_is_told_and_may_not(client, read, case: CaseView) -> None:
    client.force_login(holder("lanpu", "city", CITY))
    here = f"/cases/{PROCESS}/{case.case}/"
    page = read(here)
    assert "本件沿用登记时的流程版本1.0.0" in page
    assert "migrate/" not in page
    assert client.get(f"{here}migrate/").status_code == 403
    told = {"act": "migrate", "version": 2, "state-0": "negotiation", "reason": "换版"}
    assert client.post(f"{here}migrate/", told).status_code == 403


def test_a_case_of_changed_rules_stays_in_sight(
    client, read, request, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo: None
) -> None:
    """Changed under the same version: its page says so; board, funnel and lists still count it."""
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path / "home", "demo"
    programme = Programme.of(load("demo"))
    lead = register(programme, LANPU, CITY, ONE)
    found = move(programme, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")
    monkeypatch.setenv("KAIFANG_PACKS", str(changed_alone(tmp_path).parent))
    load.cache_clear()
    request.addfinalizer(load.cache_clear)
    install(load("demo"))
    client.force_login(holder("div", "division", "demo"))
    here = f"/cases/{PROCESS}/{found.case}/"
    assert "本件沿用登记时的流程版本1.0.0+" in read(here)
    for address in ("/projects/", "/projects/funnel/", f"/cases/{PROCESS}/?view=stages"):
        page = read(address)
        assert "早期版本的" in page, address
    for address in (
        f"/projects/list/?state={EARLIER}", f"/cases/{PROCESS}/?state={EARLIER}",
    ):  # fmt: skip
        assert here in read(address), address
    told = client.get(f"/api/v1/packs/demo/processes/{PROCESS}/cases/{found.case}").json()
    assert told["process_version"].startswith("1.0.0+")
    assert told["state_name"] == "在谈"
    stages = client.get("/api/v1/packs/demo/projects/pipeline").json()["stages"]
    assert [(one["kind"], one["count"]) for one in stages if one["count"]] == [("earlier", 1)]
