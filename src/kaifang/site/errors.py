"""The pages that say what went wrong, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaifang.core.errors import KaifangError
from kaifang.programme.errors import InternalOnly
from kaifang.programme.rights import NotAllowed


class Refusals:
    """Answer an error of ours with a page in its own words, instead of failing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, InternalOnly | NotAllowed):
            return forbidden(request, error)
        if not isinstance(error, KaifangError):
            return None
        status = HTTPStatus.NOT_FOUND if _is_in_path(request, error) else HTTPStatus.BAD_REQUEST
        return render(request, f"errors/{status.value}.html", _said_by(error), status=status)


def _is_in_path(request: HttpRequest, error: KaifangError) -> bool:
    """Whether what cannot be found is a part of the address's path."""
    named = request.resolver_match.kwargs.values() if request.resolver_match else ()
    return error.params.get("found") in named


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", _said_by(exception), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", _said_by(exception), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", {"path": request.path}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say so without asking the database, which may be what failed."""
    return render(
        request,
        "errors/500.html",
        {"user": AnonymousUser(), "messages": (), "solo": False},
        status=500,
    )


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def _said_by(exception: Exception | None) -> dict[str, object]:
    """Let our own errors speak; what the framework says in English stays out of the page."""
    says, remedy = getattr(exception, "says", None), getattr(exception, "remedy", None)
    return {"says": says, "remedy": remedy}
