"""The province sees two registrations side by side and rules; nobody else learns of either."""

from __future__ import annotations

from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.casework.reading import case_list
from kaifang.programme.opening import Programme
from kaifang.store.models import Message
from tests.programme.duplicates.people import (
    BIWAN,
    CITY,
    DIVISION,
    LANPU,
    ONE,
    OTHER,
    PROCESS,
    SAME,
    register,
    suspicion,
)
from tests.site.holders import holder

HERE, API = "/projects/duplicates/", "/api/v1/packs/demo/duplicates"


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Any, demo: None) -> None:
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"


@pytest.fixture
def programme() -> Programme:
    return Programme.of(load("demo"))


@pytest.fixture
def pair(programme: Programme) -> str:
    register(programme, LANPU, CITY, ONE, "02-01")
    register(programme, BIWAN, OTHER, SAME, "01-04")
    return suspicion(programme).id


@pytest.fixture
def division(client: Any) -> Any:
    user = holder("div", "division", "demo")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("疑似重复项目", "投资方名称相近", "金额相近", "岚浦", "碧湾", "118,000万元", "3项中2项")),
        ("en", ("Suspected duplicates", "like investor", "like amount", "2 of 3", "1,180 million yuan")),
    ],
)  # fmt: skip
def test_pair_is_listed_and_set_side_by_side(division, read, pair, language, words) -> None:
    page = read(HERE, language) + read(f"{HERE}{pair}/", language)
    for text in (*words, "海燕", "白鹭"):
        assert text in page, text


def test_nothing_is_suspected(division, read) -> None:
    assert "没有待裁定的疑似重复" in read(HERE)


def test_merger_is_ruled_undone_and_remembered(client, division, read, pair, programme) -> None:
    address = f"{HERE}{pair}/"
    assert client.post(address, {"act": "merge", "version": 2, "reason": ""}).status_code == 400
    done = client.post(address, {"act": "merge", "version": 2, "reason": "同一项目"})
    assert (done.status_code, done["location"]) == (302, address)
    assert len(case_list(DIVISION, programme, PROCESS)) == 1
    assert sorted(Message.objects.values_list("to_org", flat=True)) == [OTHER, CITY]
    page = read(HERE)
    assert "没有待裁定的疑似重复" in page
    assert "同一项目，合并" in page
    assert "已合并" in read(address)
    again = client.post(address, {"act": "distinct", "version": 5, "reason": "x"})
    assert again.status_code == 200  # no such ruling is offered while they are merged
    assert (
        client.post(address, {"act": "separate", "version": 5, "reason": "误判"}).status_code == 302
    )
    assert len(case_list(DIVISION, programme, PROCESS)) == 2


def test_somebody_was_quicker(client, division, pair) -> None:
    answer = client.post(f"{HERE}{pair}/", {"act": "merge", "version": 1, "reason": "同一项目"})
    assert answer.status_code == 400


def test_api_lists_shows_and_rules(client, division, pair) -> None:
    (told,) = client.get(API).json()["items"]
    assert (told["pair"], told["version"], told["compared"]) == (pair, 2, 3)
    assert [one["reason"] for one in told["reasons"]] == ["like_investor", "like_amount"]
    assert (told["first"]["org"], told["second"]["org"]) == (CITY, OTHER)
    rows = {one["name"]: one for one in client.get(f"{API}/{pair}?lang=en").json()["rows"]}
    investor = rows["Investor"]
    assert (investor["first"], investor["second"]) == (ONE["investor"], SAME["investor"])
    assert (investor["differs"], investor["speaks"]) == (True, True)
    asked = {"verdict": "merge", "reason": "同一项目", "expected_version": 2}
    done = client.post(f"{API}/{pair}/rulings", asked, "application/json").json()
    assert (done["merged"], done["rulings"][0]["gone"]) == (True, told["second"]["case"])
    assert client.get(API).json()["total"] == 0
    assert client.get(f"{API}?ruled=true").json()["total"] == 1
    assert client.post(f"{API}/{pair}/rulings", asked, "application/json").status_code == 409
    assert client.get(f"{API}/nothing").status_code == 404


@pytest.mark.parametrize("role", ["city", "zone", "division", "leader", ""])
def test_a_city_is_refused_alike_whatever_there_is(client, programme, role: str) -> None:
    """The same answer before there is a pair, for its name, and for any other name."""
    user = holder("other", role, OTHER)
    client.force_login(user)

    def answers(name: str) -> list[tuple[int, str]]:
        pages = [client.get(HERE), client.get(f"{HERE}{name}/")]
        pages.append(client.post(f"{HERE}{name}/", {"act": "merge", "version": 2, "reason": "x"}))
        told = [client.get(API), client.get(f"{API}/{name}")]
        bodies = [one.content.decode().replace(name, "…") for one in (*pages, *told)]
        return [
            (one.status_code, body if one in told else "")
            for one, body in zip((*pages, *told), bodies, strict=True)
        ]

    before = answers("nothing")
    register(programme, LANPU, CITY, ONE, "02-01")
    register(programme, BIWAN, OTHER, SAME, "01-04")
    pair = suspicion(programme).id
    assert answers(pair) == answers("nothing") == before
    assert {status for status, _body in before} == {403}
    assert "/projects/duplicates/" not in client.get("/").content.decode()


def test_history_of_the_merged_one_stands_in_place(client, division, read, pair, programme) -> None:
    """The province reads both in the case that stays; each city its own."""
    (told,) = client.get(API).json()["items"]
    stays, goes = (f"/cases/{PROCESS}/{told[one]['case']}/" for one in ("first", "second"))
    client.post(f"{HERE}{pair}/", {"act": "merge", "version": 2, "reason": "同一项目"})
    page = read(stays)
    for text in ("118,000万元", "白鹭", "碧湾市", "裁定另一登记并入本件"):
        assert text in page, text
    assert stays in read(goes)
    assert "已并入他件" in read(f"/cases/{PROCESS}/?state=duplicate.merged")
    assert told["second"]["case"] not in read(f"/cases/{PROCESS}/")
    cases = f"/api/v1/packs/demo/processes/{PROCESS}/cases/"
    one = client.get(cases + told["first"]["case"]).json()
    assert [each["case"] for each in one["merged"]] == [told["second"]["case"]]
    assert one["merged"][0]["history"][0]["data"]["investment"] == "118000"
    assert client.get(cases + told["second"]["case"]).json()["counted_in"] == told["first"]["case"]

    client.force_login(holder("lanpu", "city", CITY))
    page = read(stays)
    assert "裁定另一登记并入本件" in page
    for text in ("白鹭", "118,000", told["second"]["case"]):
        assert text not in page, text
    assert client.get(cases + told["first"]["case"]).json()["merged"] == []
    client.force_login(holder("biwan", "city", OTHER))
    page = read(goes)
    assert "裁定与另一登记为同一项目并并入" in page
    for text in ("海燕", "120,000", told["first"]["case"]):
        assert text not in page, text
    assert client.get(cases + told["second"]["case"]).json()["counted_in"] is None
