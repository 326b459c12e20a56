"""A figure that a register made opens, in a browser, to the cases that it counts."""

from __future__ import annotations

from datetime import date

import pytest

from kaifang.packs.law import load

PASSWORD = "a long enough password"
FIGURE = "/figure/promotion.exhibitors/demo/2023-H1/"
WORDS = {
    "zh-CN": "由台账“组织参展”计入的8件办件",
    "en": "8 cases counted from the register “Exhibitions”",
}

SOURCE = {"zh-CN": "台账“组织参展”有新的记录", "en": "new entries in the register “Exhibitions”"}


@pytest.fixture(autouse=True)
def office(transactional_db, settings, tmp_path, django_user_model) -> None:
    """The demo province with its registers, and an officer of the division."""
    from django.utils import timezone

    from kaifang.programme.demo.registers import record_registers
    from kaifang.store.installing import install
    from kaifang.store.models import Post

    settings.SOLO, settings.HOME, settings.PROGRAMME = False, tmp_path, "demo"
    install(load("demo"))
    record_registers()
    user = django_user_model.objects.create_user("demo.division", password=PASSWORD)
    about = {"from_day": date(2020, 1, 1), "granted_at": timezone.now()}
    Post.objects.create(user=user, role="division", org="demo", **about)


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("zh-CN", 1280), ("en", 1920)])
def test_a_figure_opens_to_its_cases(open_page, photograph, language: str, width: int) -> None:
    page = open_page(f"/people/login/?next={FIGURE}", width=width, language=language)
    page.fill("#id_username", "demo.division")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"**{FIGURE}")
    assert page.locator("h3", has_text=WORDS[language]).count() == 1
    assert page.locator("dd", has_text=SOURCE[language]).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, f"register-figure-{language}-{width}")
    page.click("text=2023示例国际船舶展")
    page.wait_for_url("**/cases/demo.exhibition/**")
    assert "2023示例国际船舶展" in page.inner_text("h1")
    photograph(page, f"register-case-{language}-{width}")
    page.goto(page.url.split("/cases/")[0] + "/cases/demo.exhibition/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    photograph(page, f"register-list-{language}-{width}")
