"""The thirteen areas, their keys, and what every page knows about where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kaifang.programme.casework.listing import PROJECT
from kaifang.programme.rights import Act, may
from kaifang.site.acting import acting, viewing


@dataclass(frozen=True)
class Area:
    """One area of the site; without a `view` it is still to come.

    What is `inside` is shown to those who may see what is internal, and of these to those who
    may do its `act` at an organisation of theirs. `top` is an act at the organisation whose
    programme is asked for: only its own people see the area.
    """

    name: str
    label: Promise
    key: str
    view: str = ""
    inside: bool = False
    act: Act | None = None
    top: Act | None = None

    @property
    def href(self) -> str:
        return reverse(self.view) if self.view else ""


AREAS = (
    Area("today", _("Today"), "t", "today:index"),
    Area("board", _("Board"), "b", "board:index"),
    Area("dispatch", _("Dispatch"), "s", "dispatch:index"),
    Area("evaluation", _("Evaluation"), "v"),
    Area("projects", _("Projects"), "p", "projects:index"),
    Area("chains", _("Chains"), "h"),
    Area("trade", _("Trade"), "r"),
    Area("origin", _("Origin"), "o"),
    Area("corridor", _("Corridor"), "c"),
    Area("clearance", _("Clearance"), "l", "clearance:index"),
    Area("ftz", _("Free-trade zone"), "z"),
    Area("documents", _("Documents"), "d", "documents:index"),
    Area("data", _("Data"), "a", "data:index"),
)

# What the administrators keep: each is shown what is his duty.
OFFICES = (
    Area("people", _("People"), "", "people:index", act=Act.MANAGE_PEOPLE),
    Area("people", _("People"), "", "people:index", act=Act.GRANT_POSTS),
    Area("house", _("State of the system"), "", "people:house", act=Act.SEE_HOUSE),
    Area("hooks", _("Hooks"), "", "inbox:hooks", act=Act.MANAGE_HOOKS),
    Area("audit", _("Audit"), "", "audit:index", act=Act.READ_AUDIT),
)
# The pages of an office, where its name does not say them.
OF_OFFICE = {
    "people:index": "people",
    "people:show": "people",
    "people:invite": "people",
    "people:house": "house",
    "inbox:hooks": "hooks",
    "inbox:hook": "hooks",
    "inbox:stop": "hooks",
}

# What stands under the board, with the area that is marked as open while one is there.
SUBAREAS = (
    Area("board", _("Board"), "", "board:index"),
    Area("indicators", _("Indicators"), "", "indicators:index"),
    Area("orgs", _("Organisations"), "", "orgs:index"),
    Area("targets", _("Targets"), "", "targets:index"),
    Area("tasks", _("Tasks"), "", "tasks:index"),
    Area("maps", _("Map"), "", "maps:index"),
    Area("meeting", _("Meeting"), "", "meeting:index"),
    Area("wall", _("Wall"), "", "wall:index"),
)
UNDER_BOARD = {area.name for area in SUBAREAS} | {"figures"}
DATA = (
    Area("data", _("Store"), "", "data:index"),
    Area("facts", _("Fact table"), "", "data:facts"),
    Area("codes", _("Code lists"), "", "data:codes"),
    Area("forecasts", _("Forecast"), "", "forecasts:index", inside=True),
    Area("splitting", _("Splitting"), "", "splitting:index", inside=True),
    Area("quarantine", _("Quarantine"), "", "quarantine:index", inside=True, act=Act.IMPORT),
)
UNDER_DATA = {area.name for area in DATA}
DISPATCH = (
    Area("dispatch", _("Dispatch table"), "", "dispatch:index"),
    Area("leader", _("Leader's page"), "", "dispatch:leader", inside=True),
    Area("issuing", _("Checking and issue"), "", "issuing:index", inside=True),
    Area("slips", _("Slips"), "", "slips:index", inside=True),
    Area("suggestions", _("Suggestions"), "", "suggestions:index", inside=True),
    Area("reporting", _("Forms"), "", "reporting:index", inside=True),
    Area("desk", _("Reminder desk"), "", "desk:index", inside=True, act=Act.SEND_MESSAGE),
    Area("worklist", _("Tasks under way"), "", "worklist:index", inside=True),
    Area("cases", _("Registers"), "", "cases:index", inside=True),
    Area("inbox", _("Inbox"), "", "inbox:index", inside=True),
)
CLEARANCE = (
    Area("clearance", _("Step times"), "", "clearance:index"),
    Area("promises", _("Stable expectation"), "", "clearance:promises"),
    Area("bottlenecks", _("Bottlenecks"), "", "clearance:bottlenecks"),
    Area("compare", _("Comparison"), "", "clearance:compare"),
    Area("trend", _("Month by month"), "", "clearance:trend"),
    Area("bands", _("Bands"), "", "clearance:bands"),
    Area("report", _("Report"), "", "clearance:report"),
    # a firm sees its own notices, officers those of their organisations
    Area("notices", _("Notices to firms"), "", "notices:index", inside=True),
    Area("notices", _("Notices to firms"), "", "notices:index", act=Act.ACKNOWLEDGE_NOTICE),
)
UNDER_CLEARANCE = {area.name for area in CLEARANCE} | {"consignments"}
PROJECTS = (
    Area("projects", _("Pipeline"), "", "projects:index", inside=True),
    Area("projects_list", pgettext_lazy("projects", "List"), "", "projects:list", inside=True),
    Area("projects_funnel", _("Funnel"), "", "projects:funnel", inside=True),
    Area("projects_cohorts", _("Cohorts"), "", "projects:cohorts", inside=True),
    Area("projects_map", _("Map"), "", "projects:map", inside=True),
    Area("projects_stalled", _("Stalled"), "", "projects:stalled", inside=True),
    Area("projects_events", _("Promotion events"), "", "projects:events", inside=True),
    Area("projects_central", _("Central enterprises"), "", "projects:central", inside=True),
    Area("ledgers", _("Funds in place"), "", "ledgers:index", inside=True),
    Area("duplicates", _("Duplicates"), "", "duplicates:index", top=Act.SEE_CASE),
)
UNDER_PROJECTS = {"projects", *(area.view.partition(":")[0] for area in PROJECTS)}
UNDER_DISPATCH = {area.name for area in DISPATCH} | {"drafts", "filling", "intake", "versions"}
# Areas that stand in no row of their own.
PART_OF = {"filling": "reporting", "intake": "cases", "versions": "cases"}


def page(request: HttpRequest) -> dict[str, object]:
    """Tell the base page which area is open, which paper it is printed on and in which theme."""
    match = request.resolver_match
    here = _here(request)
    office = "audit" if here == "audit" else OF_OFFICE.get(match.view_name if match else "", "")
    area, rows = ("", ()) if office else _standing(here)
    beneath = offices(request) if office else _shown(request, rows)
    return {
        "areas": AREAS,
        "area": area,
        "offices": lambda: offices(request),
        "subareas": beneath,
        "subarea": office or _subarea(here, match.url_name or "" if match else ""),
        "paper": "a3" if request.GET.get("paper") == "a3" else "a4",
        "theme": theme
        if (theme := request.COOKIES.get("kaifang_theme")) in {"light", "dark"}
        else "",
        "other_languages": [code for code, _name in settings.LANGUAGES if code != get_language()],
        "product": settings.PRODUCT_NAME,
    }


def _here(request: HttpRequest) -> str:
    """The area of a page; cases of projects stand among the projects, not among the registers."""
    match, asked = request.resolver_match, getattr(request, "asked", None)
    if match is None:
        return ""
    name = match.kwargs.get("process", "")
    process = asked.law.processes.get(name) if asked is not None and name else None
    is_project = process is not None and process.object == PROJECT
    return "projects" if match.namespace in {"cases", "intake"} and is_project else match.namespace


def sees_inside(request: HttpRequest) -> bool:
    """Whether whoever asks is shown what is internal."""
    return viewing(request).is_internal


def offices(request: HttpRequest) -> list[Area]:
    """What whoever asks has to keep as an administrator, each once."""
    return _shown(request, OFFICES)


def _shown(request: HttpRequest, areas: tuple[Area, ...]) -> list[Area]:
    shown = (one for one in areas if _is_shown(request, one))
    return list({one.name: one for one in shown}.values())


def _is_shown(request: HttpRequest, area: Area) -> bool:
    if area.inside and not sees_inside(request):
        return False
    actor = acting(request)
    if area.top is not None:
        asked = getattr(request, "asked", None)
        return asked is not None and may(actor, area.top, asked.law.head.org or "", asked.law.orgs)
    return (
        area.act is None
        or actor.solo
        or any(may(actor, area.act, post.org) for post in actor.posts)
    )


def _standing(here: str) -> tuple[str, tuple[Area, ...]]:
    """The area that is open, and what stands beneath it."""
    if here in UNDER_BOARD:
        return "board", SUBAREAS
    if here in UNDER_DISPATCH:
        return "dispatch", DISPATCH
    if here in UNDER_CLEARANCE:
        return "clearance", CLEARANCE
    if here in UNDER_PROJECTS:
        return "projects", PROJECTS
    return ("data", DATA) if here in UNDER_DATA else (here, ())


def _subarea(here: str, name: str) -> str:
    """What is open beneath the area: `slips` of dispatch also while one of the slips is."""
    if here == "projects":
        return here if name == "index" else f"{here}_{name}"
    first = name.partition("_")[0]
    known = UNDER_CLEARANCE if here in UNDER_CLEARANCE else UNDER_DATA | UNDER_DISPATCH
    return first if first in known else PART_OF.get(here, here)
