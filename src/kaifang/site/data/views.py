"""What the store holds, the fact table, the code lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.codes import Code
from kaifang.core.errors import KaifangError
from kaifang.core.text import repair
from kaifang.exchange.sdmx import write_sdmx
from kaifang.programme.codebooks import codebook, codebooks
from kaifang.programme.extracts import (
    Extract,
    extract_observations,
    extract_table,
    stated_of,
    units_of,
)
from kaifang.programme.holdings import batches, installed_packs, revised, revisions_of
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.addresses import keep, own_query
from kaifang.site.components.places import Choice, Crumb, paged
from kaifang.site.components.tables import FORMATS
from kaifang.site.data import tables
from kaifang.site.data.forms import FactFilters
from kaifang.site.exporting import asked_for, download, leaving

SDMX = "application/vnd.sdmx.data+csv; version=2.0.0"
LATEST, BATCHES, ROWS, CODES = 12, 20, 50, 100


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the packs, the latest revisions and the acts of recording."""
    programme = asked.programme
    pairs = revisions_of(programme)
    latest = revised(programme, pairs[:LATEST])
    inside = programme.viewer.is_internal
    recorded = batches(programme)
    page = paged(request.GET, recorded, BATCHES)
    newest = tables.revisions(asked, latest, own_query(request.GET, "revisions"),
                              _("Latest revisions"))  # fmt: skip
    packs = tables.packs(installed_packs(), own_query(request.GET, "packs"))
    told = recorded if "format" in request.GET else page.object_list  # a file holds them all
    shown = tables.batches(told, own_query(request.GET, "batches"), inside=inside)
    if file := asked_for(request, asked, newest, shown, packs):
        return file
    return render(request, "data/index.html", {
        "packs": packs,
        "revisions": newest,
        "more": len(pairs) - len(latest),
        "all": asked.address("/data/revisions/"),
        "batches": shown,
        "page": page,
        "inside": inside,
    })  # fmt: skip


@answered
def revisions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show every value that was given differently from what had been known."""
    programme = asked.programme
    pairs, title = revisions_of(programme), _("Revisions")
    if "format" in request.GET:
        whole = tables.revisions(asked, revised(programme, pairs), request.GET, title)
        return download(leaving(whole, asked), request.GET["format"])
    page = paged(request.GET, pairs, ROWS)
    found = revised(programme, page.object_list)
    return render(request, "data/revisions.html", {
        "page": page,
        "table": tables.revisions(asked, found, request.GET, title),
    })  # fmt: skip


@answered
def facts(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the fact table, filtered; the download holds every row that passes."""
    indicators, orgs = stated_of(asked.figures)
    form = FactFilters(asked, indicators, [(one.id, one.name) for one in orgs])
    extract, wrong = _extract(asked, form)
    if "format" in request.GET and wrong is None:
        return _fact_file(asked, extract, request.GET["format"])
    page = paged(request.GET, _Sliced(extract), ROWS)
    units = units_of(asked.programme, page.object_list)
    return render(request, "data/facts.html", {
        "form": form,
        "wrong": wrong,
        "page": page,
        "table": tables.facts(asked, page.object_list, units, request.GET),
        "formats": _formats(request),
    })  # fmt: skip


@answered
def codes(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the code lists."""
    shelf = tables.code_shelf(asked, codebooks(asked.law), request.GET)
    if file := asked_for(request, asked, shelf):
        return file
    return render(request, "data/codes.html", {"shelf": shelf})


@answered
def code_list(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show the codes of one list, or those that carry some words."""
    book = codebook(asked.law, id)
    wanted = request.GET.get("has", "")
    found = [one for one in book.codes if _has(one, wanted)]
    if "format" in request.GET:
        whole = tables.codes(found, book.codes, request.GET)
        return download(leaving(whole, asked), request.GET["format"])
    page = paged(request.GET, found, CODES)
    return render(request, "data/code_list.html", {
        "book": book,
        "wanted": wanted,
        "page": page,
        "table": tables.codes(page.object_list, book.codes, request.GET),
        "trail": [
            Crumb(_("Code lists"), asked.address("/data/codes/")),
            Crumb(Text(f"{book.codes.name.zh} {book.entry.edition}",
                       f"{book.codes.name.en} {book.entry.edition}")),
        ],
    })  # fmt: skip


def _formats(request: HttpRequest) -> list[Choice]:
    known = [(name.upper(), name) for name in FORMATS] + [("SDMX-CSV", "sdmx")]
    return [Choice(label, keep(request.GET, format=name, page=None)) for label, name in known]


def _fact_file(asked: Asked, extract: Extract, format: str) -> HttpResponse:
    """The whole extract as a file."""
    if format != "sdmx":
        return download(extract_table(asked.programme, extract, spoken()), format)
    content = write_sdmx(extract_observations(asked.programme, extract))
    answer = HttpResponse(content, content_type=SDMX)
    name = f"facts-{asked.law.id}.sdmx.csv"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


class _Sliced:
    """An extract as a paginator takes it: only the rows of a page are opened."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract

    def __len__(self) -> int:
        return len(self.extract)

    def __getitem__(self, part: slice) -> list[object]:
        return self.extract.rows(part.start, part.stop)


def _extract(asked: Asked, form: FactFilters) -> tuple[Extract, KaifangError | None]:
    """What was asked for; a period that cannot be read filters nothing and is told."""
    chosen = form.chosen("indicator"), form.chosen("org")
    try:
        return Extract(asked.figures, *chosen, form.within()), None
    except KaifangError as error:
        return Extract(asked.figures, *chosen), error


def _has(code: Code, wanted: str) -> bool:
    words = repair(wanted).text.lower()
    return words in f"{code.code} {code.name.zh} {code.name.en}".lower()
