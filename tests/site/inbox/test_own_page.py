"""A firm's user manages the webhook of its own firm on a page; others do not come to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.messages.keeping import secret_of
from kaifang.store.models import AuditEntry, Hook, Job
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CODE, OTHER_CODE = "91210000MA0000000X", "91210100MA1111111T"
PAGE, IN = "/messages/own/", "http://127.0.0.1:9/in"
SHOWN = re.compile(r"<p><code>([^<]+)</code></p>")


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Path, demo: None) -> None:
    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")


@pytest.fixture
def firm(client: Any) -> Any:
    client.force_login(holder("firm", "firm", CODE))
    return client


def test_set_renew_try_and_remove(firm: Any) -> None:
    assert "本企业的推送" in firm.get("/messages/").content.decode()
    assert "尚未设置推送" in firm.get(PAGE).content.decode()
    made = firm.post(PAGE, {"act": "set", "url": IN}).content.decode()
    hook = Hook.objects.get()
    (secret,) = SHOWN.findall(made)
    assert (secret, hook.org) == (secret_of(hook), CODE)
    page = firm.get(PAGE).content.decode()
    assert "http://127.0.0.1:9/…" in page
    assert secret not in page
    (renewed,) = SHOWN.findall(firm.post(PAGE, {"act": "renew", "hook": hook.pk}).content.decode())
    assert renewed == secret_of(Hook.objects.get()) != secret
    tried = firm.post(PAGE, {"act": "test", "hook": hook.pk})
    assert (tried.status_code, Job.objects.filter(kind="deliver").count()) == (302, 1)
    refused = firm.post(PAGE, {"act": "remove", "hook": hook.pk, "reason": ""})
    assert (refused.status_code, Hook.objects.get().active) == (400, True)
    gone = firm.post(PAGE, {"act": "remove", "hook": hook.pk, "reason": "系统停用"})
    assert (gone.status_code, Hook.objects.get().active) == (302, False)
    acts = AuditEntry.objects.order_by("id").values_list("act", flat=True)
    assert [one for one in acts if "hook" in one] == [
        "subscribe_hook", "renew_hook_secret", "test_hook", "stop_hook",
    ]  # fmt: skip


def test_what_is_refused_stands_at_the_field(firm: Any, settings: Any) -> None:
    settings.HOOK_HOSTS = AllowList.read("")
    answer = firm.post(PAGE, {"act": "set", "url": "https://intranet.example/in"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "不在准许名单内" in page
    assert "https://intranet.example/in" in page  # what was typed is kept
    assert not Hook.objects.exists()


def test_the_page_in_english(firm: Any) -> None:
    firm.cookies["language"] = "en"
    page = firm.get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "The firm’s own webhook" in page


def test_another_firm_and_a_stranger_may_not(client: Any, firm: Any) -> None:
    firm.post(PAGE, {"act": "set", "url": IN})
    hook = Hook.objects.get()
    posts = [{"act": act, "hook": hook.pk, "reason": "挡路"} for act in ("renew", "test", "remove")]
    for name, role, org, code in (
        ("other", "firm", OTHER_CODE, 400),
        ("div", "division", "demo", 403),
        ("sys", "system", "demo", 403),
    ):
        client.force_login(holder(name, role, org))
        assert [client.post(PAGE, one).status_code for one in posts] == [code] * 3, name
    assert client.get(PAGE).status_code == 403
    assert "本企业的推送" not in client.get("/messages/").content.decode()
    now = Hook.objects.get()
    assert (now.active, now.secret) == (True, hook.secret)
