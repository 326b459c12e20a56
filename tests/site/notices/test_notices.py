"""Pages of notices: officers see all of theirs with their times, a firm its own, and says it knows."""

from __future__ import annotations

from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.clearance.loading import send
from kaifang.programme.people.actors import actor_of
from kaifang.store.models import CaseEvent, FirmNotice
from tests.programme.clearance.test_notices import FIRM, OTHER_FIRM, PROCESS, arrival, told
from tests.site.api.province import CITY, PROVINCE
from tests.site.holders import holder

HERE = "/clearance/notices/"
LAW = load("demo")


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Any, demo: None) -> None:
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"


@pytest.fixture
def notices(db: None) -> dict[str, str]:
    """One notice each to two firms, in two cities."""
    division = actor_of(holder("feeder", "division", PROVINCE))
    for case, firm, org in (("c1", FIRM, CITY), ("c2", OTHER_FIRM, "demo.biwan")):
        given = [arrival(LAW, case, firm, org=org), told(LAW, "order", case, org=org)]
        send(LAW, PROCESS, given, actor=division)
    return dict(FirmNotice.objects.values_list("case", "pk"))


@pytest.fixture
def enter(client: Any) -> Any:
    def enter(role: str, org: str) -> Any:
        user = holder(f"{role}-{org}", role, org)
        client.force_login(user)
        return user

    return enter


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("企业通知", "海关查验通知", "已送出", "甲公司", "演示")),
        ("en", ("Notices to firms", "Notice of a customs inspection", "sent", "Ordered", "demo")),
    ],
)
def test_officers_see_all_of_their_sight(notices, enter, read, language, words) -> None:
    enter("division", PROVINCE)
    page = read(HERE, language)
    for text in (*words, "0908c1", "0908c2", FIRM):
        assert text in page, text


def test_a_city_sees_its_own(notices, enter, read) -> None:
    enter("city", CITY)
    page = read(HERE, "zh-hans")
    assert "0908c1" in page
    assert "0908c2" not in page


def test_a_firm_sees_its_own_on_today_and_on_the_list(notices, enter, read, client) -> None:
    enter("firm", FIRM)
    assert "待确认知悉的查验通知 1 份" in read("/", "zh-hans")
    page = read(HERE, "zh-hans")
    assert "0908c1" in page
    assert "0908c2" not in page
    assert OTHER_FIRM not in page
    assert client.get(f"{HERE}{notices['c2']}/").status_code == 404


def test_whoever_has_not_signed_in_is_asked_to(notices, client) -> None:
    assert client.get(HERE).status_code == 302


def test_a_firm_acknowledges_and_the_officer_sees_when(notices, enter, read, client) -> None:
    address = f"{HERE}{notices['c1']}/"
    enter("firm", FIRM)
    assert "本企业已知悉" in read(address, "zh-hans")
    answer = client.post(address, {"act": "acknowledge", "version": 0})
    assert answer.status_code == 302
    assert "本企业已知悉" not in read(address, "zh-hans")
    again = client.post(address, {"act": "acknowledge", "version": 0})
    assert again.status_code == 400
    assert CaseEvent.objects.filter(type="notice_acknowledged").count() == 1
    enter("city", CITY)
    assert "已知悉" in read(HERE, "zh-hans")
    assert "不到一分钟" in read(address, "zh-hans")


def test_the_list_leaves_as_a_table(notices, enter, client) -> None:
    enter("division", PROVINCE)
    told = client.get(f"{HERE}?format=csv").content.decode("utf-8-sig")
    assert "0908c1" in told
    assert "0908c2" in told
    assert FIRM in told


def test_what_a_firm_is_called_is_never_a_way_to_sort_the_public(notices) -> None:
    entry = LAW.processes[PROCESS]
    assert entry.fields_of_firms == {"credit_code", "trader", "declaration_no"}
