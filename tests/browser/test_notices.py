"""An inspection notice from the event to the firm that knows, in a browser, with a real receiver."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from kaifang.exchange.hooks import verify
from kaifang.packs.law import load
from kaifang.programme.moment import instant_of
from tests.browser.conftest import fits, go, says
from tests.programme.messages.conftest import Receiver, receiver

__all__ = ["receiver"]
FIRM, CITY, PROCESS = "91000000MA0000001R", "demo.lanpu", "demo.clearance"
PEOPLE = {
    "feeder": ("division", "demo"), "trader": ("firm", FIRM), "officer": ("city", CITY),
    "keeper": ("system", ""),
}  # fmt: skip
LIST = "/clearance/notices/"
WORDS = {
    "zh-CN": ("海关查验通知", "待确认知悉的查验通知 1 份", "本企业已知悉", "已知悉"),
    "en": ("Notice of a customs inspection", "notices to acknowledge: 1", "We know of it",
           "acknowledged"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def office(employ, settings) -> None:
    """A feed, a firm, an officer of a city and the keeper of hooks."""
    from kaifang.programme.messages.addresses import AllowList

    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")
    for name, (role, org) in PEOPLE.items():
        employ(name, role, org)


def secret_of_firm(url: str) -> str:
    from kaifang.programme.messages.subscribing import subscribe
    from kaifang.programme.people.actors import actor_of
    from kaifang.store.models import User

    keeper = actor_of(User.objects.get(username="keeper"))
    return subscribe(keeper, "webhook", url, events=["notice.*"], org=FIRM).secret


def token_of_feed() -> str:
    from kaifang.programme.people.actors import actor_of
    from kaifang.programme.people.tokens import make_token
    from kaifang.store.models import User

    user = User.objects.get(username="feeder")
    return make_token(actor_of(user), user, "单一窗口", "read_write").secret


def batch() -> list[dict]:
    """What the feed of the port says: arrived, declared, and ordered for inspection."""
    law = load("demo")
    now = instant_of(law.head.today, law.head.zone)
    told = {
        "port": "岚浦口岸", "trade_mode": "一般贸易", "goods_class": "机电产品",
        "direction": "import", "credit_code": FIRM, "trader": "示例甲公司", "declaration_no": "090820230001",
    }  # fmt: skip
    return [
        {
            "specversion": "1.0", "id": f"{type}-1", "source": "customs", "type": type,
            "subject": "示例查验1", "time": (now - timedelta(minutes=ago)).isoformat(),
            "org": CITY, "data": told if type == "arrival" else {},
        }
        for type, ago in (("arrival", 90), ("declaration", 60), ("order", 1))
    ]  # fmt: skip


def works() -> None:
    """The worker does what is due."""
    from kaifang.programme.worker import Worker

    Worker(ticks={}).run(once=True)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_notice_is_followed_from_its_event_to_the_firm_that_knows(
    as_, open_page, live_server, photograph, language, receiver: Receiver
) -> None:
    notice, to_do, knows, known = WORDS[language]
    secret = secret_of_firm(receiver.url)
    feed = open_page("/", language=language)
    answer = feed.request.post(
        f"{live_server.url}/api/v1/packs/demo/processes/{PROCESS}/events",
        headers={"authorization": f"Bearer {token_of_feed()}"},
        data=json.dumps(batch()),
    )
    assert (answer.status, answer.json()["new"]) == (200, 3)

    works()
    (got,) = receiver.received
    verify(got.headers, got.body, secret, datetime.now(UTC))
    event = json.loads(got.body)
    assert (event["subject"], event["id"]) == ("090820230001", got.headers["webhook-id"])

    firm = as_("trader", "/", language)
    says(firm.locator("main"), to_do)
    firm.goto(f"{live_server.url}/messages/")
    says(firm.locator("main"), notice)
    photograph(firm, f"notice-inbox-{language}")
    firm.goto(live_server.url + LIST)
    photograph(firm, f"notices-firm-{language}")
    go(firm.locator("main table a"))
    fits(firm, 390)
    photograph(firm, f"notice-phone-{language}")
    button = firm.locator(f"main button:has-text('{knows}')")
    go(button)
    says(firm.locator("main"), known)
    expect(button).to_have_count(0)

    officer = as_("officer", LIST, language)
    says(officer.locator("main table tbody tr"), known, "trader")  # and who knows
    for width in (390, 1280):
        fits(officer, width)
        photograph(officer, f"notices-{width}-{language}")
    go(officer.locator("main table a"))
    photograph(officer, f"notice-{language}")
    expect(officer.locator(".steps li")).to_have_count(5)  # ordered, sent, delivered, seen, known


def test_a_firm_sees_nothing_of_the_office(as_, live_server) -> None:
    page = as_("trader", "/", "zh-CN")
    assert "催报台" not in page.inner_text(".masthead")
    page.goto(live_server.url + LIST)
    expect(page.locator(".subareas").get_by_text("企业通知")).to_have_count(1)
