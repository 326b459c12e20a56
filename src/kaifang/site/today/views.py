"""The first page of the morning."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.observation import Observation
from kaifang.core.statement import Statement
from kaifang.core.units import Quantity
from kaifang.facts.lights import Colour
from kaifang.packs.schema.rules import ListEntry
from kaifang.programme.lately import lately_revised
from kaifang.programme.naming import quantity_text
from kaifang.programme.progress import Progress
from kaifang.programme.todo import todo
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.lights import Light
from kaifang.site.components.tables import Table
from kaifang.site.exporting import asked_for
from kaifang.site.linking import SEVERAL
from kaifang.site.today.tables import commitments, headline, known_share, measures

# With figures for no more of the headline than this, the words of the documents lead the page.
ENOUGH = 0.5
# The pages that list what a pack holds, kind by kind.
LISTED = {
    "documents": "/documents/", "facts": "/data/facts/", "targets": "/targets/", "tasks": "/tasks/",
}  # fmt: skip


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the headline rows, what they rest on, and what is open about them."""
    table = asked.drawn("today", lambda: headline(asked, request.GET))
    words = (
        asked.drawn("words", lambda: _words(request, asked))
        if known_share(table) <= ENOUGH else {}
    )  # fmt: skip
    if file := asked_for(request, asked, table, *words.values()):
        return file
    lights = asked.drawn("lights", lambda: _lights(asked))
    return render(request, "today/index.html", {
        "words": words,
        "headline": table if table.rows or not words else None,
        "grey": _grey(asked, lights),
        "targets": {"n": sum(n for _light, n, _href in lights), "href": asked.address("/targets/")},
        "head": asked.law.head,
        "holds": _holds(asked),
        "hash": asked.law.hash[:12],
        "documents": _documents(asked),
        "differences": _differences(asked),
        "missing": _missing(asked),
        "revised": asked.drawn("revised", lambda: _revised(asked)),
        "lights": lights,
        "todo": _todo(request, asked),
    })  # fmt: skip


def _words(request: HttpRequest, asked: Asked) -> dict[str, Table]:
    """What the documents promise and the measures they number, where hardly a figure is known."""
    law, as_of = asked.law, asked.moment.as_of
    targets = asked.programme.targets_known(as_of)
    tasks = [
        one for id, one in law.tasks.items()
        if id in law.pack.entries["tasks"] and not one.parent
        and law.documents[one.doc].date <= as_of
    ]  # fmt: skip
    found = {}
    if targets:
        found["commitments"] = commitments(asked, targets, request.GET)
    if tasks:
        found["measures"] = measures(asked, tasks, request.GET)
    return found


def _grey(asked: Asked, lights: list[tuple[Light, int, str]]) -> dict[str, object] | None:
    """How many of how many lights are grey, where most are."""
    every = sum(n for _light, n, _href in lights)
    grey = next(((n, href) for light, n, href in lights if light.colour == "grey"), (0, ""))
    return {"n": grey[0], "of": every, "href": grey[1]} if 2 * grey[0] > every else None


def _holds(asked: Asked) -> list[tuple[object, int, str]]:
    """How much of each kind the programme's own pack holds, with the page that lists it."""
    own = asked.law.pack.entries
    return [
        (SEVERAL[kind], len(own[kind]), asked.address(path))
        for kind, path in LISTED.items() if own[kind]
    ]  # fmt: skip


def _todo(request: HttpRequest, asked: Asked) -> list[tuple[Text, str]]:
    """What waits for whoever has signed in."""
    actor = acting(request)
    return (
        [(one.says, _with_state(asked, one.link)) for one in todo(actor, asked.programme)]
        if actor.user
        else []
    )


def _with_state(asked: Asked, link: str) -> str:
    path, _mark, query = link.partition("?")
    return asked.address(path, **dict(parse_qsl(query)))


def _documents(asked: Asked) -> list[tuple[object, str]]:
    """The pack's own documents, the newest first."""
    own = asked.law.pack.entries["documents"]
    listed = sorted((asked.law.documents[id] for id in own), key=lambda d: d.date, reverse=True)
    return [(one, asked.address(f"/documents/{one.id}/")) for one in listed]


def _differences(asked: Asked) -> list[tuple[object, object]]:
    """Where the documents disagree, by class."""
    return [
        (message(f"difference.{one.class_}"), one.note.text)
        for one in asked.law.differences.values()
    ]


def _missing(asked: Asked) -> list[ListEntry]:
    """Lists whose annex is empty."""
    return [one for one in asked.law.lists.values() if one.missing]


def _revised(asked: Asked) -> list[dict[str, object]]:
    """What was revised lately: the value before, the value now."""
    return [
        {"before": _told(asked, before), "now": asked.figure(_statement(asked, now)),
         "name": asked.law.indicator(now.indicator).name.text,
         "period": now.period.name(cumulative=True), "day": now.announced}
        for before, now in lately_revised(asked.programme, asked.figures)
    ]  # fmt: skip


def _statement(asked: Asked, one: Observation) -> Statement:
    return asked.figures.statement(one.indicator, one.org, one.period, one.measure, part=one.part)


def _told(asked: Asked, one: Observation) -> Text | None:
    if one.value is None:
        return None
    digits = asked.law.indicator(one.indicator).digits
    return quantity_text(Quantity.of(one.value, one.unit), digits=digits)


def _lights(asked: Asked) -> list[tuple[object, int, str]]:
    """How many targets show each light, with the way to them."""
    known = asked.programme.targets_known(asked.moment.as_of)
    shown = Counter(Progress.of(asked.figures, one, one.org).light.colour for one in known)
    return [
        (Light(colour.value), shown[colour], asked.address("/board/", light=colour.value))
        for colour in Colour if shown[colour]
    ]  # fmt: skip
