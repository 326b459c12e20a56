"""Dispatch: the table, the meeting, the leader's page; checking and issue; slips; suggestions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.programme.dispatch import slips as acts
from kaifang.programme.dispatch.briefing import briefing
from kaifang.programme.dispatch.circulating import (
    CIRCULATED,
    ISSUED,
    answer,
    checked,
    circulate,
    editions,
    open_dispatch,
    withdraw,
)
from kaifang.programme.dispatch.deciding import INTERVIEW, decide, decisions
from kaifang.programme.dispatch.desk import clock, open_slip
from kaifang.programme.dispatch.desk import slips as slips_seen
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.dispatch.issuing import issue, issued
from kaifang.programme.dispatch.levels import above, level, levels
from kaifang.programme.dispatch.periods import periods
from kaifang.programme.dispatch.relations import SlipKind
from kaifang.programme.dispatch.remarking import may_speak, write_remark
from kaifang.programme.dispatch.remarks import newest_remark, remarks
from kaifang.programme.dispatch.sheets import dispatch_sheet, issued_sheet
from kaifang.programme.dispatch.suggesting import Suggestion
from kaifang.programme.dispatch.suggesting import suggestions as suggested
from kaifang.programme.dispatch.table import (
    DispatchLine,
    DispatchTable,
    dispatch_table,
    in_rank_order,
)
from kaifang.programme.errors import InternalOnly
from kaifang.programme.naming import org_name
from kaifang.programme.reach import orgs_of
from kaifang.programme.rights import Act, demand, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.addresses import keep
from kaifang.site.components.markup import said
from kaifang.site.components.places import Crumb, choices
from kaifang.site.components.targets import light
from kaifang.site.dispatch import forms, tables
from kaifang.site.exporting import asked_for, download
from kaifang.store.models import Dispatch, Slip

Acts = Mapping[str, Callable[[forms.ActForm], object]]


# -- the table ------------------------------------------------------------------------------------


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the table of a period in administrative or in rank order."""
    table = _table(asked)
    form = forms.DispatchFilters(asked, table, periods(asked.programme, asked.figures))
    behind = request.GET.get("show") == "behind"
    kept = table.kept(org=form.chosen("org"), indicator=form.chosen("indicator"), behind=behind)
    by_rank = request.GET.get("by") == "rank"
    lines = in_rank_order(kept) if by_rank else kept
    if "format" in request.GET:
        return download(dispatch_sheet(table, lines, spoken()), request.GET["format"])
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
    table = _table(asked)
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
    page = briefing(_table(asked))
    lights = [(colour, page.lights.get(colour, 0)) for colour in ("red", "amber", "green", "grey")]
    return render(request, "dispatch/leader.html", {
        "page": page,
        "period": page.table.period.name(cumulative=True),
        "lights": [(tables.Light(colour), count) for colour, count in lights],
        "own": [_brief(asked, one) for one in page.own],
        "behind": [_brief(asked, one) for one in page.behind],
        "problems": [_told(one, ("problem", "next_step")) for one in page.problems],
        "proposals": [_told(one, ("proposal",)) for one in page.proposals],
    })  # fmt: skip


def _brief(asked: Asked, line: DispatchLine) -> dict[str, object]:
    return {
        "name": line.name,
        "org": line.org.name,
        "target": line.asked,
        "href": asked.address(f"/targets/{line.target.id}/"),
        "actual": asked.figure(line.actual) if line.actual else "",
        "attainment": tables.figure(asked, line, line.attainment) if line.actual else "",
        "light": light(line.progress),
    }


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
    target, period = asked.programme.target(item), _period(asked)
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
    line = _table(asked).line(item)
    return render(request, "dispatch/remark.html", {
        "form": form, "line": line, "period": period.name(cumulative=True), "remark": now,
        "light": light(line.progress) if line else None, "trail": _trail(asked, _("Remark")),
    }, status=400 if form.errors else 200)  # fmt: skip


# -- checking and issue ---------------------------------------------------------------------------


