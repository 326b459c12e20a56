"""Operations on suspected duplicates: the pairs, one of them side by side, a ruling."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from kaifang.programme.duplicates.comparing import compare
from kaifang.programme.duplicates.finding import (
    demand_sight,
    find_pair,
    processes_of,
    ruled,
    suspected,
)
from kaifang.programme.duplicates.ruling import rule
from kaifang.programme.duplicates.rulings import Verdict
from kaifang.programme.duplicates.telling import tell_comparison, tell_pair
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, WROTE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Expected, Id, Words
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)
_PAIRS = "/packs/{pack}/duplicates"


class PairQuery(Schema):
    """Those that wait for a ruling, or those that were ruled on; of one process or of all."""

    ruled: bool = False
    process: Id = ""


class RulingGiven(Expected):
    """What two cases are, and why; `kept` is the one that stays of two merged."""

    verdict: Verdict
    reason: Words
    kept: Id = ""


@router.get(_PAIRS, response=READ_LIST, summary=_("Suspected duplicates (the province)"))
def list_pairs(
    request: HttpRequest,
    pack: str,
    wanted: Query[PairQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """The most alike first, or the last ruling first."""
    actor, programme = acting(request), programme_of(request, pack)
    demand_sight(actor, programme.law)
    find = ruled if wanted.ruled else suspected
    processes = [wanted.process] if wanted.process else processes_of(programme.law)
    found = [pair for one in processes for pair in find(actor, programme, one)]
    return listed(found, part, lambda one: tell_pair(programme.law, one, speech.lang))


@router.get(
    f"{_PAIRS}/{{pair}}", response=READ_ONE, summary=_("One suspected duplicate (the province)")
)
def show_pair(request: HttpRequest, pack: str, pair: Path[Id], speech: Query[Speech]) -> Told:
    """Both cases side by side, where they differ, and what was ruled."""
    actor, programme = acting(request), programme_of(request, pack)
    found = find_pair(actor, programme, pair)
    return tell_comparison(programme.law, found, compare(actor, programme, found), speech.lang)


@router.post(
    f"{_PAIRS}/{{pair}}/rulings", response=WROTE, summary=_("Rule on a suspected duplicate")
)
def rule_on_pair(request: HttpRequest, pack: str, pair: Path[Id], asked: RulingGiven) -> Told:
    """Two projects, one, or two again; a merged case counts in the other alone."""
    actor, programme = acting(request), programme_of(request, pack)
    process, version = find_pair(actor, programme, pair).process, asked.expected_version
    found = rule(
        actor, programme, process, pair, asked.verdict, asked.reason,
        version=version, kept=asked.kept,
    )  # fmt: skip
    return tell_pair(programme.law, found, "zh")
