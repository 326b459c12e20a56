"""Error pages say in both languages what happened and what to do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation

from kaifang.core.bilingual import Text
from kaifang.site import errors


class Refused(PermissionDenied):
    """A refusal of ours, with its own words."""

    says = Text("仅供内部用户查看。", "For internal users only.")
    remedy = Text("请登录。", "Sign in.")


def said(answer) -> str:
    return answer.content.decode()


def ask(view, *args, language: str = "zh-hans"):
    request = RequestFactory().get("/somewhere/")
    request.resolver_match = None
    request.session = {}
    with translation.override(language):
        return view(request, *args)


def test_missing_page_speaks_both_languages(read) -> None:
    page = read("/no/such/page/", status=404)
    assert page.index("没有这个页面") < page.index("There is no such page")


def test_missing_page_puts_english_first_for_an_english_reader(read) -> None:
    page = read("/no/such/page/", "en", status=404)
    main = page[page.index("<main") :]
    assert main.index("There is no such page") < main.index("没有这个页面")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.failed, 500)]
)
def test_each_error_has_its_page(view, status: int) -> None:
    answer = ask(view)
    assert answer.status_code == status
    assert str(status) in said(answer)


@pytest.mark.django_db
def test_refusal_of_ours_is_told_in_its_own_words() -> None:
    assert "仅供内部用户查看。" in said(ask(errors.forbidden, Refused()))
    assert "Sign in." in said(ask(errors.forbidden, Refused(), language="en"))


@pytest.mark.django_db
def test_words_of_the_framework_stay_out_of_the_page() -> None:
    assert "secret path" not in said(ask(errors.forbidden, PermissionDenied("secret path")))


def test_failure_page_needs_no_database() -> None:
    """Without the `db` fixture a query would fail this test."""
    assert ask(errors.failed).status_code == 500


def test_old_form_is_explained(client) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/people/login/", {"username": "anna"})
    assert answer.status_code == 403
    assert "表单已过期" in said(answer)
