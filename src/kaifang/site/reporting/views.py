"""Forms: what is owed and until when, how far all are, what is closed and what was corrected."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kaifang.core.errors import KaifangError
from kaifang.programme.naming import org_name
from kaifang.programme.people.errors import TokenRefused
from kaifang.programme.people.feed_keys import feed_key, owner_of_feed
from kaifang.programme.people.naming import names_of
from kaifang.programme.reporting.acting import closings
from kaifang.programme.reporting.agenda import (
    is_current,
    progress_of,
    to_decide,
    to_fill,
    to_review,
)
from kaifang.programme.reporting.clock import day_of
from kaifang.programme.reporting.closing import close
from kaifang.programme.reporting.corrections import corrections
from kaifang.programme.reporting.due import owed_by, punctuality_of
from kaifang.programme.reporting.feed import due_feed
from kaifang.programme.rights import Act, NotAllowed, demand, may
from kaifang.site.acting import acting, address_of
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.addresses import own_query
from kaifang.site.components.markup import in_words
from kaifang.site.components.places import Crumb
from kaifang.site.errors import forbidden
from kaifang.site.exporting import asked_for
from kaifang.site.reporting import forms, tables

# Of a calendar that lies in the past only what is still open is shown.
AHEAD = timedelta(days=366)


# -- what is owed ---------------------------------------------------------------------------------


@login_required
@require_safe
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show what the reader owes and what waits for him, and how far all others are."""
    actor, programme = acting(request), asked.programme
    owed = owed_by(actor, programme)
    waiting = [*to_review(actor, programme, owed), *to_decide(actor, programme, owed)]
    own = to_fill(actor, programme, owed)
    listed = {
        "mine": tables.owed_table(asked, "mine", _("To be filled in by me"), own,
                                  own_query(request.GET, "mine"),
                                  _("You owe no form now.")),
        "review": tables.owed_table(asked, "review", _("Waiting for my review"), waiting,
                                    own_query(request.GET, "review"),
                                    _("Nothing waits for your review.")),
        "progress": tables.progress_table(asked, progress_of(programme, owed),
                                          own_query(request.GET, "progress")),
        "punctuality": tables.punctuality_table(asked, punctuality_of(asked.law, owed),
                                                own_query(request.GET, "punctuality")),
    }  # fmt: skip
    if file := asked_for(request, asked, *listed.values()):
        return file
    return render(request, "reporting/index.html", {
        **listed,
        "owed": owed,
        "may_review": bool(waiting) or any(may(actor, Act.REVIEW, one.duty.org, asked.law.orgs)
                                           for one in owed),
        "fills": bool(own) or any(may(actor, Act.FILL, one.duty.org, asked.law.orgs)
                                  for one in owed),
        **_doors(request, asked),
    })  # fmt: skip


