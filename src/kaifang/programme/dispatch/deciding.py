"""Decisions: a rule suggests, a person decides, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from kaifang.core.bilingual import same
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.programme.dispatch.errors import NoSuggestion, ReasonNeeded
from kaifang.programme.dispatch.suggesting import suggestions
from kaifang.programme.dispatch.table import DispatchTable
from kaifang.programme.errors import InternalOnly, UnknownChoice
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.store.models import Decision

NOTICE, INTERVIEW, NONE = "notice", "interview", "none"
VERDICTS = (NOTICE, INTERVIEW, NONE)


def decide(
    actor: Actor,
    table: DispatchTable,
    rule: str,
    org: str,
    verdict: str,
    *,
    named: bool = False,
    reason: str = "",
) -> Decision:
    """Decide on a suggestion of a period; the last decision holds, all stay on record.

    Raises: NotAllowed, NoSuggestion, UnknownChoice, ReasonNeeded.
    """
    from kaifang.store.models import Decision

    law, period = table.programme.law, table.period
    demand(actor, Act.DISPATCH, org, law.orgs)
    if verdict not in VERDICTS:
        raise UnknownChoice(name=message("suggest.decision"), found=verdict, near=list(VERDICTS))
    if not reason.strip():
        raise ReasonNeeded(what=message("suggest.decision"))
    if not any(one.rule.id == rule and one.org.id == org for one in suggestions(table)):
        raise NoSuggestion(org=law.orgs[org].name if org in law.orgs else same(org))
    key = {"pack": law.id, "rule": rule, "org": org, "period": period.code}
    said = {"verdict": verdict, "named": named and verdict != NONE, "reason": reason.strip()}
    with one_writer():
        last = Decision.objects.filter(**key).order_by("-id").first()
        row: Decision = Decision(**key, **said, who=actor.user, at=timezone.now())
        row.save()
        audit.record(
            "decide",
            f"decision:{law.id}:{rule}:{org}:{period.code}",
            actor=actor.user,
            before={"verdict": last.verdict, "named": last.named} if last else None,
            after=said,
            reason=reason.strip(),
            person=actor.told,
        )
    return row


def decisions(programme: Programme, period: Period) -> Mapping[tuple[str, str], Decision]:
    """The decision that holds, by rule and organisation. Raises: InternalOnly."""
    from kaifang.store.models import Decision

    if not programme.viewer.is_internal:
        raise InternalOnly
    rows = Decision.objects.filter(pack=programme.law.id, period=period.code).order_by("id")
    return {(row.rule, row.org): row for row in rows}
