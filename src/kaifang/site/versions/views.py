"""One case and the two versions of its process; a POST takes it over to the present one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.programme.casework import migrating
from kaifang.programme.casework.earlier import is_outdated
from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.migrating import demand_migration
from kaifang.programme.casework.reading import case_state, commanded
from kaifang.programme.naming import org_name
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.places import Crumb
from kaifang.site.doing import ActForm, done, posted, status
from kaifang.site.versions.forms import MigrationForm


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, process: str, case: str) -> HttpResponse:
    """Show what a case began under and what is in force; a POST migrates it."""
    actor, programme = acting(request), asked.programme
    demand_migration(actor, programme)
    view, after = case_state(actor, programme, process, case), commanded(asked.law, process)
    before = view.state.definition
    states = list(dict.fromkeys([view.state.state or "", *view.state.position.previous]))
    here = asked.address(reverse("cases:show", args=[process, case]))
    form = MigrationForm(before, after, states, view.version, posted(request, "migrate"))
    offered = {"migrate": form} if is_outdated(before, after) else {}

    def migrate(form: ActForm) -> object:
        told = form.cleaned_data
        return migrating.migrate(
            actor, programme, process, case, form.mapped, told["reason"], version=told["version"]
        )

    if request.method == "POST" and done(request, offered, {"migrate": migrate}):
        return HttpResponseRedirect(here)
    return render(request, "versions/show.html", {
        "name": case_name(view),
        "org": org_name(asked.law, view.org),
        "before": before,
        "after": after,
        "form": offered.get("migrate"),
        "trail": [Crumb(case_name(view), here), Crumb(_("Migration"))],
    }, status=status(offered))  # fmt: skip
