"""kaifang inbox and hooks: one's own messages, the administrator's hooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaifang.core.bilingual import Text
from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.messages.posting import post
from kaifang.store.models import AuditEntry, Hook, Job, MessageRead
from tests.cli.conftest import Run

pytestmark = pytest.mark.django_db
LATE = Text("大连市二季度报表逾期", "Dalian's second quarter is late")
ADDRESS = "http://127.0.0.1:9/in?access_token=ours-alone"


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SOLO = tmp_path / "home", False
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")


@pytest.fixture
def house(kaifang: Run) -> Run:
    """A system administrator, and an officer of Dalian."""
    assert kaifang("user", "create", "li", "--role", "city", "--org", "210200").code == 0
    assert kaifang("user", "create", "xu", "--admin").code == 0
    return kaifang


def test_a_person_reads_his_own_inbox(house: Run) -> None:
    message = post("submission.late", LATE, to_org="210200")
    answer = house("inbox", "--as", "li")
    assert (answer.code, LATE.zh in answer.out, "未读" in answer.out) == (0, True, True)
    assert LATE.zh not in house("inbox", "--as", "xu").out
    (told,) = house("inbox", "--as", "li", "--json", KAIFANG_LANG="en").json
    assert (told["id"], told["title"], told["is_read"]) == (message.id, LATE.en, False)
    assert "1" in house("inbox", "--as", "li", "--read", message.id).out
    assert house("inbox", "--as", "li", "--unread", "--json").json == []


def test_all_is_read_at_once(house: Run) -> None:
    for _ in range(3):
        post("submission.late", LATE, to_org="210200")
    assert "3" in house("inbox", "--as", "li", "--read-all").out
    assert MessageRead.objects.count() == 3


def test_a_stranger_may_not_mark_anothers_message(house: Run) -> None:
    message = post("submission.late", LATE, to_org="210200")
    answer = house("inbox", "--as", "xu", "--read", message.id)
    assert (answer.code, "[KF-PROG-043]" in answer.err) == (1, True)
    assert not MessageRead.objects.exists()


def test_a_hook_is_added_listed_tried_and_stopped(house: Run) -> None:
    words = ("webhook", ADDRESS, "--events", "task.*,submission.late", "--as", "xu")
    made = house("hooks", "add", *words, "--json").json
    assert made["secret"].startswith("whsec_")
    listed = house("hooks", "list", "--as", "xu")
    assert "http://127.0.0.1:9/…" in listed.out
    assert "ours-alone" not in listed.out
    number = made["hook"]
    assert house("hooks", "test", number, "--as", "xu").code == 0
    assert Job.objects.get().payload["hook"] == number
    assert "待发送" in house("hooks", "log", number, "--as", "xu").out
    stopped = house("hooks", "stop", number, "--reason", "不再使用", "--as", "xu")
    assert (stopped.code, Hook.objects.get().stopped_reason) == (0, "不再使用")
    assert "[KF-PROG-049]" in house("hooks", "test", number, "--as", "xu").err


def test_a_hook_may_be_a_firms_own(house: Run) -> None:
    firm = "91000000MA0000001R"
    house("hooks", "add", "webhook", ADDRESS, "--org", firm, "--as", "xu")
    assert Hook.objects.get().org == firm
    assert house("hooks", "list", "--as", "xu", "--json").json[0]["org"] == firm


def test_a_secret_made_for_a_webhook_is_told_once_in_words(house: Run) -> None:
    answer = house("hooks", "add", "webhook", ADDRESS, "--as", "xu", KAIFANG_LANG="en")
    assert "Secret, told this once: whsec_" in answer.out


def test_a_stranger_may_not_manage_hooks(house: Run) -> None:
    house("hooks", "add", "webhook", ADDRESS, "--as", "xu")
    number, entries = Hook.objects.get().pk, AuditEntry.objects.count()
    for words in (
        ("list",),
        ("add", "webhook", ADDRESS),
        ("stop", number),
        ("test", number),
        ("log", number),
    ):
        answer = house("hooks", *words, "--as", "li")
        assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True)
    assert Hook.objects.filter(active=True).count() == 1
    assert AuditEntry.objects.count() == entries


def test_an_address_outside_the_list_is_explained(house: Run) -> None:
    answer = house("hooks", "add", "webhook", "https://10.0.0.5/in", "--as", "xu")
    assert "[KF-PROG-041]" in answer.err
    assert "KAIFANG_HOOK_HOSTS" in answer.err
