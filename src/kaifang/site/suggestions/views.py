"""Suggestions: whom the rules would notify or interview; a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.programme.dispatch.deciding import INTERVIEW, decide, decisions
from kaifang.programme.dispatch.suggesting import Suggestion
from kaifang.programme.dispatch.suggesting import suggestions as suggested
from kaifang.programme.rights import Act, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.markup import said
from kaifang.site.dispatch.tables import brief
from kaifang.site.dispatching import table_of
from kaifang.site.suggestions import forms


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List whom the rules would notify or interview; a POST decides on one of them."""
    table = table_of(asked)
    found, held = suggested(table), decisions(asked.programme, table.period)
    key = f"{request.POST.get('rule', '')} {request.POST.get('org', '')}"
    shown = [
        _suggestion(request, asked, number, one, held, key) for number, one in enumerate(found)
    ]
    if request.method == "POST":
        posted = next((one["form"] for one in shown if one["is_posted"]), None)
        form = posted or forms.DecideForm("other", {}, request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                decide(acting(request), table, given["rule"], given["org"], given["verdict"],
                       named=given["named"], reason=given["reason"])  # fmt: skip
            except KaifangError as refusal:
                if posted is None:
                    raise
                form.refuse(refusal)
            else:
                messages.success(request, _("The decision has been recorded."))
                return HttpResponseRedirect(request.get_full_path())
    wrong = next((one["form"] for one in shown if one["form"] and one["form"].errors), None)
    return render(request, "suggestions/index.html", {
        "found": shown, "period": table.period.name(cumulative=True), "wrong": wrong,
        "rules": bool(asked.law.notices),
    }, status=400 if wrong else 200)  # fmt: skip


def _suggestion(
    request: HttpRequest, asked: Asked, number: int, one: Suggestion,
    held: Mapping[tuple[str, str], Any], key: str,
) -> dict[str, Any]:  # fmt: skip
    rule, org = one.rule, one.org
    decision = held.get((rule.id, org.id))
    is_posted = request.method == "POST" and key == f"{rule.id} {org.id}"
    first = {"rule": rule.id, "org": org.id, "verdict": rule.measure, "named": rule.named}
    allowed = may(acting(request), Act.DISPATCH, org.id, asked.law.orgs)
    data = request.POST if is_posted else None
    return {
        "rule": rule.name.text,
        "org": org.name,
        "org_href": asked.address(f"/orgs/{org.id}/"),
        "measure": message(f"suggest.measure.{rule.measure}"),
        "named": message("suggest.named" if rule.named else "suggest.unnamed"),
        "lines": [brief(asked, line) for line in one.lines],
        "citations": asked.law.citations(rule),
        "decision": decision,
        "verdict": message(f"suggest.measure.{decision.verdict}") if decision else "",
        "form": forms.DecideForm(f"decide{number}", first, data) if allowed else None,
        "draft": asked.address(f"/dispatch/interview/{rule.id}/{org.id}/", period=one.period.code)
        if allowed and decision and decision.verdict == INTERVIEW else "",
        "is_posted": is_posted,
        "slip_href": asked.address("/dispatch/slips/new/", to_org=org.id,
                                   title=said(one.lines[0].name)),
    }  # fmt: skip
