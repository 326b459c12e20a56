"""What the head of every page says of messages: how many its reader has not read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from kaifang.programme.messages.inbox import unread_count
from kaifang.site.acting import acting


def page(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Tell the head, when it asks, how many messages are unread."""
    return {"unread": lambda: unread_count(acting(request))}
