"""Show the components, one story page each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.site.components.places import Crumb
from kaifang.site.styleguide import samples
from kaifang.site.styleguide.stories import STORIES


def index(request: HttpRequest) -> HttpResponse:
    """List the stories."""
    return render(request, "styleguide/index.html", {"stories": STORIES.values()})


def story(request: HttpRequest, name: str) -> HttpResponse:
    """Show one component as it is, with missing data and with the longest names."""
    if name not in STORIES:
        raise Http404
    shown = STORIES[name]
    trail = [Crumb(_("Style guide"), "/styleguide/"), Crumb(shown.title)]
    context = {
        "story": shown,
        "trail": trail,
        "stories": STORIES.values(),
        **shown.context(request),
    }
    return render(request, f"styleguide/{name}.html", context)


def explanation(request: HttpRequest, place: int) -> HttpResponse:
    """Show an explanation: alone for the panel, as a page for everybody else."""
    listed = samples.explanations()
    if place >= len(listed):
        raise Http404
    template = (
        "components/explanation_fragment.html"
        if "X-Panel" in request.headers
        else "styleguide/explanation_page.html"
    )
    return render(request, template, {"explanation": listed[place]})
