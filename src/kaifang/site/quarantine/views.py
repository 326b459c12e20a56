"""Events set aside: the list, one with both bodies; a POST settles it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.programme.clearance import quarantine
from kaifang.programme.clearance.quarantine import HeldPair, Settlement
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.places import Crumb
from kaifang.site.doing import ActForm, Acts, ReasonForm, done, posted, status
from kaifang.site.quarantine import tables

HERE = "/data/quarantine/"


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List what waits to be settled."""
    found = quarantine.waiting(asked.law, acting(request))
    table = tables.waiting_table(asked, found, request.GET)
    return render(request, "quarantine/index.html", {"table": table})


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show where two bodies differ; a POST keeps the recorded one or takes the other."""
    pair = quarantine.open_held(asked.law, number, acting(request))
    offered = _forms(request, pair)
    if request.method == "POST" and done(request, offered, _acts(request, asked, pair)):
        return HttpResponseRedirect(asked.address(HERE))
    return render(request, "quarantine/show.html", {
        "pair": pair,
        "why": tables.why(pair),
        "table": tables.difference_table(asked.law, pair),
        "offered": [(Settlement(name).label, form) for name, form in offered.items()],
        "trail": [Crumb(_("Quarantine"), asked.address(HERE)), Crumb(pair.other["id"])],
    }, status=status(offered))  # fmt: skip


def _forms(request: HttpRequest, pair: HeldPair) -> dict[str, ActForm]:
    names = list(Settlement) if pair.can_take else [Settlement.KEEP]
    return {
        one.value: ReasonForm(one.value, pair.number, posted(request, one.value)) for one in names
    }


def _acts(request: HttpRequest, asked: Asked, pair: HeldPair) -> Acts:
    def settle(form: ActForm) -> object:
        said = form.cleaned_data
        return quarantine.settle(
            asked.law, pair.number, Settlement(said["act"]), said["reason"], acting(request)
        )

    return {one.value: settle for one in Settlement}
