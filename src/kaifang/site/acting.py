"""Who acts: the actor of a request, from which address, and whether one person is everybody."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.solo import is_solo
from kaifang.programme.rights import Actor
from kaifang.programme.viewer import Viewer


def acting(request: HttpRequest) -> Actor:
    """The actor of a request, found once; whoever has not signed in holds nothing."""
    if not hasattr(request, "actor"):
        address = address_of(request)
        known = request.user.is_authenticated
        request.actor = (
            actor_of(request.user, address=address) if known else Actor("", "", address=address)
        )
    return request.actor


def viewing(request: HttpRequest) -> Viewer:
    """What whoever asks may see."""
    return Viewer.of(acting(request))


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind our own proxy, what that one saw last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return told or request.META.get("REMOTE_ADDR", "")
    return request.META.get("REMOTE_ADDR", "")


def page(request: HttpRequest) -> dict[str, object]:
    """Tell the foot of every page, when it asks, whether the store is in solo mode."""
    return {"solo": is_solo}
