"""Notices to firms: the list, and one of them; a POST says that the firm knows."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.programme.clearance.acknowledging import acknowledge
from kaifang.programme.clearance.notices import firms_of, notice_named, speaks_for
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.places import Crumb, paged
from kaifang.site.doing import ActForm, done, posted, status
from kaifang.site.exporting import asked_for
from kaifang.site.notices import tables
from kaifang.site.notices.forms import ACKNOWLEDGE, NoticeFilters

A_PAGE = 50


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the notices that whoever asks may see; a file holds all of them."""
    actor, filters = acting(request), NoticeFilters(asked)
    found = tables.Notices(asked.law, actor, filters.chosen("standing"))
    if "format" in request.GET:
        return asked_for(request, asked, tables.notice_table(asked, found[0:], request.GET))
    page = paged(request.GET, found, A_PAGE)
    empty = _("No inspection notice: an order that is recorded within the window of its process opens one.")  # fmt: skip
    return render(request, "notices/index.html", {
        "table": tables.notice_table(asked, page.object_list, request.GET, empty),
        "page": page,
        "filters": filters,
        "overdue": len(tables.Notices(asked.law, actor, "overdue")),
        "is_firm": bool(firms_of(actor)),
    })  # fmt: skip


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, notice: str) -> HttpResponse:
    """Show what a firm is told and what became of it; a POST by the firm acknowledges it."""
    actor = acting(request)
    one = notice_named(asked.law, actor, notice)
    here = asked.address(f"{tables.HERE}{one.id}/")
    if request.method == "POST":
        offered = {ACKNOWLEDGE: ActForm(ACKNOWLEDGE, 0, posted(request, ACKNOWLEDGE))}
        acts = {ACKNOWLEDGE: lambda _form: acknowledge(actor, asked.law, notice)}
        if done(request, offered, acts):
            return HttpResponseRedirect(here)
        return _shown(request, asked, offered, notice)
    return _shown(request, asked, {ACKNOWLEDGE: ActForm(ACKNOWLEDGE, 0)}, notice)


def _shown(
    request: HttpRequest, asked: Asked, offered: dict[str, ActForm], notice: str
) -> HttpResponse:
    one = notice_named(asked.law, acting(request), notice)
    return render(request, "notices/show.html", {
        "notice": one,
        "light": tables.light(one),
        "org": tables.org_of(asked, one),
        "times": tables.times(one),
        "due": tables.stamp(one.due),
        "demo": tables.demo(asked),
        "form": offered[ACKNOWLEDGE],
        "can_acknowledge": speaks_for(acting(request), one),
        "trail": [Crumb(_("Notices to firms"), asked.address(tables.HERE)), Crumb(one.subject)],
    }, status=status(offered))  # fmt: skip
