"""Webhooks and robots: every expected value is computed here, by the words of the standard."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from kaifang.core.bilingual import Text
from kaifang.exchange import hooks
from kaifang.exchange.hooks import HookEvent, SignatureRefused, UnreadableSecret

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2022, 7, 15, 1, 30, tzinfo=UTC)
KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
URL = "https://hooks.example/in"
LATE = HookEvent(
    id="msg_1",
    kind="submission.late",
    at=datetime(2022, 7, 15, 9, 30, tzinfo=SHANGHAI),
    title=Text("沈阳市二季度报表逾期", "Shenyang's second quarter is late"),
    body=Text("请今日报送", "Please submit today"),
    link="https://kaifang.example/forms/7",
    org="210100",
)


def webhook(now: datetime = NOW) -> hooks.HookRequest:
    return hooks.webhook(LATE, URL, SECRET, source="https://kaifang.example", now=now)


def text(request: hooks.HookRequest) -> str:
    content = json.loads(request.body)
    assert content["msgtype"] == "text"
    return str(content["text"]["content"])


def test_the_body_is_a_cloud_event() -> None:
    request = webhook()
    assert request.headers["content-type"].startswith("application/cloudevents+json")
    assert json.loads(request.body) == {
        "specversion": "1.0",
        "id": "msg_1",
        "source": "https://kaifang.example",
        "type": "kaifang.submission.late",
        "time": "2022-07-15T01:30:00Z",
        "datacontenttype": "application/json",
        "subject": "210100",
        "data": {
            "title": {"zh": LATE.title.zh, "en": LATE.title.en},
            "body": {"zh": LATE.body.zh, "en": LATE.body.en},
            "link": "https://kaifang.example/forms/7",
        },
    }


def test_it_is_signed_as_the_standard_says() -> None:
    request = webhook()
    stamp = "1657848600"  # 2022-07-15 01:30 UTC
    digest = hmac.new(KEY, b"msg_1." + stamp.encode() + b"." + request.body, hashlib.sha256)
    assert request.headers["webhook-id"] == "msg_1"
    assert request.headers["webhook-timestamp"] == stamp
    assert request.headers["webhook-signature"] == (
        "v1," + base64.b64encode(digest.digest()).decode()
    )


def test_the_example_of_the_standard_holds() -> None:
    """The worked example that libraries of Standard Webhooks test themselves with."""
    signature = hooks.sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_later_attempt_has_the_same_id_and_body_and_its_own_time() -> None:
    first, second = webhook(), webhook(NOW + timedelta(hours=2))
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


def test_a_receiver_verifies_it() -> None:
    request = webhook()
    titled = {name.title(): value for name, value in request.headers.items()}
    hooks.verify(titled, request.body, SECRET, NOW + timedelta(minutes=4))


def test_one_of_several_signatures_is_enough() -> None:
    request = webhook()
    both = {
        **request.headers,
        "webhook-signature": "v1,AAAA " + request.headers["webhook-signature"],
    }
    hooks.verify(both, request.body, SECRET, NOW)


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ("webhook-id", "msg_2"),
        ("webhook-id", ""),
        ("webhook-timestamp", "1657848601"),
        ("webhook-timestamp", "soon"),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,é"),
        ("webhook-signature", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ],
)
def test_what_was_changed_on_the_way_is_refused(changed: str, value: str) -> None:
    request = webhook()
    with pytest.raises(SignatureRefused):
        hooks.verify({**request.headers, changed: value}, request.body, SECRET, NOW)


def test_another_body_or_secret_or_time_is_refused() -> None:
    request = webhook()
    for body, secret, now in (
        (request.body + b" ", SECRET, NOW),
        (request.body, hooks.new_secret(), NOW),
        (request.body, SECRET, NOW + timedelta(minutes=6)),
        (request.body, SECRET, NOW - timedelta(minutes=6)),
    ):
        with pytest.raises(SignatureRefused):
            hooks.verify(request.headers, body, secret, now)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "whsec_密钥", "whsec_%%%%"])
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(UnreadableSecret):
        hooks.sign("msg_1", 1, b"", secret)


def test_dingtalk_gets_a_signed_address_and_a_text_with_its_date() -> None:
    url = "https://oapi.dingtalk.com/robot/send?access_token=t"
    request = hooks.dingtalk(LATE, url, "SEC-s", now=NOW)
    query = parse_qs(urlsplit(request.url).query)
    stamp = "1657848600000"
    digest = hmac.new(b"SEC-s", f"{stamp}\nSEC-s".encode(), hashlib.sha256).digest()
    assert query == {
        "access_token": ["t"],
        "timestamp": [stamp],
        "sign": [base64.b64encode(digest).decode()],
    }
    assert text(request) == (
        "沈阳市二季度报表逾期\n请今日报送\nhttps://kaifang.example/forms/7\n2022-07-15 09:30:00"
    )


def test_dingtalk_without_a_secret_is_not_signed() -> None:
    url = "https://oapi.dingtalk.com/robot/send?access_token=t"
    assert hooks.dingtalk(LATE, url, "", now=NOW).url == url


def test_wecom_gets_the_text_at_its_own_address() -> None:
    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"
    request = hooks.wecom(LATE, url)
    assert request.url == url
    assert text(request).startswith("沈阳市二季度报表逾期\n")


def test_wecom_takes_2048_bytes_and_the_date_stays() -> None:
    long = HookEvent(LATE.id, LATE.kind, LATE.at, Text("逾期" * 2000, ""))
    shortened = text(hooks.wecom(long, URL))
    assert len(shortened.encode()) <= 2048
    assert shortened.endswith("…\n2022-07-15 09:30:00")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"errcode": 93000}', b"\xff"])
def test_a_robot_that_did_not_say_zero_complains(body: bytes) -> None:
    assert hooks.robot_complaint(body)
