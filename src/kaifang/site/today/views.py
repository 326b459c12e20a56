"""The first page of the morning."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaifang.core.messages import message
from kaifang.packs.schema.rules import ListEntry
from kaifang.site.asking import Asked, answered
from kaifang.site.exporting import download, leaving
from kaifang.site.today.tables import headline


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the headline rows, what they rest on, and what is open about them."""
    table = headline(asked)
    if "format" in request.GET:
        return download(leaving(table, asked), request.GET["format"])
    return render(request, "today/index.html", {
        "table": table,
        "documents": _documents(asked),
        "differences": _differences(asked),
        "missing": _missing(asked),
    })  # fmt: skip


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
