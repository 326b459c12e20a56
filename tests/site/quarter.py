"""The demo province in its second quarter: who signs in, and one form on its way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.site.tables import text_of

CITY, OTHER, ZONE = "demo.shiyuan", "demo.biwan", "demo.zone.shiyuan-etdz"
FORM, PERIOD = "demo.zones.quarter", "2023-Q2"
PAGE = f"/forms/{FORM}/{ZONE}/{PERIOD}/"
FUNDS, GDP = "investment.funds_in_place:to_date", "zones.gdp:to_date"
SOUND = {
    FUNDS: "31.2",
    GDP: "145.6",
    "zones.projects_over_100m:to_date": "4",
    "investment.projects_signed:to_date": "12",
    "investment.contract_value:to_date": "80.5",
    "investment.projects_landed:to_date": "7",
}
PDF = b"%PDF-1.7 signed"


@pytest.fixture(autouse=True)
def office(settings, demo, tmp_path) -> None:
    settings.SOLO, settings.HOME = False, tmp_path


@pytest.fixture
def sign_in(db, django_user_model):
    """A client of somebody with a post; the same somebody each time."""
    from django.test import Client

    from kaifang.store.models import Post

    def signed(role: str, org: str) -> Client:
        user, fresh = django_user_model.objects.get_or_create(username=f"{role}-{org}")
        if fresh:
            about = {"from_day": date(2020, 1, 1), "granted_at": timezone.now()}
            Post.objects.create(user=user, role=role, org=org, **about)
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(user)
        return client

    return signed


def typed(version: int, act: str, **more: str) -> dict[str, object]:
    """A posted grid."""
    return {"version": version, "act": act, **more}


def cells(values: dict[str, str], was: dict[str, str] | None = None) -> dict[str, str]:
    told: dict[str, str] = {}
    for key, value in values.items():
        told |= {f"value:{key}": value, f"reason:{key}": ""}
        told |= {f"was:{key}": (was or {}).get(key, ""), f"wasreason:{key}": ""}
    return told


def stands() -> dict[str, Decimal | None]:
    from kaifang.packs.law import load
    from kaifang.programme.reporting.acting import standing
    from kaifang.programme.reporting.duties import duty_of

    sheet = standing(duty_of(load("demo"), FORM, ZONE, PERIOD))
    return {key: one.value for key, one in sheet.values.items()}


def events() -> int:
    from kaifang.store.models import SubmissionEvent

    return SubmissionEvent.objects.count()


@pytest.fixture
def submitted(sign_in):
    """The zone's form, submitted on its page."""
    answer = sign_in("zone", ZONE).post(PAGE, typed(0, "submit", **cells(SOUND)))
    assert answer.status_code == 302, text_of(answer.content.decode())


@pytest.fixture
def accepted(submitted, sign_in):
    """Accepted by its city and by the province."""
    assert sign_in("city", CITY).post(PAGE, typed(2, "accept")).status_code == 302
    assert sign_in("reviewer", "demo").post(PAGE, typed(3, "accept")).status_code == 302
