"""Twins: the address at which the API gives the same answer as a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from django.http import HttpRequest

from kaifang.programme.projects.picking import PICKS
from kaifang.site.asking import Asked, spoken

Asks = Mapping[str, str]
Twin = Callable[[Asks, Asks], tuple[str, Asks] | None]


def page(request: HttpRequest) -> dict[str, object]:
    """Tell the base page where its twin is; pages that ask no programme have none.

    A view says in `request.twin` what it showed without being asked for it.
    """
    asked, match = getattr(request, "asked", None), request.resolver_match
    if asked is None or match is None or match.view_name not in TWINS:
        return {"twin": ""}
    said = {**asked.query, **getattr(request, "twin", {})}
    found = TWINS[match.view_name]({k: str(v) for k, v in match.kwargs.items()}, said)
    return {"twin": address(asked, *found) if found else ""}


def address(asked: Asked, path: str, query: Asks) -> str:
    """An address of the API about the programme and the moment that are asked."""
    moment = {"as_of": asked.as_of, "seen_at": asked.seen_at, "lang": spoken()}
    kept = {name: text for name, text in {**query, **moment}.items() if text}
    return f"/api/v1/packs/{asked.law.id}{path}?{urlencode(kept)}"


def _list(path: str, *names: str) -> Twin:
    """The twin of a list; `names` of the page's query are asked there too."""
    return lambda _kwargs, query: (path, _kept(query, names))


def _picture(path: str, *names: str) -> Twin:
    """The twin of a page about one indicator; none where the page shows none."""
    return lambda _kwargs, query: (path, _kept(query, names)) if query.get("indicator") else None


def _one(folder: str, key: str = "id") -> Twin:
    """The twin of the page of one thing."""
    return lambda kwargs, _query: (f"/{folder}/{quote(kwargs[key], safe='')}", {})


def _kept(query: Asks, names: tuple[str, ...]) -> Asks:
    return {name: query[name] for name in names if query.get(name)}


def _figure(kwargs: Asks, query: Asks) -> tuple[str, Asks]:
    period = kwargs["period"].replace("--", "/")
    return "/explain", {**kwargs, "period": period, **_kept(query, ("measure", "part", "target"))}


def _clearance(path: str, *names: str) -> Twin:
    """The twin of a page of clearance; none where it keeps to several values of fields."""

    def ask(_kwargs: Asks, query: Asks) -> tuple[str, Asks] | None:
        like = {name: text for name, text in query.items() if name.startswith("of_") and text}
        where = [f"{name.removeprefix('of_')}={text}" for name, text in like.items()]
        if len(where) > 1:
            return None
        months = {"from": query.get("first", ""), "to": query.get("last", "")}
        asked = {**_kept(query, ("process", *names)), **months, "where": "".join(where)}
        return f"/clearance/{path}", {name: text for name, text in asked.items() if text}

    return ask


def _under(path: str, draft: str) -> Twin:
    def ask(kwargs: Asks, _query: Asks) -> tuple[str, Asks]:
        return f"/{path}/{kwargs['number']}/{draft}", {}

    return ask


def _interview(kwargs: Asks, query: Asks) -> tuple[str, Asks]:
    path = f"/dispatch/interviews/{quote(kwargs['rule'], safe='')}/{quote(kwargs['org'], safe='')}"
    return path, _kept(query, ("period",))


def _codes(kwargs: Asks, _query: Asks) -> tuple[str, Asks]:
    return (f"/codes/{quote(kwargs['id'], safe='')}" if "id" in kwargs else "/codes"), {}


TWINS: Mapping[str, Twin] = {
    "today:index": _list("/board"),
    "board:index": _list("/board", "org"),
    "figures:show": _figure,
    "projects:index": _list("/projects/pipeline"),
    "projects:list": _list("/projects", *PICKS),
    "projects:funnel": _list("/projects/funnel"),
    "projects:cohorts": _list("/projects/cohorts", "rate"),
    "projects:stalled": _list("/projects/stalled"),
    "projects:events": _list("/projects/occasions"),
    "indicators:index": _list("/indicators"),
    "indicators:show": _one("indicators"),
    "orgs:index": _list("/orgs"),
    "orgs:show": _one("orgs"),
    "targets:index": _list("/targets", "org"),
    "targets:show": _one("targets"),
    "dispatch:index": _list("/dispatch", "period", "org"),
    "dispatch:meeting": _list("/dispatch", "period"),
    "dispatch:leader": _list("/dispatch/leader", "period"),
    "clearance:index": _clearance("study", "by"),
    "clearance:promises": _clearance("promises", "step"),
    "clearance:bottlenecks": _clearance("flow"),
    "clearance:bands": _clearance("bands"),
    "issuing:index": _list("/dispatch/editions"),
    "issuing:show": _one("dispatch/editions", "number"),
    "issuing:check": _one("dispatch/editions", "number"),
    "issuing:issued": _one("dispatch/editions", "number"),
    "slips:index": _list("/slips"),
    "slips:show": _one("slips", "number"),
    "suggestions:index": _list("/dispatch/suggestions", "period"),
    "drafts:issuing_notice": _under("dispatch/editions", "notice"),
    "drafts:slips_letter": _under("slips", "letter"),
    "drafts:suggestions_interview": _interview,
    "tasks:index": _list("/tasks"),
    "tasks:show": _one("tasks"),
    "documents:index": _list("/documents"),
    "documents:differences": _list("/differences"),
    "documents:show": _one("documents"),
    "documents:parameter": _one("parameters"),
    "documents:list": _one("lists"),
    "data:index": _list("/batches"),
    "data:revisions": _list("/revisions"),
    "data:facts": _list("/facts", "indicator", "org", "period"),
    "data:codes": _codes,
    "forecasts:index": _picture("/forecast", "indicator", "org", "target"),
    "splitting:show": _one("splits", "target"),
    "maps:index": _picture("/map", "indicator", "measure", "org", "period"),
    "meeting:index": _list("/targets"),
    "wall:index": _list("/board"),
    "search:index": _list("/search", "q"),
}
