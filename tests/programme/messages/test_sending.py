"""Delivery to a real receiver: what it answers decides what happens next."""

import json
import os
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from kaifang.core.bilingual import Text
from kaifang.exchange.hooks import verify
from kaifang.programme.messages import connecting
from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.messages.delivering import deliveries
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.sending import deliver
from kaifang.programme.messages.subscribing import HookSecret, stop_hook, subscribe
from kaifang.store import jobs
from kaifang.store.models import AuditEntry, Delivery, Hook, Job
from kaifang.store.sealing import key_file, seal
from tests.programme.messages.conftest import (
    CITY,
    LATE,
    SYSTEM,
    Answer,
    Receiver,
    close,
    drip,
    hang,
    status,
)

pytestmark = pytest.mark.django_db
LONG_AFTER = timedelta(days=2)


def turn(now: datetime | None = None, **options: object) -> None:
    """Let a worker take the job that is due and do it."""
    now = now or datetime.now(UTC)
    held = jobs.lease("worker", now)
    assert held is not None, "nothing is due"
    deliver(held, now, **options)  # type: ignore[arg-type]


def logged() -> list[tuple[str, int | None]]:
    return list(Delivery.objects.order_by("id").values_list("outcome", "status"))


def state() -> str:
    return str(Job.objects.get().state)


def test_a_message_arrives_signed(hook: HookSecret, receiver: Receiver) -> None:
    message = post("submission.late", LATE, to_org=CITY, link="/forms/7")
    turn()
    (one,) = receiver.received
    verify(one.headers, one.body, hook.secret, datetime.now(UTC))
    event = json.loads(one.body)
    assert (event["id"], event["type"], event["subject"]) == (
        message.id,
        "kaifang.submission.late",
        CITY,
    )
    assert one.headers["webhook-id"] == message.id
    assert one.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert (state(), logged()) == ("done", [("delivered", 200)])
    (entry,) = deliveries(SYSTEM, hook.hook)
    assert (entry.message_id, entry.attempt, entry.error) == (message.id, 1, "")


def test_after_a_failure_it_is_sent_again_with_the_same_id(
    hook: HookSecret, receiver: Receiver
) -> None:
    receiver.answers = [status(500), status(204)]
    message = post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    turn(now)
    assert state() == "waiting"
    assert jobs.lease("worker", now + timedelta(seconds=9)) is None
    turn(now + timedelta(seconds=12))
    assert receiver.ids == [message.id, message.id]
    assert receiver.received[0].body == receiver.received[1].body
    assert (state(), logged()) == ("done", [("again", 500), ("delivered", 204)])


def test_after_the_last_attempt_it_has_failed(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(503)]
    post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    for _ in range(7):
        turn(now)
        now += timedelta(hours=10)
    assert jobs.lease("worker", now + LONG_AFTER) is None
    assert len(set(receiver.ids)) == 1
    assert (state(), logged()) == ("failed", [("again", 503)] * 6 + [("failed", 503)])
    assert Hook.objects.get().active


@pytest.mark.parametrize("code", [429, 503])
def test_a_receiver_that_asks_for_patience_is_left_alone_so_long(
    code: int, hook: HookSecret, receiver: Receiver
) -> None:
    receiver.answers = [status(code, **{"Retry-After": "600"}), status(200)]
    message = post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    turn(now)
    assert jobs.lease("worker", now + timedelta(seconds=599)) is None
    turn(now + timedelta(seconds=600))
    assert receiver.ids == [message.id, message.id]
    assert logged() == [("again", code), ("delivered", 200)]
    assert Delivery.objects.order_by("id")[0].error == f"HTTP {code} Retry-After 600"


def test_our_own_delay_holds_where_less_is_asked(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(429, **{"Retry-After": "1"})]
    post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    turn(now)
    assert jobs.lease("worker", now + timedelta(seconds=9)) is None


def test_nobody_may_ask_for_more_than_a_day(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(503, **{"Retry-After": "9" * 40}), status(200)]
    post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    turn(now)
    assert jobs.lease("worker", now + timedelta(hours=23)) is None
    turn(now + timedelta(days=1))
    assert state() == "done"


def test_patience_is_not_asked_for_by_other_answers(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(500, **{"Retry-After": "600"}), status(200)]
    post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    turn(now)
    turn(now + timedelta(seconds=12))
    assert state() == "done"


