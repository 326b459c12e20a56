"""The list of documents, one document, and the parameters and lists drawn from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.packs.law import load
from kaifang.programme.coverage import not_figures, uncovered
from kaifang.programme.documents import DocumentView, disagreements, open_document, summaries
from kaifang.programme.errors import UnknownChoice
from kaifang.programme.provisions import explain_parameter, open_list
from kaifang.programme.tables import document_table, source_line
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.addresses import keep, own_query
from kaifang.site.components.places import Choice, Crumb, choices
from kaifang.site.components.tables import FORMATS
from kaifang.site.documents import tables
from kaifang.site.exporting import asked_for, download, leaving
from kaifang.site.linking import SEVERAL, entry_address


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the documents of the programme and of the packs it stands on."""
    found = summaries(asked.law, asked.programme.records.texts())
    shelf = tables.shelf(asked, found, request.GET)
    libraries = tables.libraries(asked, found, own_query(request.GET, "library-documents"))
    if file := asked_for(request, asked, shelf, libraries):
        return file
    return render(request, "documents/index.html", {
        "shelf": shelf,
        "differ": len(asked.law.differences),
        "differ_href": asked.address("/documents/differences/"),
        "libraries": libraries,
        "doubtful": [one.document for one in found if one.own and not one.document.quality.may_drive],
    })  # fmt: skip


@answered
def differences(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List where documents differ: both figures with their clauses, and what it means."""
    every = disagreements(asked.law)
    kinds = {one.kind: one.label for one in every}
    wanted = request.GET.get("class", "")
    if wanted and wanted not in kinds:
        raise UnknownChoice(name=_("Class"), found=wanted, near=list(kinds))
    shown = [one for one in every if wanted in ("", one.kind)]
    table = tables.differences(asked, shown, request.GET)
    if "format" in request.GET:
        return download(leaving(tables.differences(asked, shown, request.GET, flat=True), asked),
                        request.GET["format"])  # fmt: skip
    return render(request, "documents/differences.html", {
        "table": table,
        "classes": choices(request.GET, "class", [("", _("all")), *kinds.items()]) if every else [],
        "trail": _trail(asked, _("Where documents differ")),
    })  # fmt: skip


@answered
def show(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show a document: its text with the clauses marked, or its quotations."""
    if id not in asked.law.documents and (pack := _holder(asked, id)):
        return HttpResponseRedirect(f"?pack={pack}")
    view = open_document(asked.programme, id)
    leftovers = tables.leftovers(
        not_figures(view), view.document.lang, own_query(request.GET, "not-figures")
    )
    if "table" in request.GET and (file := asked_for(request, asked, leftovers)):
        return file
    if "format" in request.GET:
        return download(document_table(asked.programme, view, spoken()), request.GET["format"])
    return render(request, "documents/show.html", {
        "view": view,
        "document": view.document,
        "trail": _trail(asked, view.document.title),
        "way": _way(request, view),
        "ways": _ways(request, view),
        "cards": tables.cards(asked, view),
        "text": tables.text_of(view),
        "counts": _counts(view),
        "formats": [Choice(name.upper(), keep(request.GET, format=name)) for name in FORMATS],
        "missing": [
            (one, entry_address(asked, "lists", one)) for one in view.missing_lists
        ],
        "not_quoted": tables.lines(asked, view.not_quoted),
        "differences": [(d, tables.lines(asked, d.figures)) for d in view.differences],
        "differ_href": asked.address("/documents/differences/"),
        "leftovers": leftovers,
        "uncovered": uncovered(view),
        "source": source_line(asked.programme, asked.figures.versions),
    })  # fmt: skip


@answered
def parameter(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show a figure of a rule: a limit, a share of a fund, a threshold."""
    explanation = explain_parameter(asked.law, id, asked.figures.versions)
    if "X-Panel" in request.headers:
        return render(request, "components/explanation_fragment.html", {"explanation": explanation})
    trail = _trail(asked, explanation.title)
    return render(request, "documents/parameter.html", {"explanation": explanation, "trail": trail})


@answered
def named_list(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show a list that a document names, and what is missing of it."""
    roll = open_list(asked.law, id)
    members = [
        (one.name, asked.address(f"/orgs/{one.org}/") if one.org else "") for one in roll.members
    ]
    name = "list_fragment" if "X-Panel" in request.headers else "list"
    return render(request, f"documents/{name}.html", {
        "roll": roll,
        "members": members,
        "trail": _trail(asked, roll.entry.name.text),
    })  # fmt: skip


def _holder(asked: Asked, id: str) -> str | None:
    """Another installed programme that knows a document."""
    return next((one.id for one in asked.volumes if id in load(one.id).documents), None)


def _trail(asked: Asked, *labels: object) -> list[Crumb]:
    return [Crumb(_("Documents"), asked.address("/documents/")), *map(Crumb, labels)]


def _way(request: HttpRequest, view: DocumentView) -> str:
    known = [key for key, _label in _listed(view)]
    wanted = request.GET.get("view", known[0])
    return wanted if wanted in known else known[0]


def _ways(request: HttpRequest, view: DocumentView) -> list[object]:
    return choices(request.GET, "view", _listed(view))


def _listed(view: DocumentView) -> list[tuple[str, object]]:
    ways = [("quotes", _("Quotations"))]
    return ways if view.received is None else [("text", _("Text")), *ways]


def _counts(view: DocumentView) -> list[tuple[object, int]]:
    """How much of each kind is drawn."""
    drawn = [one for clause in view.clauses for one in clause.drawn] + view.not_quoted
    ids = {kind: {one.id for one in drawn if one.kind == kind} for kind in SEVERAL}
    return [(SEVERAL[kind], len(found)) for kind, found in ids.items() if found]