@answered
def issuing(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the tables that were given out; a POST gives another one out."""
    _inside(asked)
    period, actor = _period(asked), acting(request)
    form = forms.CirculateForm("circulate", 0, request.POST or None, days=3, clock="working")
    if request.method == "POST" and form.is_valid():
        try:
            dispatch = circulate(actor, asked.programme, period, form.limit)
        except KaifangError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The figures are with the cities for checking."))
            return HttpResponseRedirect(asked.address(f"/dispatch/issuing/{dispatch.pk}/"))
    found = editions(asked.programme)
    return render(request, "dispatch/issuing.html", {
        "table": tables.editions_table(asked, found, lambda code: Period.parse(code).name()),
        "form": form if _may_dispatch(request, asked) else None,
        "period": period.name(cumulative=True),
        "mine": _to_check(request, asked, found),
    }, status=400 if form.errors else 200)  # fmt: skip


@answered
def issuing_show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show who answered what; a POST issues the table or takes it back."""
    _inside(asked)
    dispatch = open_dispatch(asked.programme, number)
    actor, programme = acting(request), asked.programme
    does: Acts = {
        "issue": lambda form: issue(
            actor, programme, dispatch, reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["version"],
        ),
        "withdraw": lambda form: withdraw(
            actor, programme, dispatch, form.cleaned_data["reason"]
        ),
    }  # fmt: skip
    offered = {
        "issue": forms.MaybeReasonForm("issue", dispatch.version, _posted(request, "issue")),
        "withdraw": forms.ReasonForm("withdraw", dispatch.version, _posted(request, "withdraw")),
    }
    if request.method == "POST" and (name := _done(request, offered, does)):
        folder = "issued" if name == "issue" else "issuing"
        return HttpResponseRedirect(asked.address(f"/dispatch/{folder}/{number}/"))
    out = checked(dispatch)
    open_ = dispatch.state == CIRCULATED and _may_dispatch(request, asked)
    return render(request, "dispatch/issuing_show.html", {
        "dispatch": dispatch,
        "state": message(f"dispatch.state.{dispatch.state}"),
        "period": Period.parse(dispatch.period).name(cumulative=True),
        "out": out,
        "limit": out.limit.text,
        "answers": tables.answers_table(asked, out),
        "forms": offered if open_ else {},
        "draft": _notice(request, asked, number) if dispatch.state in (CIRCULATED, ISSUED) else "",
        "wrong": next((one for one in offered.values() if one.errors), None),
        "mine": _to_check(request, asked, [dispatch]),
        "trail": _trail(asked, _("Checking and issue"), "/dispatch/issuing/"),
    }, status=_status(offered))  # fmt: skip


@answered
def check(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show a city its own rows as they were given out; a POST agrees or objects."""
    _inside(asked)
    dispatch = open_dispatch(asked.programme, number)
    actor, orgs = acting(request), asked.law.orgs
    out = checked(dispatch)
    own = [id for id in out.answers if may(actor, Act.CHECK_DISPATCH, id, orgs)]
    wanted = asked.query.get("org") or (own[0] if own else "")
    demand(actor, Act.CHECK_DISPATCH, wanted, orgs)
    rows = out.rows_of(wanted, asked.programme)
    items = [(row["item"], _row_name(row)) for row in rows]
    form = forms.AnswerForm(items, dispatch.version, _posted(request, "answer"))

    def answer_(given: forms.ActForm) -> object:
        said_ = given.cleaned_data
        return answer(
            actor, asked.programme, dispatch, wanted, said_["verdict"], reason=said_["reason"],
            items=tuple(said_["items"]),
        )  # fmt: skip

    if request.method == "POST" and _done(request, {"answer": form}, {"answer": answer_}):
        return HttpResponseRedirect(request.get_full_path())
    period = Period.parse(dispatch.period).name(cumulative=True)
    caption = message("dispatch.caption", name=org_name(asked.law, wanted), period=period)
    return render(request, "dispatch/check.html", {
        "org": org_name(asked.law, wanted),
        "period": period,
        "out": out,
        "limit": out.limit.text,
        "now": out.answers[wanted],
        "verdict": _verdict(out.answers[wanted].verdict),
        "form": form if dispatch.state == CIRCULATED else None,
        "table": tables.frozen_table(rows, caption, "", request.GET, formats=()),
        "trail": _trail(asked, _("Checking and issue"), "/dispatch/issuing/"),
    }, status=400 if form.errors else 200)  # fmt: skip


@answered
def issued_show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show a table as it was issued, with what was adjusted since the one before."""
    _inside(asked)
    done = issued(open_dispatch(asked.programme, number))
    sheet = issued_sheet(asked.law, done, spoken())
    if "format" in request.GET:
        return download(sheet, request.GET["format"])
    since = Period.parse(done.adjusted_since).name(cumulative=True) if done.adjusted_since else ""
    return render(request, "dispatch/issued.html", {
        "done": done,
        "period": done.period.name(cumulative=True),
        "table": tables.frozen_table(done.rows, sheet.title, sheet.source, request.GET),
        "adjusted": tables.adjusted_table(done.adjusted, since) if done.adjusted else None,
        "since": since,
        "draft": _notice(request, asked, number),
        "trail": _trail(asked, _("Checking and issue"), "/dispatch/issuing/"),
    })  # fmt: skip


# -- slips ----------------------------------------------------------------------------------------


@answered
def slips(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the slips that whoever asks may see."""
    _inside(asked)
    found = slips_seen(acting(request), asked.programme)
    table = tables.slips_table(asked, found, request.GET)
    if file := asked_for(request, asked, table):
        return file
    late = sum(clock(asked.programme, one).is_overdue for one in found)
    return render(request, "dispatch/slips.html", {
        "table": table, "late": late, "can_send": bool(_senders(request, asked)),
    })  # fmt: skip


@answered
def slips_new(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Write a slip; what it is called follows from the two organisations."""
    _inside(asked)
    senders = _senders(request, asked)
    if not senders:
        demand(acting(request), Act.DISPATCH, asked.law.head.org or "", asked.law.orgs)
    first = {
        name: asked.query[name] for name in ("to_org", "title", "matter") if name in asked.query
    }
    data = request.POST if request.method == "POST" else None
    form = forms.SlipForm(senders, orgs_of(asked.law), levels(asked.law), data, initial=first)
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
    return render(request, "dispatch/slip_new.html", {
        "form": form, "trail": _trail(asked, _("Slips"), "/dispatch/slips/"),
    }, status=400 if form.errors else 200)  # fmt: skip


@answered
def slips_show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show a slip as a letter with its course; a POST does what its form asks."""
    slip = open_slip(acting(request), asked.programme, number)
    offered = _slip_forms(request, asked, slip)
    if request.method == "POST" and _done(request, offered, _slip_acts(request, asked, slip)):
        return HttpResponseRedirect(request.get_full_path())
    left = clock(asked.programme, slip)
    return render(request, "dispatch/slip.html", {
        "slip": slip,
        "kind": SlipKind(slip.kind).label,
        "level": level(asked.law, slip.level).name,
        "state": message(f"slip.state.{slip.state}"),
        "clock": left,
        "letter": acts.letter(asked.programme, slip),
        "from": org_name(asked.law, slip.from_org),
        "to": org_name(asked.law, slip.to_org),
        "events": [_event(asked, one) for one in slip.events.order_by("-number")],
        "forms": offered,
        "draft": asked.address(f"/dispatch/letter/{number}/")
        if may(acting(request), Act.DISPATCH, slip.from_org, asked.law.orgs) else "",
        "wrong": next((one for one in offered.values() if one.errors), None),
        "trail": _trail(asked, _("Slips"), "/dispatch/slips/"),
    }, status=_status(offered))  # fmt: skip


def _slip_forms(request: HttpRequest, asked: Asked, slip: Slip) -> dict[str, forms.ActForm]:
    actor, orgs, version = acting(request), asked.law.orgs, slip.version
    waits = slip.state in acts.WAITING
    found: dict[str, forms.ActForm] = {}
    if waits and may(actor, Act.ANSWER_SLIP, slip.to_org, orgs):
        found["answer"] = forms.ReasonForm("answer", version, _posted(request, "answer"))
    if slip.state == acts.CLOSED or not may(actor, Act.DISPATCH, slip.from_org, orgs):
        return found
    if slip.state == acts.ANSWERED:
        found["return"] = forms.ReasonForm("return", version, _posted(request, "return"))
    if waits and (higher := above(asked.law, slip.level)):
        found["raise"] = forms.RaiseForm(higher, version, _posted(request, "raise"))
    if waits:
        data = _posted(request, "extend")
        found["extend"] = forms.ExtendForm("extend", version, data, days=3, clock="working")
    found["close"] = forms.ReasonForm("close", version, _posted(request, "close"))
    return found


def _slip_acts(request: HttpRequest, asked: Asked, slip: Slip) -> Acts:
    actor, programme = acting(request), asked.programme

    def given(form: forms.ActForm) -> tuple[str, int]:
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
        "level": level(asked.law, content["to"]).name if event.kind == acts.RAISED else "",
        "due": content["to"] if event.kind == acts.EXTENDED else "",
        "late": content.get("late", False),
    }


# -- suggestions ----------------------------------------------------------------------------------


@answered
def suggestions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List whom the rules would notify or interview; a POST decides on one of them."""
    table = _table(asked)
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
    return render(request, "dispatch/suggestions.html", {
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
        "lines": [_brief(asked, line) for line in one.lines],
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


# -- what several pages need ----------------------------------------------------------------------


def _table(asked: Asked) -> DispatchTable:
    moment = asked.moment
    period = asked.query.get("period", "")
    return dispatch_table(asked.programme, period, moment.as_of, moment.seen_at)


def _period(asked: Asked) -> Period:
    return _table(asked).period


def _inside(asked: Asked) -> None:
    if not asked.programme.viewer.is_internal:
        raise InternalOnly


def _may_dispatch(request: HttpRequest, asked: Asked) -> bool:
    return may(acting(request), Act.DISPATCH, asked.law.head.org or "", asked.law.orgs)


def _notice(request: HttpRequest, asked: Asked, number: int) -> str:
    """Where the notice of a table is drafted; "" for who may not."""
    can_draft = _may_dispatch(request, asked)
    return asked.address(f"/dispatch/notice/{number}/") if can_draft else ""


def _senders(request: HttpRequest, asked: Asked) -> list[Org]:
    actor, orgs = acting(request), asked.law.orgs
    senders = ("province", "department")
    own = [one for one in orgs_of(asked.law) if one.kind in senders]
    return [one for one in own if may(actor, Act.DISPATCH, one.id, orgs)]


def _speaks(request: HttpRequest, asked: Asked, period: Period) -> Callable[[DispatchLine], str]:
    """Where whoever asks writes of an item; "" where he may not."""
    actor = acting(request)

    def address(line: DispatchLine) -> str:
        if not may_speak(actor, asked.programme, line.target):
            return ""
        return asked.address(f"/dispatch/remarks/{line.target.id}/", period=period.code)

    return address


def _to_check(
    request: HttpRequest, asked: Asked, found: Sequence[Dispatch]
) -> list[tuple[object, str]]:
    """What whoever asks has to check, with where he does."""
    actor, orgs = acting(request), asked.law.orgs
    open_ = [one for one in found if one.state == CIRCULATED]
    return [
        (message("dispatch.caption", name=org_name(asked.law, org),
                 period=Period.parse(one.period).name(cumulative=True)),
         asked.address(f"/dispatch/check/{one.pk}/", org=org))
        for one in open_
        for org in checked(one).answers
        if may(actor, Act.CHECK_DISPATCH, org, orgs)
    ]  # fmt: skip


def _posted(request: HttpRequest, act: str) -> object:
    is_meant = request.method == "POST" and request.POST.get("act") == act
    return request.POST if is_meant else None


def _done(request: HttpRequest, offered: Mapping[str, forms.ActForm], does: Acts) -> str:
    """Do what the posted form asks; its name where it was done, else the form says why not."""
    name = request.POST.get("act", "")
    form = offered.get(name)
    if form is None or not form.is_valid():
        if form is None:
            messages.error(
                request, _("This cannot be done in the present state. Look at the page.")
            )
        return ""
    try:
        does[name](form)
    except KaifangError as refusal:
        form.refuse(refusal)
        return ""
    messages.success(request, _("Done, and recorded."))
    return name


def _status(offered: Mapping[str, forms.ActForm]) -> int:
    return 400 if any(one.errors for one in offered.values()) else 200


def _row_name(row: Frozen) -> Text:
    """Whose item it is, and which."""
    return joined([text_of(row["org_name"]), text_of(row["name"])], " · ", " · ")


def _verdict(verdict: str) -> object:
    return message(f"dispatch.verdict.{verdict}") if verdict else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _trail(asked: Asked, here: object, path: str = "") -> list[Crumb]:
    above_ = Crumb(_("Dispatch"), asked.address("/dispatch/"))
    return [above_, Crumb(here, asked.address(path) if path else "")]
