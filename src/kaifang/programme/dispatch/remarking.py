"""Writing remarks: an organisation's own words, or those of whom it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from kaifang.core.period import Period
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.dispatch.errors import NotItsItem, TooManyWords
from kaifang.programme.dispatch.remarks import Words, speakers, words_of
from kaifang.programme.naming import org_name
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store import audit
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.store.models import Remark

MOST = 500
FIELDS = ("problem", "next_step", "proposal")


def may_speak(actor: Actor, programme: Programme, target: TargetEntry) -> list[str]:
    """For which of them an actor may write."""
    orgs = programme.law.orgs
    return [id for id in speakers(programme, target) if may(actor, Act.REMARK, id, orgs)]


def write_remark(
    actor: Actor, programme: Programme, item: str, org: str, period: Period, words: Words
) -> Remark:
    """Write what an organisation says of an item in a period; the last words hold.

    Raises: UnknownTarget, NotAllowed, NotItsItem, TooManyWords.
    """
    from kaifang.store.models import Remark

    target, law = programme.target(item), programme.law
    demand(actor, Act.REMARK, org, law.orgs)
    if org not in speakers(programme, target):
        raise NotItsItem(found=org_name(law, org), item=item)
    words = Words(*(text.replace("\0", "").strip() for text in _texts(words)))
    longest = max(len(text) for text in _texts(words))
    if longest > MOST:
        raise TooManyWords(found=longest, expected=MOST)
    key = {"pack": law.id, "item": item, "org": org, "period": period.code}
    said = dict(zip(FIELDS, _texts(words), strict=True))
    with one_writer():
        last = Remark.objects.filter(**key).order_by("-id").first()
        row = Remark(**key, **said, who=actor.user, at=timezone.now())
        row.save()
        audit.record(
            "remark",
            f"remark:{law.id}:{item}:{org}:{period.code}",
            actor=actor.user,
            before=dict(zip(FIELDS, _texts(words_of(last)), strict=True)) if last else None,
            after=said,
            person=actor.told,
        )
    return row


def _texts(words: Words) -> tuple[str, str, str]:
    return words.problem, words.next_step, words.proposal
