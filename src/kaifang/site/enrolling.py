"""Whoever must have a second factor enrols before he does anything else."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kaifang.programme.demo.people import is_of_demo
from kaifang.programme.people.errors import SignInFirst
from kaifang.programme.people.second_factor import is_enrolled, must_enrol
from kaifang.programme.rights import Actor
from kaifang.site.acting import acting
from kaifang.site.api.problems import ROOT, problem

# What is open to him all the same: the page itself, the way out, the language.
OPEN = ("/people/second-factor/", "/people/logout/", "/language/")


class Enrolling:
    """Send a person who must enrol to the page where he does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_signed_in(request) or request.path.startswith((*OPEN, settings.STATIC_URL)):
            return self.get_response(request)
        if not _must(request):
            return self.get_response(request)
        if request.path.startswith(ROOT):
            return problem(request, SignInFirst(), HTTPStatus.UNAUTHORIZED)
        return HttpResponseRedirect(reverse("people:second_factor"))


def owes_second_factor(user: AbstractBaseUser, actor: Actor) -> bool:
    """Whether somebody must enrol and has not; the demo's users have none to enrol."""
    return must_enrol(actor) and not is_of_demo(user) and not is_enrolled(user)


def _is_signed_in(request: HttpRequest) -> bool:
    asked = settings.SECOND_FACTOR != "optional"
    return (
        asked and settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
    )


def _must(request: HttpRequest) -> bool:
    """Asked of the store once, then remembered for the login; a token was asked at its own door."""
    if getattr(request, "by_token", False) or request.session.get("enrolled"):
        return False
    if not request.user.is_authenticated or not must_enrol(acting(request)):
        return False
    if owes_second_factor(request.user, acting(request)):
        return True
    request.session["enrolled"] = True
    return False
