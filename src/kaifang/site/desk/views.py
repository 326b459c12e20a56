"""The reminder desk: whom to call about which form, and a reminder into the inbox."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.programme.naming import org_name
from kaifang.programme.reporting.desk import calls, remind_by_hand
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.markup import said
from kaifang.site.desk import tables
from kaifang.site.exporting import asked_for
from kaifang.site.reporting import forms


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show whom to call; a POST reminds one organisation."""
    if request.method == "POST":
        _remind(request, asked)
        return HttpResponseRedirect(request.get_full_path())
    called = calls(acting(request), asked.programme)
    filters = forms.FormFilters(asked, [one.owed for one in called])
    shown = [one for one in called if filters.keeps(one.owed)]
    table = tables.desk_table(asked, shown, request.GET)
    if file := asked_for(request, asked, table):
        return file
    late = sum(one.owed.timeliness.value == forms.LATE for one in called)
    return render(request, "desk/index.html", {
        "table": table, "filters": filters, "late": late, "soon": len(called) - late,
    })  # fmt: skip


def _remind(request: HttpRequest, asked: Asked) -> None:
    """Put the words of a call into the inbox of those who are to be called."""
    form, org, period = [*request.POST.get("call", "").split(" "), "", "", ""][:3]
    if remind_by_hand(acting(request), asked.programme, form, org, period) is None:
        messages.warning(request, _("It has come in meanwhile; nobody was reminded."))
        return
    messages.success(request, _("Reminded: %(org)s.") % {"org": said(org_name(asked.law, org))})