def test_the_delay_grows_from_attempt_to_attempt(hook: HookSecret, receiver: Receiver) -> None:
    """Ten seconds, one, five, thirty minutes, two, eight hours, each up to a fifth longer."""
    receiver.answers = [status(500)]
    post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    for seconds in (10, 60, 300, 1800, 7200, 28800):
        turn(now)
        waits = (Job.objects.get().next_at - now).total_seconds()
        assert seconds <= waits <= seconds * 1.2
        now = Job.objects.get().next_at
    turn(now)
    assert state() == "failed"


def test_without_its_key_a_hook_waits_and_the_log_says_why(
    hook: HookSecret, receiver: Receiver
) -> None:
    post("submission.late", LATE, to_org=CITY)
    key = key_file().read_bytes()
    key_file().unlink()
    now = datetime.now(UTC)
    turn(now)
    assert (state(), receiver.received) == ("waiting", [])
    assert "KF-PROG-047" in Delivery.objects.get().error
    key_file().write_bytes(key)
    turn(now + timedelta(minutes=1))
    assert state() == "done"


def test_410_stops_the_hook_and_all_that_waits_for_it(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(410)]
    post("submission.late", LATE, to_org=CITY)
    post("submission.late", LATE, to_org=CITY)
    turn()
    turn()
    assert len(receiver.received) == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"stopped"}
    assert logged() == [("stopped", 410)]
    stopped = Hook.objects.get()
    assert not stopped.active
    assert "410" in stopped.stopped_reason
    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.act, entry.actor) == ("stop_hook", "")


def test_what_waits_for_a_hook_that_a_person_stopped_is_not_sent(
    hook: HookSecret, receiver: Receiver
) -> None:
    post("submission.late", LATE, to_org=CITY)
    stop_hook(SYSTEM, hook.hook, "不再使用")
    turn()
    assert receiver.received == []
    assert state() == "stopped"


@pytest.mark.parametrize("answer", [close, hang, drip])
def test_a_receiver_that_does_not_answer_is_tried_again(
    answer: Answer, hook: HookSecret, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "ALL_SECONDS", 0.7)
    receiver.answers = [answer]
    post("submission.late", LATE, to_org=CITY)
    began = time.monotonic()
    turn()
    assert time.monotonic() - began < 30  # of the sixty that the receiver would take
    assert (state(), logged()) == ("waiting", [("again", None)])
    assert Delivery.objects.get().error


def test_a_receiver_that_is_not_there_is_tried_again(hook: HookSecret) -> None:
    Hook.objects.update(url=seal("http://127.0.0.1:1/in"))
    post("submission.late", LATE, to_org=CITY)
    turn()
    assert (state(), logged()) == ("waiting", [("again", None)])


def test_an_answer_without_end_is_not_read_to_its_end(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(200, b"x" * 10_000_000)]
    post("submission.late", LATE, to_org=CITY)
    turn()
    assert logged() == [("delivered", 200)]


def test_a_redirect_is_not_followed(hook: HookSecret, receiver: Receiver) -> None:
    receiver.answers = [status(307, location=f"http://127.0.0.1:{receiver.port}/elsewhere")]
    post("submission.late", LATE, to_org=CITY)
    turn()
    assert [one.path for one in receiver.received] == ["/in"]
    assert logged() == [("again", 307)]


