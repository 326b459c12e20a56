"""The inbox and the hooks as pages: who sees them, what they say, what they change."""

import re
from html import unescape

import pytest
from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import subscribe
from kaifang.programme.rights import Actor, Role
from kaifang.programme.rights import Post as Held
from kaifang.store.models import AuditEntry, Delivery, Hook, Job, Message, MessageRead
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CITY = "210100"
LATE = Text("沈阳市二季度报表逾期", "Shenyang's second quarter is late")
SYSTEM = Actor("1", "", (Held(Role.SYSTEM, "210000"),))
ADDRESS = "http://127.0.0.1:9/in?access_token=ours-alone"


@pytest.fixture(autouse=True)
def house(settings, tmp_path) -> None:
    settings.HOME = tmp_path
    settings.SOLO = False
    settings.SECOND_FACTOR = "optional"
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")


@pytest.fixture
def officer(client, django_user_model):
    """An officer of Shenyang, signed in."""
    user = holder("li", "city", CITY)
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, django_user_model):
    """The system administrator, signed in."""
    user = holder("xu", "system", "210000")
    client.force_login(user)
    return user


def test_whoever_has_not_signed_in_is_sent_to_the_door(client) -> None:
    for address in ("/messages/", "/messages/hooks/", "/messages/hooks/1/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/people/login/")


@pytest.mark.parametrize(
    ("language", "title", "count"),
    [("zh-hans", LATE.zh, "1条未读"), ("en", LATE.en, "1 unread")],
)
def test_a_message_stands_in_the_inbox_and_is_counted_in_the_head(
    read, officer, language: str, title: str, count: str
) -> None:
    post("submission.late", LATE, to_org=CITY, link="/board/")
    page = unescape(read("/messages/", language))
    assert f'<a href="/board/">{title}</a>' in page
    assert count in page
    assert count in unescape(
        read("/people/login/", language, status=302) or read("/board/", language)
    )


def test_the_head_counts_nothing_where_nothing_is_unread(read, officer) -> None:
    assert "masthead-count" not in read("/messages/")


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "还没有消息"), ("en", "No messages yet")]
)
def test_an_empty_inbox_says_what_would_be_in_it(read, officer, language: str, title: str) -> None:
    assert title in read("/messages/", language)


def test_one_is_marked_as_read_and_the_list_stays_as_it_was(client, officer) -> None:
    message = post("submission.late", LATE, to_org=CITY)
    answer = client.post(f"/messages/{message.id}/read/?show=unread&page=2")
    assert answer["Location"] == "/messages/?show=unread&page=2"
    assert MessageRead.objects.get().user == str(officer.pk)


def test_all_are_marked_as_read(client, read, officer) -> None:
    for _ in range(2):
        post("submission.late", LATE, to_org=CITY)
    client.post("/messages/read/")
    assert MessageRead.objects.count() == 2
    page = read("/messages/?show=unread")
    assert "2条消息已标为已读" in page
    assert "已全部读过" in page


def test_a_stranger_may_not_mark_what_was_sent_to_others(client, officer) -> None:
    message = post("submission.late", LATE, to_org="210200")
    assert client.post(f"/messages/{message.id}/read/").status_code == 404
    assert not MessageRead.objects.exists()


def test_looking_marks_nothing(client, officer) -> None:
    message = post("submission.late", LATE, to_org=CITY)
    assert client.get(f"/messages/{message.id}/read/").status_code == 405
    assert client.get("/messages/read/").status_code == 405
    assert not MessageRead.objects.exists()


def test_a_form_of_another_site_marks_nothing(django_user_model) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(holder("li", "city", CITY))
    post("submission.late", LATE, to_org=CITY)
    assert client.post("/messages/read/").status_code == 403
    assert not MessageRead.objects.exists()


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_a_message_leads_to_pages_of_this_site_only(read, officer, link: str) -> None:
    post("note", LATE, to_org=CITY, link=link)
    assert f'href="{link}"' not in read("/messages/")


def test_long_lists_come_page_by_page(read, officer) -> None:
    for number in range(30):
        post("note", Text(f"第{number}号", str(number)), to_org=CITY)
    assert read("/messages/").count('class="letter ') == 25
    assert read("/messages/?page=2").count('class="letter ') == 5


def test_what_a_person_wrote_is_shown_as_text(read, officer) -> None:
    post("note", Text("<script>x</script>", "x"), body=Text("a<b", "a<b"), to_org=CITY)
    page = read("/messages/")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_hook_is_added_and_its_secret_shown_once(client, read, administrator) -> None:
    given = {"kind": "webhook", "url": ADDRESS, "events": "submission.*， task.assigned"}
    answer = client.post("/messages/hooks/", given)
    secret = re.search(r"whsec_[\w+/=]+", answer.content.decode())
    assert secret is not None
    assert "no-store" in answer["Cache-Control"]
    assert Hook.objects.get().events == ["submission.*", "task.assigned"]
    for address in ("/messages/hooks/", f"/messages/hooks/{Hook.objects.get().pk}/"):
        page = read(address)
        assert "http://127.0.0.1:9/…" in page
        assert "ours-alone" not in page
        assert secret[0] not in page


