"""What is told of received files, and whom: those who may import, else the head of the programme."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.clearance.loading import FileLoaded
from kaifang.programme.messages.posting import post
from kaifang.programme.rights import Act, Actor, Role, may
from kaifang.programme.rights import Post as Held
from kaifang.store.models import Post
from kaifang.store.writing import one_writer

QUARANTINE = "/data/quarantine/"


def tell_loaded(law: Law, done: FileLoaded, key: str) -> None:
    """Tell of a file that could not be loaded, or of events that were set aside; else nothing."""
    if done.error is not None:
        title = message("clearance.file_failed", name=done.name)
        body = joined([done.error.says, done.error.remedy], "", " ")
        tell_importers(law, "clearance.file_failed", title, body, "", key)
    elif done.quarantined:
        title = message("clearance.file_held", name=done.name, n=done.quarantined)
        body = message("clearance.file_held.why")
        tell_importers(law, "clearance.file_held", title, body, f"{QUARANTINE}?pack={law.id}", key)


def tell_stuck(law: Law, path: Path, key: str) -> None:
    """Tell of a file that was loaded and cannot be moved."""
    title = message("clearance.file_stuck", name=path.name)
    body = message("clearance.file_stuck.do", folder=str(path.parent))
    tell_importers(law, "clearance.file_stuck", title, body, "", key)


def tell_importers(law: Law, kind: str, title: Text, body: Text, link: str, key: str) -> None:
    """Tell those who may import; where there are none, the head of the programme."""
    people = importers(law)
    with one_writer():
        for user in people:
            post(kind, title, to_user=user, body=body, link=link, key=f"{kind}:{key}:{user}")
        if not people and law.head.org:
            post(kind, title, to_org=law.head.org, body=body, link=link, key=f"{kind}:{key}")


def importers(law: Law) -> list[str]:
    """The numbers of those who may import into a programme today."""
    head = law.head.org or ""
    rows = Post.objects.on(timezone.localdate()).filter(user__is_active=True).order_by("id")
    found = [
        str(one.user_id)
        for one in rows
        if may(Actor("", "", (Held(Role(one.role), one.org),)), Act.IMPORT, head, law.orgs)
    ]
    return list(dict.fromkeys(found))
