"""The audit and the state of the house in a browser: three widths, two languages."""

import pytest

WIDTHS = (390, 1280, 1920)


@pytest.fixture(autouse=True)
def house(transactional_db, settings, tmp_path) -> None:
    """Somebody alone in the house, with long entries and a failed job."""
    from django.utils import timezone

    from kaifang.store import audit
    from kaifang.store.models import Job, User

    settings.HOME, settings.SOLO, settings.SECOND_FACTOR = tmp_path, True, "optional"
    User.objects.create_user("xu", password="a long enough password")
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


def sign_in(page) -> None:
    page.fill("#id_username", "xu")
    page.fill("#id_password", "a long enough password")
    page.click("main form button")
    page.wait_for_load_state("load")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_screen(open_page, photograph, width, language) -> None:
    page = open_page("/people/login/?next=/audit/", width=width, language=language)
    sign_in(page)
    base = page.url.partition("/audit/")[0]
    paths = {
        "list": "/audit/", "entry": "/audit/3/", "verify": "/audit/verify/?head=",
        "house": "/people/house/",
    }  # fmt: skip
    for name, path in paths.items():
        page.goto(base + path)
        photograph(page, f"audit-{name}-{width}-{language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
