"""Consulting 征求意见: the cities' own proposals to a round, and the round that follows."""

from __future__ import annotations

from collections.abc import Sequence

from kaifang.core.errors import KaifangError
from kaifang.facts.splitting import Plan, Round, next_round
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.splitting import Answer, Kept, Splitting, keep_round, kept


class NothingAsked(KaifangError):
    """There is no round yet that could be answered."""

    code = "KF-PROG-100"


class AnswerWithoutReason(KaifangError):
    """A city proposed another amount and did not say why."""

    code = "KF-PROG-101"


class RoundMoved(KaifangError):
    """Somebody else has kept a later round meanwhile."""

    code = "KF-PROG-102"


def next_of(one: Splitting, answers: Sequence[Answer]) -> tuple[Plan, Round]:
    """What the next round would ask: accepted proposals stand, the others take the rest.

    Raises: NothingAsked, AnswerWithoutReason, NotAsked, UnfitSplit, CannotApportion.
    """
    last = _last(one)
    _demand_reasons(one, answers)
    before = last.round
    for answer in answers:
        before = before.answered(answer.org, answer.proposed, answer.comment)
    return next_round(before, last.plan, [one.org for one in answers if one.accepted])


def consult(
    actor: Actor, one: Splitting, number: int, answers: Sequence[Answer], *, reason: str
) -> Round:
    """Keep the answers to round `number` together with the round that follows from them.

    Raises: NotAllowed, RoundMoved, and what `next_of` raises.
    """
    from kaifang.store.writing import one_writer

    demand(actor, Act.SPLIT_TARGET, one.org, one.orgs)
    with one_writer():
        last = _last(one).round.number
        if last != number:
            raise RoundMoved(found=number, expected=last)
        plan, asked = next_of(one, answers)
        given = [one for one in answers if one.proposed is not None or one.comment]
        return keep_round(actor, one, plan, asked, answers=given, reason=reason)


def _last(one: Splitting) -> Kept:
    rounds = kept(one)
    if not rounds:
        raise NothingAsked
    return rounds[-1]


def _demand_reasons(one: Splitting, answers: Sequence[Answer]) -> None:
    for answer in answers:
        if answer.proposed is not None and not answer.comment.strip():
            name = one.orgs[answer.org].name if answer.org in one.orgs else answer.org
            raise AnswerWithoutReason(found=name)
