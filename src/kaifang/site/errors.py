"""The pages that say what went wrong, in both languages."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", _said_by(exception), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", _said_by(exception), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", {"path": request.path}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say so without asking the database, which may be what failed."""
    return render(request, "errors/500.html", {"user": AnonymousUser(), "messages": ()}, status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def _said_by(exception: Exception | None) -> dict[str, object]:
    """Let our own errors speak; what the framework says in English stays out of the page."""
    says, remedy = getattr(exception, "says", None), getattr(exception, "remedy", None)
    return {"says": says, "remedy": remedy}
