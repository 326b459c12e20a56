"""Who calls the API: a personal token, or whoever is signed in on the page beside it.

A token is read before anything else answers, so that reading operations honour it too; one that
is refused answers 401 rather than as the public.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer, SessionAuth
from ninja.utils import check_csrf

from kaifang.programme.errors import FormOfAnotherSite, OnlyReadingToken
from kaifang.programme.people.errors import SecondFactorFirst, SignInFirst, TokenRefused
from kaifang.programme.people.tokens import owner_of
from kaifang.programme.rights import Actor
from kaifang.site.acting import acting, address_of
from kaifang.site.api.problems import ROOT, problem
from kaifang.site.enrolling import owes_second_factor

SCHEME = "bearer"
SAFE = ("GET", "HEAD", "OPTIONS")


class Tokens:
    """Let whoever sends `Authorization: Bearer …` act as the owner of the token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not request.path.startswith(ROOT) or scheme.lower() != SCHEME:
            return self.get_response(request)
        try:
            request.user, request.actor = owner_of(secret.strip(), address_of(request))
            if owes_second_factor(request.user, request.actor):
                raise SecondFactorFirst
        except (TokenRefused, SecondFactorFirst) as refusal:
            answer = problem(request, refusal, HTTPStatus.UNAUTHORIZED)
            answer["WWW-Authenticate"] = "Bearer"
            return answer
        request.by_token = True
        return self.get_response(request)


class ByToken(HttpBearer):
    """An operation that a token opens; the middleware has read it.

    A token that reads changes nothing, not even what its owner may change without a right.
    Raises: OnlyReadingToken.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        if not token or not getattr(request, "by_token", False):
            return None
        actor = acting(request)
        if actor.reads_only and request.method not in SAFE:
            raise OnlyReadingToken(found=request.method)
        return actor


class BySession(SessionAuth):
    """An operation for whoever is signed in; a form of another site is refused (CSRF).

    Whoever has not signed in is told so first. Raises: FormOfAnotherSite.
    """

    def __init__(self) -> None:
        super().__init__(csrf=False)  # asked below, of those who are signed in

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        user = super().authenticate(request, key)
        if not user:
            return None
        if check_csrf(request):
            raise FormOfAnotherSite
        actor = acting(request)
        return None if owes_second_factor(user, actor) else actor


# What an operation that changes something asks for: `@router.post(…, auth=SIGNED_IN)`.
SIGNED_IN = (ByToken(), BySession())


def nobody(request: HttpRequest) -> HttpResponse:
    """Answer that one must sign in first."""
    answer = problem(request, SignInFirst(), HTTPStatus.UNAUTHORIZED)
    answer["WWW-Authenticate"] = "Bearer"
    return answer
