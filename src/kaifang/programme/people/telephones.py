"""Telephones 电话: where the reminder desk calls somebody; set by himself or his administrator."""

from __future__ import annotations

import re
import unicodedata

from kaifang.programme.people.errors import UnreadableTelephone
from kaifang.programme.people.telling import told_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import User
from kaifang.store.writing import one_writer

# Digits as they are written: with the country, an area in brackets, an extension.
_NUMBER = re.compile(r"\+?[0-9() -]{3,30}(转[0-9]{1,6}|[,x][0-9]{1,6})?")


def set_telephone(actor: Actor, user: User, number: str) -> None:
    """Keep a person's number, "" to take it away; the audit seals that it changed, not what to.

    Raises: NotAllowed, UnreadableTelephone.
    """
    if actor.user != str(user.pk):
        demand(actor, Act.MANAGE_PEOPLE)
    number = _read(number)
    with one_writer():
        before = User.objects.values_list("telephone", flat=True).get(pk=user.pk)
        if number == before:
            return
        User.objects.filter(pk=user.pk).update(telephone=number)
        audit.record(
            "set_telephone",
            f"user:{user.pk}",
            actor=actor.user,
            before={"given": bool(before)},
            after={"given": bool(number)},
            person={**told_of(actor), "telephone_before": before, "telephone": number},
        )
    user.telephone = number


def _read(text: str) -> str:
    number = unicodedata.normalize("NFKC", text).strip().replace("\u2014", "-")
    if number and not _NUMBER.fullmatch(number):
        raise UnreadableTelephone(found=text)
    return number
