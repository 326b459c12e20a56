"""The audit and the state of the house in a browser: three widths, two languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, fits

WIDTHS = (390, 1280, 1920)


@pytest.fixture(autouse=True)
def house(transactional_db, settings, tmp_path) -> None:
    """Somebody alone in the house, with long entries and a failed job."""
    from django.utils import timezone

    from kaifang.store import audit
    from kaifang.store.models import Job, User

    settings.HOME, settings.SOLO, settings.SECOND_FACTOR = tmp_path, True, "optional"
    User.objects.create_user("xu", password=PASSWORD)
    told = {"name": "欧阳明远（沈阳经济技术开发区管理委员会）", "address": "2001:db8::ff00:42:8329"}
    record = "form:demo.zone.quarter:demo.shiyuan.development-zone:2023-01/2023-03"
    for number in range(30):
        audit.record(
            "reject", record, actor="9", person=told, reason="与海关口径不一致，请核实后重报",
            before={"state": "submitted", "level": "city"},
            after={"state": "returned", "level": "", "cells": {"funds.in_place": f"请核实{number}"}},
        )  # fmt: skip
    now = timezone.now()
    Job.objects.create(
        kind="deliver", payload={}, key="c", state="failed", made_at=now, next_at=now, attempts=7,
        last_error="ConnectError: [Errno 111] Connection refused by the receiver at the other end",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_is_wider_than_its_screen(as_, live_server, photograph, language) -> None:
    page = as_("xu", "/audit/", language)
    paths = {
        "list": "/audit/", "entry": "/audit/3/", "verify": "/audit/verify/?head=",
        "house": "/people/house/",
    }  # fmt: skip
    for name, path in paths.items():
        page.goto(live_server.url + path)
        expect(page).to_have_url(live_server.url + path)
        for width in WIDTHS:
            fits(page, width)
            photograph(page, f"audit-{name}-{width}-{language}")