def test_a_secret_that_was_given_is_not_shown_again(client, administrator) -> None:
    given = {"kind": "dingtalk", "url": ADDRESS, "events": "*", "secret": "SEC-mine"}
    assert "SEC-mine" not in client.post("/messages/hooks/", given).content.decode()


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"url": "https://10.0.0.5/in"}, "url", "不在准许名单内"),
        ({"url": "https://no-such-host.invalid/"}, "url", "无法解析"),
        ({"url": "ftp://127.0.0.1/"}, "url", "推送地址无法识别"),
        ({"url": ""}, "url", "请填写接收消息的地址"),
        ({"events": "Submission"}, "events", "消息种类无法识别"),
        ({"secret": "short"}, "secret", "推送密钥无法读取"),
    ],
)
def test_what_is_refused_is_explained_at_its_field(
    client, administrator, given: dict[str, str], field: str, says: str
) -> None:
    form = {"kind": "webhook", "url": ADDRESS, "events": "*", "secret": ""} | given
    page = unescape(client.post("/messages/hooks/", form).content.decode())
    error = re.search(rf'id="id_{field}_error">([^<]+)<', page)
    assert error is not None
    assert says in error[1]
    assert not Hook.objects.exists()


def test_the_page_says_where_messages_may_go(read, administrator, settings) -> None:
    settings.HOOK_HOSTS = AllowList.read("oapi.dingtalk.com, http://10.2.0.0:8080/16")
    page = read("/messages/hooks/")
    assert "<code>oapi.dingtalk.com</code>" in page
    assert "<code>http://10.2.0.0:8080/16</code>" in page
    settings.HOOK_HOSTS = AllowList()
    assert "准许名单为空" in read("/messages/hooks/")


def test_a_hook_is_tried_and_stopped(client, read, administrator) -> None:
    number = subscribe(SYSTEM, "webhook", ADDRESS).hook
    client.post(f"/messages/hooks/{number}/test/")
    assert Job.objects.get().payload["hook"] == number
    page = read(f"/messages/hooks/{number}/")
    assert "待发送" in page
    assert f"开放平台测试消息（第{number}号推送）" in page
    assert "请简要写明停用的理由" in client.post(f"/messages/hooks/{number}/stop/").content.decode()
    assert Hook.objects.get().active
    client.post(f"/messages/hooks/{number}/stop/", {"reason": "不再使用"})
    assert not Hook.objects.get().active
    assert "不再使用" in read(f"/messages/hooks/{number}/")
    client.post(f"/messages/hooks/{number}/test/")
    assert Message.objects.count() == 1
    assert "已停用" in read(f"/messages/hooks/{number}/")


def test_the_log_tells_each_attempt(read, administrator) -> None:
    number = subscribe(SYSTEM, "webhook", ADDRESS).hook
    message = post("submission.late", LATE, to_org=CITY)
    for attempt, (outcome, code) in enumerate(
        [("again", 503), ("again", None), ("delivered", 200)]
    ):
        Delivery.objects.create(
            hook_id=number,
            message=message,
            attempt=attempt + 1,
            at=timezone.now(),
            outcome=outcome,
            status=code,
            error="" if code else "ConnectError",
        )
    page = read(f"/messages/hooks/{number}/")
    for told in ("HTTP 503", "没有应答", "ConnectError", "已送达", "未送达，将重试", LATE.zh):
        assert told in page


def test_a_hook_that_is_not_there_is_not_found(client, administrator) -> None:
    assert client.get("/messages/hooks/99/").status_code == 404


def test_a_stranger_may_not_manage_hooks(client, officer) -> None:
    number = subscribe(SYSTEM, "webhook", ADDRESS).hook
    entries = AuditEntry.objects.count()
    given = {"kind": "webhook", "url": ADDRESS, "events": "*"}
    answers = [
        client.get("/messages/hooks/"),
        client.post("/messages/hooks/", given),
        client.get(f"/messages/hooks/{number}/"),
        client.post(f"/messages/hooks/{number}/stop/", {"reason": "挡路"}),
        client.post(f"/messages/hooks/{number}/test/"),
    ]
    assert [one.status_code for one in answers] == [403] * 5
    assert "KF-PROG-007" not in answers[0].content.decode()
    assert (Hook.objects.count(), Job.objects.count()) == (1, 0)
    assert AuditEntry.objects.count() == entries
    assert "/messages/hooks/" not in client.get("/messages/").content.decode()
