"""The reminder desk: whom to call, and a reminder into the inbox."""

from __future__ import annotations

from tests.site.quarter import CITY, FORM, OTHER, PAGE, PERIOD, ZONE


def test_the_desk_reminds_into_the_inbox(sign_in) -> None:
    from kaifang.store.models import Message

    city = sign_in("city", CITY)
    page = city.get("/forms/desk/").content.decode()
    assert "data-copy-text" in page
    call = f"{FORM} {ZONE} {PERIOD}"
    assert call in page
    assert city.post("/forms/desk/", {"call": call}).status_code == 302
    told = Message.objects.get()
    assert (told.to_org, told.link) == (ZONE, PAGE)
    assert "开发区季报" in told.body_zh
    csv = city.get("/forms/desk/?format=csv").content.decode("utf-8-sig")
    assert "应于2023-07-12报送" in csv
    assert "复制" not in csv


def test_the_desk_shows_where_to_call(sign_in, django_user_model) -> None:
    sign_in("zone", ZONE)
    django_user_model.objects.update(telephone="024-12345678")
    city = sign_in("city", CITY)
    assert "024-12345678" in city.get("/forms/desk/").content.decode()
    assert "024-12345678" in city.get("/forms/desk/?format=csv").content.decode("utf-8-sig")


def test_who_may_not_write_reminds_nobody(sign_in) -> None:
    from kaifang.store.models import Message

    for role, org in (("city", OTHER), ("zone", ZONE), ("leader", "demo")):
        answer = sign_in(role, org).post("/forms/desk/", {"call": f"{FORM} {ZONE} {PERIOD}"})
        assert answer.status_code == 403
    assert not Message.objects.exists()
