"""Slips: the list, a new one, and one as a letter with its course."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.programme.dispatch import slips as acts
from kaifang.programme.dispatch.desk import clock, open_slip
from kaifang.programme.dispatch.desk import slips as slips_seen
from kaifang.programme.dispatch.escalating import escalations
from kaifang.programme.dispatch.levels import above, level_name, levels
from kaifang.programme.dispatch.relations import SlipKind
from kaifang.programme.naming import org_name
from kaifang.programme.reach import orgs_of
from kaifang.programme.rights import Act, demand, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.dispatching import let_inside, trail
from kaifang.site.doing import ActForm, Acts, ReasonForm, done, posted, status
from kaifang.site.exporting import asked_for
from kaifang.site.slips import forms, tables
from kaifang.store.models import Slip


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the slips that whoever asks may see."""
    let_inside(asked)
    found = slips_seen(acting(request), asked.programme)
    proposed = escalations(acting(request), asked.programme, found)
    table = tables.slips_table(asked, found, proposed, request.GET)
    if file := asked_for(request, asked, table):
        return file
    late = sum(clock(asked.programme, one).is_overdue for one in found)
    return render(request, "slips/index.html", {
        "table": table, "late": late, "proposed": len(proposed),
        "can_send": bool(_senders(request, asked)),
    })  # fmt: skip


@answered
def new(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Write a slip; what it is called follows from the two organisations."""
    let_inside(asked)
    senders = _senders(request, asked)
    if not senders:
        demand(acting(request), Act.DISPATCH, asked.law.head.org or "", asked.law.orgs)
    first = {
        name: asked.query[name] for name in ("to_org", "title", "matter") if name in asked.query
    }
    data = request.POST if request.method == "POST" else None
    receivers = [one for one in orgs_of(asked.law) if one.kind != "nation"]
    form = forms.SlipForm(senders, receivers, levels(asked.law), data, initial=first)
    if data is not None and form.is_valid():
        try:
            slip = acts.send(
                acting(request), asked.programme, form.cleaned_data["from_org"], form.draft
            )
        except KaifangError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(serial)s has been sent.") % {"serial": slip.serial})
            return HttpResponseRedirect(asked.address(f"/dispatch/slips/{slip.pk}/"))
    return render(request, "slips/new.html", {
        "form": form, "trail": trail(asked, _("Slips"), "/dispatch/slips/"),
    }, status=400 if form.errors else 200)  # fmt: skip


@answered
def show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show a slip as a letter with its course; a POST does what its form asks."""
    slip = open_slip(acting(request), asked.programme, number)
    offered = _slip_forms(request, asked, slip)
    if request.method == "POST" and done(request, offered, _slip_acts(request, asked, slip)):
        return HttpResponseRedirect(request.get_full_path())
    left = clock(asked.programme, slip)
    proposed = escalations(acting(request), asked.programme, [slip]).get(slip.pk)
    return render(request, "slips/show.html", {
        "slip": slip,
        "subject": f"slip:{slip.serial}",
        "kind": SlipKind(slip.kind).label,
        "level": level_name(asked.law, slip.level),
        "standing": message(f"slip.state.{slip.state}"),
        "clock": left,
        "proposed": message("slip.raise_to", level=proposed.name) if proposed else "",
        "letter": acts.letter(asked.programme, slip),
        "from": org_name(asked.law, slip.from_org),
        "to": org_name(asked.law, slip.to_org),
        "events": [_event(asked, one) for one in slip.events.order_by("-number")],
        "forms": offered,
        "draft": asked.address(f"/dispatch/letter/{number}/")
        if may(acting(request), Act.DISPATCH, slip.from_org, asked.law.orgs) else "",
        "wrong": next((one for one in offered.values() if one.errors), None),
        "trail": trail(asked, _("Slips"), "/dispatch/slips/"),
    }, status=status(offered))  # fmt: skip


def _slip_forms(request: HttpRequest, asked: Asked, slip: Slip) -> dict[str, ActForm]:
    actor, orgs, version = acting(request), asked.law.orgs, slip.version
    waits = slip.state in acts.WAITING
    found: dict[str, ActForm] = {}
    if waits and may(actor, Act.ANSWER_SLIP, slip.to_org, orgs):
        found["answer"] = ReasonForm("answer", version, posted(request, "answer"))
    if slip.state == acts.CLOSED or not may(actor, Act.DISPATCH, slip.from_org, orgs):
        return found
    if slip.state == acts.ANSWERED:
        found["return"] = ReasonForm("return", version, posted(request, "return"))
    if waits and (higher := above(asked.law, slip.level)):
        found["raise"] = forms.RaiseForm(higher, version, posted(request, "raise"))
    if waits:
        data = posted(request, "extend")
        found["extend"] = forms.ExtendForm("extend", version, data, days=3, clock="working")
    found["close"] = ReasonForm("close", version, posted(request, "close"))
    return found


def _slip_acts(request: HttpRequest, asked: Asked, slip: Slip) -> Acts:
    actor, programme = acting(request), asked.programme

    def given(form: ActForm) -> tuple[str, int]:
        return form.cleaned_data["reason"], form.cleaned_data["version"]

    return {
        "answer": lambda form: acts.answer_slip(actor, programme, slip, *given(form)),
        "return": lambda form: acts.return_answer(actor, programme, slip, *given(form)),
        "raise": lambda form: acts.raise_level(
            actor, programme, slip, form.cleaned_data["level"], *given(form)
        ),
        "extend": lambda form: acts.extend(actor, programme, slip, form.limit, *given(form)),
        "close": lambda form: acts.close(actor, programme, slip, *given(form)),
    }


def _event(asked: Asked, event: Any) -> dict[str, object]:
    content = event.content
    return {
        "label": message(f"slip.event.{event.kind}"),
        "org": org_name(asked.law, event.org),
        "at": event.at,
        "says": event.reason,
        "level": level_name(asked.law, content["to"]) if event.kind == acts.RAISED else "",
        "due": content.get("to", "") if event.kind in (acts.EXTENDED, acts.RETURNED) else "",
        "late": content.get("late", False),
    }


def _senders(request: HttpRequest, asked: Asked) -> list[Org]:
    actor, orgs = acting(request), asked.law.orgs
    senders = ("province", "department")
    own = [one for one in orgs_of(asked.law) if one.kind in senders]
    return [one for one in own if may(actor, Act.DISPATCH, one.id, orgs)]
