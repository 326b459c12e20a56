"""Whatever is sent to what changes something, by whomever: it never fails, and answers as described."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.tokens import make_token
from kaifang.site.api.docs import described
from tests.site.api.province import CITY, FORM, HALF, ITEM, PROVINCE, QUARTER, ZONE, furnished
from tests.site.api.test_schemathesis import CHECKS, SOME, api, with_known
from tests.site.holders import holder as made

__all__ = ["api"]

WORK = [
    (method.upper(), path)
    for path, methods in sorted(described()["paths"].items())
    for method, operation in methods.items()
    if "security" in operation
]
MARK = "k" * 32
# Put in place of what was made up two times in three, so that most calls reach the programme.
KNOWN = {
    "form": (FORM, "demo.funds.month"),
    "org": (ZONE, CITY, PROVINCE),
    "lead": (ZONE, CITY),
    "from_org": (PROVINCE,),
    "to_org": (ZONE, CITY),
    "period": (QUARTER, HALF, "2023-01--2023-06", "1899"),
    "item": (ITEM,),
    "rule": ("demo.notice.tail",),
    "level": ("blue", "red"),
    "expected_version": (0, 1, 2, 3),
    "number": (1, 2, 3),
    "hook": (1, 2),
    "own_hook": (1, 2),
    "process": ("demo.clearance", "demo.project"),
    "act": ("note", "talk", "terminate"),
    "event": (1,),
    "cells": (
        {"investment.funds_in_place:to_date": {"value": "31.2"}},
        {"zones.gdp:to_date": {"value": "一百"}, "no.such:row": {"value": None}},
    ),
}


@pytest.fixture
def ground(api, settings, tmp_path) -> Any:
    """The demo province at work, described."""
    settings.SOLO, settings.HOME = False, tmp_path
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")
    furnished()
    return api


@dataclass(frozen=True)
class Sent:
    """What everybody sends with each call."""

    headers: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)


def by_session(role: str, org: str) -> Sent:
    """As a browser sends it from one of our own pages."""
    from django.conf import settings

    client = Client()
    client.force_login(made("fuzzing", role, org))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: MARK}
    return Sent({"X-CSRFToken": MARK}, cookies)


def by_token(role: str, org: str, scope: str) -> Sent:
    user = made("fuzzing", role, org)
    secret = make_token(actor_of(user), user, "试", scope).secret
    return Sent({"Authorization": f"Bearer {secret}"})


WHO: dict[str, tuple[Callable[[], Sent], int]] = {
    "officer": (lambda: by_session("division", PROVINCE), 10),
    "stranger": (lambda: by_token("", "", "read_write"), 2),
    "reading": (lambda: by_token("division", PROVINCE, "read"), 2),
}


@pytest.mark.parametrize("who", WHO)
def test_no_work_makes_it_fail(ground, who: str) -> None:
    sent, examples, wrote = WHO[who][0](), WHO[who][1], []
    for method, path in WORK:
        _try(ground[path][method].as_strategy(), sent, examples, wrote)
    assert (200 in wrote) == (who == "officer")


def _try(calls: Any, sent: Sent, examples: int, wrote: list[int]) -> None:
    """Send what may be sent to one operation; statuses of POSTs are kept."""

    @settings(SOME, max_examples=examples)
    @given(data=st.data())
    def tried(data: st.DataObject) -> None:
        case = data.draw(calls)
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                with_known(data, part)
                with_ours(data, part)
        case.headers = {**(case.headers or {}), **sent.headers}
        case.cookies = sent.cookies
        answer = case.call_and_validate(checks=CHECKS)
        if case.method == "POST" and "messages" not in case.path:
            wrote.append(answer.status_code)

    tried()


def with_ours(data: st.DataObject, part: dict[str, Any]) -> None:
    """Put things of the demo province in place of what was made up."""
    for name in KNOWN.keys() & part.keys():
        if data.draw(st.integers(0, 2)):
            part[name] = data.draw(st.sampled_from(KNOWN[name]))
    if "pack" in part:
        part["pack"] = "demo"
