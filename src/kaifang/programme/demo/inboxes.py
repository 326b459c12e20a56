"""The inboxes of the demo's people, as they are on any morning: read, but for the latest."""

from __future__ import annotations

from kaifang.programme.demo.people import NAMES
from kaifang.programme.messages.inbox import inbox, mark_read
from kaifang.programme.people.actors import actor_of
from kaifang.store.models import MessageRead, User
from kaifang.store.writing import one_writer

UNREAD = 5
_MOST = 10_000


def read_inboxes() -> None:
    """Mark all but the latest messages as read for each who has never read any.

    The quarter passes in seconds, and would leave sixty messages that nobody had time for.
    """
    with one_writer():
        for user in User.objects.filter(username__in=NAMES):
            if not MessageRead.objects.filter(user=str(user.pk)).exists():
                actor = actor_of(user, solo=False)
                for one in inbox(actor, unread=True, first=UNREAD, count=_MOST):
                    mark_read(actor, one.id)
