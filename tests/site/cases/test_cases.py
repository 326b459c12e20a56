"""Cases on their pages: registers, lists, forms made from the definition, acts on evidence."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tests.site.tables import rows_of, text_of

PROCESS, CITY, ZONE = "demo.project", "demo.lanpu", "demo.zone.lanpu-etdz"
LIST = f"/cases/{PROCESS}/"
PDF = b"%PDF-1.7 example"
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def office(settings, demo, tmp_path) -> None:
    settings.SOLO, settings.HOME = False, tmp_path


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in as a new user with a post."""

    def signed(role: str, org: str, name: str = ""):
        from kaifang.store.models import Post

        user, fresh = django_user_model.objects.get_or_create(username=name or f"{role}-{org}")
        if fresh:
            Post.objects.create(
                user=user, role=role, org=org, from_day=date(2020, 1, 1), granted_at=timezone.now()
            )
        client.force_login(user)
        return client

    return signed


def opened(page, **more):
    return page.post(
        f"{LIST}new/",
        {"act": "report", "version": 0, "org": CITY, "on": "2023-01-04",
         "field-code_name": "海燕", **more},
        headers=CHINESE,
    )  # fmt: skip


@pytest.fixture
def case(sign_in) -> str:
    """The address of a case that an officer of Lanpu opened."""
    answer = opened(sign_in("city", CITY))
    assert answer.status_code == 302, text_of(answer.content.decode())
    return answer["Location"]


def act(page, case: str, name: str, version: int, **given):
    data = {"act": name, "version": version, **given}
    return page.post(case, data, headers=CHINESE)


def test_a_case_opened_on_its_form_stands_in_the_list(case, read) -> None:
    page = text_of(read(case))
    assert "海燕" in page
    assert "线索" in page
    (row,) = rows_of(read(LIST), f"cases-{PROCESS}")
    assert row[0].startswith("海燕")
    assert row[1:4] == ["岚浦", "线索", "2023-01-04"]
