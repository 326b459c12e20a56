"""Erasing what the audit keeps of a person outside its seal; the chain still verifies.

The security administrator erases, never what concerns himself, and only of somebody who holds no
post any more. The act itself is sealed with its reason, so that it stays provable who erased what.
"""

from __future__ import annotations

from django.db.models import Q

from kaifang.programme.auditing.errors import ErasureWithoutReason, OwnTraces, StillInOffice
from kaifang.programme.people.roll import entry_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import AuditPerson, User
from kaifang.store.writing import one_writer

# What an entry keeps of the person acted upon; all else in it is about whoever acted.
_OF_SUBJECT = frozenset({"user", "full_name", "telephone", "telephone_before"})
ERASED = {"erased": "1"}


def erase_personal_data(actor: Actor, user: User, reason: str) -> int:
    """Take a person's names and addresses out of every entry; return of how many.

    Raises: NotAllowed, OwnTraces, StillInOffice, ErasureWithoutReason.
    """
    demand(actor, Act.ERASE_PERSONAL_DATA)
    if actor.user == str(user.pk):
        raise OwnTraces
    if not reason.strip():
        raise ErasureWithoutReason
    with one_writer():
        if entry_of(user).posts:
            raise StillInOffice(found=user.get_username())
        count = sum(_erase(one, user) for one in _kept_of(user))
        audit.record(
            "erase_personal_data",
            f"user:{user.pk}",
            actor=actor.user,
            after={"entries": count},
            reason=reason.strip(),
            person=actor.told,
        )
    return count


def _kept_of(user: User) -> list[AuditPerson]:
    about = Q(entry__actor=str(user.pk)) | Q(entry__subject=f"user:{user.pk}")
    return list(AuditPerson.objects.filter(about).select_related("entry"))


def _erase(one: AuditPerson, user: User) -> bool:
    """Keep only what is of somebody else: of the one who acted, or of the one acted upon."""
    acted = one.entry.actor == str(user.pk)
    is_subject = one.entry.subject == f"user:{user.pk}"
    kept = {
        name: text for name, text in one.content.items() if _is_of_other(name, acted, is_subject)
    }
    if kept == one.content or one.content == ERASED:
        return False
    AuditPerson.objects.filter(pk=one.pk).update(content={**kept, **(ERASED if acted else {})})
    return True


def _is_of_other(name: str, acted: bool, is_subject: bool) -> bool:
    if name in _OF_SUBJECT:
        return not is_subject
    return name in ERASED or not acted
