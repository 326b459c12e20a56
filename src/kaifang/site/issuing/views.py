"""Checking and issue: tables that were given out, what was answered, and what was issued."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.period import Period
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
from kaifang.programme.dispatch.errors import NotAsked
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.dispatch.issuing import issue, issued
from kaifang.programme.dispatch.sheets import issued_sheet
from kaifang.programme.naming import org_name
from kaifang.programme.rights import Act, demand, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.dispatching import let_inside, may_dispatch, period_of, trail
from kaifang.site.doing import ActForm, Acts, MaybeReasonForm, ReasonForm, done, posted, status
from kaifang.site.exporting import download, watermarked
from kaifang.site.issuing import forms, tables
from kaifang.store.models import Dispatch


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the tables that were given out; a POST gives another one out."""
    let_inside(asked)
    period, actor = period_of(asked), acting(request)
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
    return render(request, "issuing/index.html", {
        "table": tables.editions_table(asked, found, lambda code: Period.parse(code).name(cumulative=True)),
        "form": form if may_dispatch(request, asked) else None,
        "period": period.name(cumulative=True),
        "mine": _to_check(request, asked, found),
    }, status=400 if form.errors else 200)  # fmt: skip


@answered
def show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show who answered what; a POST issues the table or takes it back."""
    let_inside(asked)
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
        "issue": MaybeReasonForm("issue", dispatch.version, posted(request, "issue")),
        "withdraw": ReasonForm("withdraw", dispatch.version, posted(request, "withdraw")),
    }
    if request.method == "POST" and (name := done(request, offered, does)):
        folder = "issued" if name == "issue" else "issuing"
        return HttpResponseRedirect(asked.address(f"/dispatch/{folder}/{number}/"))
    out = checked(dispatch)
    open_ = dispatch.state == CIRCULATED and may_dispatch(request, asked)
    return render(request, "issuing/show.html", {
        "dispatch": dispatch,
        "subject": f"dispatch:{dispatch.pk}",
        "standing": message(f"dispatch.state.{dispatch.state}"),
        "period": Period.parse(dispatch.period).name(cumulative=True),
        "out": out,
        "limit": out.limit.text,
        "answers": tables.answers_table(asked, out),
        "forms": offered if open_ else {},
        "draft": _notice(request, asked, number) if dispatch.state in (CIRCULATED, ISSUED) else "",
        "wrong": next((one for one in offered.values() if one.errors), None),
        "mine": _to_check(request, asked, [dispatch]),
        "trail": trail(asked, _("Checking and issue"), "/dispatch/issuing/"),
    }, status=status(offered))  # fmt: skip


@answered
def check(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show a city its own rows as they were given out; a POST agrees or objects."""
    let_inside(asked)
    dispatch = open_dispatch(asked.programme, number)
    actor, orgs = acting(request), asked.law.orgs
    out = checked(dispatch)
    own = [id for id in out.answers if may(actor, Act.CHECK_DISPATCH, id, orgs)]
    wanted = asked.query.get("org") or (own[0] if own else "")
    demand(actor, Act.CHECK_DISPATCH, wanted, orgs)
    if wanted not in out.answers:
        raise NotAsked(found=org_name(asked.law, wanted))
    rows = out.rows_of(wanted, asked.programme)
    items = [(row["item"], _row_name(row)) for row in rows]
    form = forms.AnswerForm(items, dispatch.version, posted(request, "answer"))

    def answer_(given: ActForm) -> object:
        said_ = given.cleaned_data
        return answer(
            actor, asked.programme, dispatch, wanted, said_["verdict"], reason=said_["reason"],
            items=tuple(said_["items"]),
        )  # fmt: skip

    if request.method == "POST" and done(request, {"answer": form}, {"answer": answer_}):
        return HttpResponseRedirect(request.get_full_path())
    period = Period.parse(dispatch.period).name(cumulative=True)
    caption = message("dispatch.caption", name=org_name(asked.law, wanted), period=period)
    return render(request, "issuing/check.html", {
        "org": org_name(asked.law, wanted),
        "period": period,
        "out": out,
        "limit": out.limit.text,
        "now": out.answers[wanted],
        "verdict": _verdict(out.answers[wanted].verdict),
        "form": form if dispatch.state == CIRCULATED else None,
        "table": tables.frozen_table(rows, caption, "", request.GET, formats=()),
        "trail": trail(asked, _("Checking and issue"), "/dispatch/issuing/"),
    }, status=400 if form.errors else 200)  # fmt: skip


@answered
def issued_show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show a table as it was issued, with what was adjusted since the one before."""
    let_inside(asked)
    kept = issued(open_dispatch(asked.programme, number))
    sheet = issued_sheet(asked.law, kept, spoken())
    if "format" in request.GET:
        return download(watermarked(sheet, asked), request.GET["format"])
    since = Period.parse(kept.adjusted_since).name(cumulative=True) if kept.adjusted_since else ""
    return render(request, "issuing/issued.html", {
        "done": kept,
        "period": kept.period.name(cumulative=True),
        "table": tables.frozen_table(kept.rows, sheet.title, sheet.source, request.GET),
        "adjusted": tables.adjusted_table(kept.adjusted, since) if kept.adjusted else None,
        "since": since,
        "draft": _notice(request, asked, number),
        "trail": trail(asked, _("Checking and issue"), "/dispatch/issuing/"),
    })  # fmt: skip


def _notice(request: HttpRequest, asked: Asked, number: int) -> str:
    """Where the notice of a table is drafted; "" for who may not."""
    can_draft = may_dispatch(request, asked)
    return asked.address(f"/dispatch/notice/{number}/") if can_draft else ""


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


def _row_name(row: Frozen) -> Text:
    """Whose item it is, and which."""
    return joined([text_of(row["org_name"]), text_of(row["name"])], " · ", " · ")


def _verdict(verdict: str) -> object:
    return message(f"dispatch.verdict.{verdict}") if verdict else ""
