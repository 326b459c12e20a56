"""Idling: whoever does nothing for a while is signed out."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from kaifang.programme.people.logins import seen

# How often a login is lengthened: one write a minute and person, not one a page.
STEP_SECONDS = 60


class Idling:
    """Lengthen the login of whoever does something; the session itself ends after the idle time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = int(time.time())
            if now - request.session.get("active_at", 0) >= STEP_SECONDS:
                request.session["active_at"] = now
                seen(request.session.session_key or "")
        return self.get_response(request)