@login_required
@require_safe
@answered
def every(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List all forms that the reader may see, as far as their time has come."""
    owed = [one for one in owed_by(acting(request), asked.programme) if is_current(asked.law, one)]
    filters = forms.FormFilters(asked, owed)
    shown = [one for one in owed if filters.keeps(one)]
    shown.sort(key=lambda one: one.duty.due, reverse=True)
    table = tables.owed_table(asked, "forms", _("All forms"), shown, request.GET,
                              _("No form is as you asked."))  # fmt: skip
    if file := asked_for(request, asked, table):
        return file
    return render(request, "reporting/every.html", {
        "table": table, "filters": filters,
        "came_in": sum(one.timeliness.is_in for one in shown), "total": len(shown),
        "trail": _trail(asked, _("All forms")),
    })  # fmt: skip


def _doors(request: HttpRequest, asked: Asked) -> dict[str, bool]:
    """Which of the further pages the reader may open."""
    actor, orgs = acting(request), asked.law.orgs
    top = asked.law.head.org or ""
    return {"may_close": may(actor, Act.CLOSE, top, orgs)}


# -- closing and correcting -----------------------------------------------------------------------


@never_cache
@login_required
@answered
def closing(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Say what each period lacks; a POST closes one."""
    actor, law = acting(request), asked.law
    demand(actor, Act.CLOSE, law.head.org or "", law.orgs)
    wrong: forms.CloseForm | None = None
    if request.method == "POST":
        wrong = _closed(request, asked)
        if wrong is None:
            return HttpResponseRedirect(asked.address("/forms/closing/"))
    listed = progress_of(asked.programme, owed_by(actor, asked.programme))
    closed = [(one, one.closing.who) for one in listed if one.closing]
    names = names_of(who for _one, who in closed)
    return render(request, "reporting/closing.html", {
        "open": [
            (one, _close_form(one.form.id, one.period.code, wrong),
             [org_name(law, missing.duty.org) for missing in one.missing])
            for one in listed if one.closing is None
        ],
        "closed": [(one, names.get(who, "")) for one, who in closed],
        "wrong": wrong,
        "trail": _trail(asked, _("Closing")),
    }, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)  # fmt: skip


def _closed(request: HttpRequest, asked: Asked) -> forms.CloseForm | None:
    """Close what was asked for; the form with its errors where that cannot be."""
    form = forms.CloseForm(request.POST, auto_id="wrong_%s")
    if not form.is_valid():
        return form
    given = form.cleaned_data
    try:
        close(acting(request), asked.programme, given["form"], given["period"], given["reason"])
    except NotAllowed:
        raise
    except KaifangError as refusal:
        form.add_error("reason", in_words(refusal))
        return form
    messages.success(request, _("Closed: what changes from now on is a correction."))
    return None


def _close_form(form: str, period: str, wrong: forms.CloseForm | None) -> forms.CloseForm:
    if wrong and (wrong.data.get("form"), wrong.data.get("period")) == (form, period):
        return wrong
    about = {"form": form, "period": period}
    return forms.CloseForm(initial=about, auto_id=f"close-{form}-{period}_%s")


@login_required
@require_safe
@answered
def corrected(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List corrections, the latest on top."""
    listed = corrections(acting(request), asked.programme)
    table = tables.corrections_table(asked, listed, request.GET)
    if file := asked_for(request, asked, table):
        return file
    trail = _trail(asked, _("Corrections"))
    return render(request, "reporting/corrections.html", {"table": table, "trail": trail})


# -- the calendar ---------------------------------------------------------------------------------


@login_required
@require_safe
@answered
def calendar(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show which form is due when, and the address that a diary subscribes to."""
    today = day_of(asked.law)
    owed = [one for one in owed_by(acting(request), asked.programme)
            if one.duty.due <= today + AHEAD]  # fmt: skip
    table = tables.calendar_table(asked, owed, closings(), today, request.GET)
    if file := asked_for(request, asked, table):
        return file
    path = asked.address("/forms/calendar.ics", key=feed_key(request.user), lang=spoken())
    address = f"{_site(request)}{path}"
    return render(request, "reporting/calendar.html", {
        "table": table, "address": address, "today": today,
        "trail": _trail(asked, _("Calendar")),
    })  # fmt: skip


@never_cache
@require_safe
@answered
def feed(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Hand out a person's due dates to his diary, by his key or his login."""
    try:
        key = request.GET.get("key")
        actor = owner_of_feed(key, address_of(request)) if key else acting(request)
    except TokenRefused as refusal:
        return forbidden(request, refusal)
    if not actor.user:
        return forbidden(request, TokenRefused())
    lang = request.GET.get("lang", "")
    language = lang if lang in {"zh", "en"} else spoken()
    text = due_feed(actor, asked.programme, language, _site(request))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="kaifang.ics"'
    return answer


def _site(request: HttpRequest) -> str:
    """The address that links from outside begin with."""
    return (settings.SITE_ADDRESS or request.build_absolute_uri("/")).rstrip("/")


# -- shared ---------------------------------------------------------------------------------------


def _trail(asked: Asked, label: object, href: str = "") -> list[Crumb]:
    last = Crumb(label, asked.address(href) if href else "")
    return [Crumb(_("Forms"), asked.address("/forms/")), last]
