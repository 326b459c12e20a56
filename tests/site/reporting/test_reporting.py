"""Forms on their lists: what is owed, how far all are, closing, the diary."""

from __future__ import annotations

import re

from tests.site.quarter import CITY, FORM, ZONE
from tests.site.tables import rows_of, text_of


def test_the_first_page_says_what_is_mine_and_how_far_all_are(submitted, sign_in) -> None:
    zone = sign_in("zone", ZONE).get("/forms/").content.decode()
    assert [row[2] for row in rows_of(zone, "mine")] == ["2023年一季度"]
    city = sign_in("city", CITY).get("/forms/").content.decode()
    (row,) = rows_of(city, "review")
    assert row[4] == "待市级审核"
    progress = {(one[0], one[1]): one[2] for one in rows_of(city, "progress")}
    assert "1/3" in progress.values()


def test_the_list_is_filtered_and_leaves_as_a_file(submitted, sign_in) -> None:
    city = sign_in("city", CITY)
    page = city.get("/forms/all/?state=submitted").content.decode()
    assert len(rows_of(page, "forms")) == 1
    assert city.get("/forms/all/?state=nonsense").status_code == 400
    csv = city.get("/forms/all/?state=submitted&format=csv").content.decode("utf-8-sig")
    assert "待市级审核" in csv


def test_today_says_what_waits_to_those_who_signed_in(submitted, sign_in, client) -> None:
    city = text_of(sign_in("city", CITY).get("/").content.decode())
    assert "待审核 1 份" in city
    assert "开发区季报 1/3 已报" in city
    assert "待填报表" in text_of(sign_in("zone", ZONE).get("/").content.decode())
    assert "待办" not in client.get("/", headers={"accept-language": "zh-hans"}).content.decode()


def test_without_a_post_the_page_teaches(client, django_user_model) -> None:
    client.force_login(django_user_model.objects.create_user("wang"))
    page = client.get("/forms/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "没有需要您填报的报表" in text_of(page.partition("<main")[2])


def test_the_division_closes_with_a_reason(submitted, sign_in) -> None:
    from kaifang.store.models import Closing

    division = sign_in("division", "demo")
    asked = {"form": FORM, "period": "2023-Q1", "reason": ""}
    assert "岚浦" in division.get("/forms/closing/").content.decode()
    refused = division.post("/forms/closing/", asked)
    assert refused.status_code == 400
    assert not Closing.objects.exists()
    assert division.post("/forms/closing/", asked | {"reason": "演示"}).status_code == 302
    assert Closing.objects.get().reason == "演示"


def test_what_is_closed_is_no_longer_owed_on_the_calendar(submitted, sign_in) -> None:
    division = sign_in("division", "demo")
    about = {"form": FORM, "period": "2023-Q1", "reason": "演示"}

    def periods() -> list[str]:
        page = division.get("/forms/calendar/").content.decode()
        return [row[2] for row in rows_of(page, "calendar") if row[1].startswith("开发区季报")]

    assert "2023年一季度" in periods()
    assert division.post("/forms/closing/", about).status_code == 302
    assert "2023年一季度" not in periods()
    page = text_of(division.get("/forms/closing/").content.decode())
    assert "division-demo" in page  # who closed it


def test_only_the_division_closes(sign_in) -> None:
    from kaifang.store.models import Closing

    asked = {"form": FORM, "period": "2023-Q1", "reason": "x"}
    for role, org in (("city", CITY), ("zone", ZONE), ("leader", "demo")):
        assert sign_in(role, org).post("/forms/closing/", asked).status_code == 403
    assert not Closing.objects.exists()


def test_the_diary_is_opened_by_its_key_until_the_password_changes(
    sign_in, client, django_user_model
) -> None:
    page = sign_in("zone", ZONE).get("/forms/calendar/").content.decode()
    address = re.search(r"/forms/calendar\.ics\?key=[0-9]+-[0-9a-f]{40}", page)[0]
    text = client.get(address).content.decode().replace("\r\n ", "")
    assert "BEGIN:VEVENT" in text
    assert "DTSTART;VALUE=DATE:20230712" in text
    assert client.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 403
    assert client.get("/forms/calendar.ics").status_code == 403
    user = django_user_model.objects.get()
    user.set_password("another long password")
    user.save()
    assert client.get(address).status_code == 403
