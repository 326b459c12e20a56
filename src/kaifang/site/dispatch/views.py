"""Dispatch: the table, the meeting, the leader's page, and what is said of an item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.errors import KaifangError
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.programme.dispatch.briefing import briefing
from kaifang.programme.dispatch.periods import periods
from kaifang.programme.dispatch.remarking import may_speak, write_remark
from kaifang.programme.dispatch.remarks import newest_remark, remarks
from kaifang.programme.dispatch.sheets import dispatch_sheet
from kaifang.programme.dispatch.table import DispatchLine, in_rank_order
from kaifang.programme.rights import Act, demand
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.addresses import keep
from kaifang.site.components.lights import Light
from kaifang.site.components.places import choices
from kaifang.site.components.targets import light
from kaifang.site.dispatch import forms, tables
from kaifang.site.dispatching import period_of, table_of, trail
from kaifang.site.exporting import download


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the table of a period in administrative or in rank order."""
    table = table_of(asked)
    form = forms.DispatchFilters(asked, table, periods(asked.programme, asked.figures))
    behind = request.GET.get("show") == "behind"
    kept = table.kept(org=form.chosen("org"), indicator=form.chosen("indicator"), behind=behind)
    by_rank = request.GET.get("by") == "rank"
    lines = in_rank_order(kept) if by_rank else kept
    if "format" in request.GET:
        sheet = dispatch_sheet(table, lines, spoken())
        return download(sheet, request.GET["format"])
    speaks = _speaks(request, asked, table.period)
    orders = [("", _("administrative order")), ("rank", _("rank order"))]
    shows = [("", _("all")), ("behind", _("behind"))]
    return render(request, "dispatch/index.html", {
        "form": form,
        "orders": choices(request.GET, "by", orders),
        "shows": choices(request.GET, "show", shows),
        "meeting_href": asked.address("/dispatch/meeting/", period=asked.query.get("period")),
        "paper_href": keep(request.GET, paper="a3"),
        "count": len(lines),
        "table": asked.drawn(
            _name_of_table(request, asked),
            lambda: tables.dispatch(
                asked, table, lines, request.GET, by_rank=by_rank, speaks=speaks
            ),
        ),
    })  # fmt: skip


def _name_of_table(request: HttpRequest, asked: Asked) -> str:
    """What else the table depends on: the remarks so far, and what the reader may write."""
    actor = acting(request)
    return f"dispatch {newest_remark(asked.programme)} {actor.user} {actor.posts} {actor.solo}"


@answered
def meeting(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show one organisation after another in large type, with problem and next step."""
    table = table_of(asked)
    stops = [(asked.law.orgs[id], list(of)) for id, of in groupby(table, key=lambda o: o.org.id)]
    context: dict[str, object] = {
        "table_period": table.period.name(cumulative=True),
        "leave": asked.address("/dispatch/", period=asked.query.get("period")),
    }
    if stops:
        at = min(max(_number(request.GET.get("at", "1")), 1), len(stops))
        org, lines = stops[at - 1]
        context |= {
            "org": org,
            "at": at,
            "of": len(stops),
            "table": _screen(asked, lines, org),
            "spoken": [one for line in lines for one in _spoken(line)],
            "before": (stops[at - 2][0], keep(request.GET, at=at - 1)) if at > 1 else None,
            "after": (stops[at][0], keep(request.GET, at=at + 1)) if at < len(stops) else None,
            "first": keep(request.GET, at=None),
            "last": keep(request.GET, at=len(stops)),
        }
    return render(request, "dispatch/meeting.html", context)


def _screen(asked: Asked, lines: Sequence[DispatchLine], org: Org) -> tables.Table:
    kept = ("name", "target", "schedule", "actual", "attainment", "ahead", "light")
    every = {one.key: one for one in tables.columns(_("Item"), inside=False)}
    rows = [
        tables.drawn(asked, one, tables.item_name(asked, one), lambda _line: "") for one in lines
    ]
    return tables.Table("screen", org.name, [every[key] for key in kept], rows, formats=())


def _spoken(line: DispatchLine) -> list[tuple[object, str, str]]:
    return [
        (line.name, one.words.problem, one.words.next_step)
        for one in line.remarks
        if one.words.problem or one.words.next_step
    ]


@answered
def leader(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Sum a period up on one page."""
    page = briefing(table_of(asked))
    lights = [(colour, page.lights.get(colour, 0)) for colour in ("red", "amber", "green", "grey")]
    return render(request, "dispatch/leader.html", {
        "page": page,
        "period": page.table.period.name(cumulative=True),
        "lights": [(Light(colour), count) for colour, count in lights],
        "own": [tables.brief(asked, one) for one in page.own],
        "behind": [tables.brief(asked, one) for one in page.behind],
        "problems": [_told(one, ("problem", "next_step")) for one in page.problems],
        "proposals": [_told(one, ("proposal",)) for one in page.proposals],
    })  # fmt: skip


def _told(one: Any, fields: Sequence[str]) -> dict[str, object]:
    labels = {"problem": _("Problem"), "next_step": _("Next step"), "proposal": _("Proposal")}
    return {
        "name": one.line.name,
        "org": one.line.org.name,
        "is_carried": one.remark.is_carried,
        "fields": [(labels[field], one.remark.changes(field)) for field in fields],
    }


@answered
def remark(request: HttpRequest, asked: Asked, item: str) -> HttpResponse:
    """Write what an organisation says of an item, beginning with its words of last time."""
    target, period = asked.programme.target(item), period_of(asked)
    allowed = may_speak(acting(request), asked.programme, target)
    if not allowed:
        demand(acting(request), Act.REMARK, target.org, asked.law.orgs)
    held = remarks(asked.programme, period)
    now = next((held[item, org] for org in allowed if (item, org) in held), None)
    first = {"org": allowed[0]}
    if now is not None:
        first |= {"org": now.org, **{name: getattr(now.words, name) for name in forms.FIELDS}}
    data = request.POST if request.method == "POST" else None
    form = forms.RemarkForm([asked.law.orgs[id] for id in allowed], data, initial=first)
    if data is not None and form.is_valid():
        try:
            org = form.cleaned_data["org"]
            write_remark(acting(request), asked.programme, item, org, period, form.words)
        except KaifangError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your words stand in the table."))
            return HttpResponseRedirect(asked.address("/dispatch/", period=period.code))
    line = table_of(asked).line(item)
    return render(request, "dispatch/remark.html", {
        "form": form, "line": line, "period": period.name(cumulative=True), "remark": now,
        "light": light(line.progress) if line else None, "trail": trail(asked, _("Remark")),
    }, status=400 if form.errors else 200)  # fmt: skip


def _speaks(request: HttpRequest, asked: Asked, period: Period) -> Callable[[DispatchLine], str]:
    """Where whoever asks writes of an item; "" where he may not."""
    actor = acting(request)

    def address(line: DispatchLine) -> str:
        if not may_speak(actor, asked.programme, line.target):
            return ""
        return asked.address(f"/dispatch/remarks/{line.target.id}/", period=period.code)

    return address


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
