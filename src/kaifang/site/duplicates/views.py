"""Suspected pairs: the list with the rulings, and one pair; a POST rules on it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.core.bilingual import Text
from kaifang.programme.duplicates.comparing import called, compare
from kaifang.programme.duplicates.finding import (
    SuspectedPair,
    demand_sight,
    find_pair,
    processes_of,
    ruled,
    suspected,
)
from kaifang.programme.duplicates.registrations import rule_of
from kaifang.programme.duplicates.ruling import may_rule, rule
from kaifang.programme.duplicates.rulings import Verdict
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.places import Crumb, paged
from kaifang.site.doing import ActForm, Acts, done, posted, status
from kaifang.site.duplicates import tables
from kaifang.site.duplicates.forms import RulingForm
from kaifang.site.exporting import asked_for

PAIRS_A_PAGE = 50


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the pairs that wait for a ruling, and the rulings."""
    actor, programme = acting(request), asked.programme
    demand_sight(actor, asked.law)
    waiting, fallen = [], []
    for process in processes_of(asked.law):
        waiting += suspected(actor, programme, process)
        fallen += ruled(actor, programme, process)
    page = paged(request.GET, waiting, PAIRS_A_PAGE)
    told = waiting if "format" in request.GET else page.object_list
    table = tables.suspected_table(asked, told, request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "duplicates/index.html", {
        "table": table,
        "page": page,
        "count": len(waiting),
        "rulings": tables.ruled_table(asked, fallen, request.GET) if fallen else None,
    })  # fmt: skip


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, pair: str) -> HttpResponse:
    """Show two cases side by side; a POST rules on them."""
    actor, programme = acting(request), asked.programme
    found = find_pair(actor, programme, pair)
    offered = _forms(request, asked, found) if may_rule(actor, programme, found.process) else {}
    if request.method == "POST" and done(request, offered, _acts(request, asked, found)):
        return HttpResponseRedirect(tables.address(asked, found))
    people = names_of(one.by for one in found.fallen)
    return render(request, "duplicates/show.html", {
        "pair": found,
        "name": f"{called(found.first)} · {called(found.second)}",
        "orgs": [org_name(asked.law, one.org) for one in (found.first, found.second)],
        "cases": [(called(one), tables.case_address(asked, found, one)) for one in (found.first, found.second)],
        "reasons": tables.reasons(found),
        "score": tables.score(found),
        "table": tables.comparison_table(asked, found, compare(actor, programme, found)),
        "offered": [(name, Verdict(name).label, form) for name, form in offered.items()],
        "fallen": [(one, people.get(one.by, one.by)) for one in reversed(found.fallen)],
        "cites": asked.law.cited(rule_of(programme, found.process).cite, ""),
        "trail": [
            Crumb(_("Duplicates"), asked.address(reverse("duplicates:index"))),
            Crumb(f"{called(found.first)} · {called(found.second)}"),
        ],
    }, status=status(offered))  # fmt: skip


def _forms(request: HttpRequest, asked: Asked, pair: SuspectedPair) -> dict[str, ActForm]:
    """What may be ruled as things stand."""
    if pair.is_merged:
        verdicts = [Verdict.SEPARATE]
    else:
        verdicts = [Verdict.MERGE]
        if pair.is_open:
            verdicts.append(Verdict.DISTINCT)
    return {one.value: _form(request, asked, pair, one) for one in verdicts}


def _form(request: HttpRequest, asked: Asked, pair: SuspectedPair, verdict: Verdict) -> ActForm:
    free = rule_of(asked.programme, pair.process).keeps == "ruled" and verdict is Verdict.MERGE
    stays = (
        [(one.case, _stays(asked, pair, one.org, called(one))) for one in (pair.first, pair.second)]
        if free
        else ()
    )
    return RulingForm(verdict, pair.version, posted(request, verdict.value), stays)


def _stays(asked: Asked, pair: SuspectedPair, org: str, name: str) -> Text:
    whose = org_name(asked.law, org)
    return Text(f"{name}（{whose.zh}）", f"{name} ({whose.en})")


def _acts(request: HttpRequest, asked: Asked, pair: SuspectedPair) -> Acts:
    def given(form: ActForm) -> object:
        told = form.cleaned_data
        return rule(
            acting(request),
            asked.programme,
            pair.process,
            pair.id,
            Verdict(told["act"]),
            told["reason"],
            version=told["version"],
            kept=told.get("kept", ""),
        )

    return {one.value: given for one in Verdict}