def test_a_proxy_of_the_environment_is_not_asked(
    hook: HookSecret, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:1")
    post("submission.late", LATE, to_org=CITY)
    turn()
    assert logged() == [("delivered", 200)]


def test_the_list_holds_when_sending_too(
    hook: HookSecret, receiver: Receiver, settings: Settings
) -> None:
    post("submission.late", LATE, to_org=CITY)
    settings.HOOK_HOSTS = AllowList.read("hooks.example")
    turn()
    assert receiver.received == []
    assert (state(), logged()) == ("waiting", [("again", None)])
    assert "KF-PROG-041" in Delivery.objects.get().error


class Rebinding:
    """A name service that answers differently each time it is asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def __call__(self, host: str, port: int) -> Iterable[str]:
        return [self.answers.pop(0)]


def test_a_name_that_turned_to_an_inner_address_is_refused(
    receiver: Receiver, settings: Settings
) -> None:
    settings.HOOK_HOSTS = AllowList.read(f"http://hooks.example:{receiver.port}")
    service = Rebinding("93.184.216.34", "127.0.0.1")
    url = f"http://hooks.example:{receiver.port}/in"
    subscribe(SYSTEM, "webhook", url, resolve=service)
    post("submission.late", LATE, to_org=CITY)
    turn(resolve=service)
    assert receiver.received == []
    assert "KF-PROG-041" in Delivery.objects.get().error


def test_the_address_that_was_checked_is_the_one_connected_to(
    allowed: None, receiver: Receiver
) -> None:
    """The name is asked once; what it would say to a second question does not matter."""
    service = Rebinding("127.0.0.1", "127.0.0.1")
    url = f"http://no-such-host.invalid:{receiver.port}/in"
    subscribe(SYSTEM, "webhook", url, resolve=service)
    post("submission.late", LATE, to_org=CITY)
    turn(resolve=service)
    assert service.answers == []
    assert logged() == [("delivered", 200)]
    assert receiver.received[0].headers["host"] == f"no-such-host.invalid:{receiver.port}"


def test_a_robot_that_complains_is_tried_again(allowed: None, receiver: Receiver) -> None:
    receiver.answers = [
        status(200, b'{"errcode": 130101, "errmsg": "send too fast"}'),
        status(200, b'{"errcode": 0, "errmsg": "ok"}'),
    ]
    subscribe(SYSTEM, "dingtalk", f"{receiver.url}?access_token=t", secret="SEC-s")
    post("submission.late", LATE, to_org=CITY)
    now = datetime.now(UTC)
    turn(now)
    turn(now + timedelta(minutes=1))
    assert logged() == [("again", 200), ("delivered", 200)]
    assert "130101" in Delivery.objects.order_by("id")[0].error
    query = parse_qs(urlsplit(receiver.received[1].path).query)
    assert set(query) == {"access_token", "timestamp", "sign"}


def test_a_wecom_robot_gets_a_text_with_its_date(allowed: None, receiver: Receiver) -> None:
    receiver.answers = [status(200, b'{"errcode": 0}')]
    subscribe(SYSTEM, "wecom", f"{receiver.url}?key=k")
    message = post("submission.late", LATE, to_org=CITY)
    turn()
    content = json.loads(receiver.received[0].body)["text"]["content"]
    assert content.startswith(LATE.zh)
    shanghai = message.at + timedelta(hours=8)
    assert content.endswith(f"{shanghai:%Y-%m-%d %H:%M:%S}")


FIGURES = Text("2022年6月外贸增长17.6%", "Trade up 17.6%")


def test_figures_stay_inside(hook: HookSecret, receiver: Receiver) -> None:
    post("board.moved", FIGURES, to_org=CITY, body=FIGURES)
    turn()
    assert b"17.6" not in receiver.received[0].body
    assert json.loads(receiver.received[0].body)["data"]["title"]["zh"] == "2022年6月外贸增长…"


def test_figures_of_the_english_text_stay_inside_too(hook: HookSecret, receiver: Receiver) -> None:
    told = Text("资金到位", "Funds of USD 3.2 billion, up seventeen per cent, by 15 July 2022")
    post("board.moved", told, to_org=CITY)
    turn()
    english = json.loads(receiver.received[0].body)["data"]["title"]["en"]
    assert english == "Funds of …, up …, by 15 July 2022"


def test_figures_go_out_where_the_setting_says_so(
    hook: HookSecret, receiver: Receiver, settings: Settings
) -> None:
    settings.HOOK_FIGURES = True
    post("board.moved", FIGURES, to_org=CITY)
    turn()
    assert "增长17.6%" in receiver.received[0].body.decode()


def test_a_link_begins_with_the_address_of_the_site(
    hook: HookSecret, receiver: Receiver, settings: Settings
) -> None:
    settings.SITE_ADDRESS = "https://kaifang.example"
    post("submission.late", LATE, to_org=CITY, link="/forms/7")
    turn()
    event = json.loads(receiver.received[0].body)
    assert event["source"] == "https://kaifang.example"
    assert event["data"]["link"] == "https://kaifang.example/forms/7"


def test_who_a_message_is_for_stays_inside(hook: HookSecret, receiver: Receiver) -> None:
    post("task.assigned", LATE, to_user="zhang.san")
    turn()
    assert b"zhang.san" not in receiver.received[0].body
