"""Drafts: a notice out of a table, the letter of a slip, the letter of an interview."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.exchange.drafts import Draft
from kaifang.exchange.drafts_docx import write_docx
from kaifang.programme.dispatch.circulating import open_dispatch
from kaifang.programme.dispatch.desk import open_slip
from kaifang.programme.dispatch.letters import interview_letter, slip_letter
from kaifang.programme.dispatch.notices import notice
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.errors import UnknownChoice
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import keep
from kaifang.site.components.places import Crumb
from kaifang.site.drafts import tables

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXTS = ("zh", "en")


@answered
def notice_show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show the draft of the notice of a table."""
    dispatch = open_dispatch(asked.programme, number)
    draft = notice(acting(request), asked.programme, dispatch)
    folder = "issued" if dispatch.state == "issued" else "issuing"
    table = Crumb(_("Dispatch table"), asked.address(f"/dispatch/{folder}/{number}/"))
    return _shown(request, asked, draft, table, _("Draft of a notice"))


@answered
def letter(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show the draft of the letter of a slip."""
    slip = open_slip(acting(request), asked.programme, number)
    draft = slip_letter(acting(request), asked.programme, slip)
    above = Crumb(slip.serial, asked.address(f"/dispatch/slips/{number}/"))
    return _shown(request, asked, draft, above, _("Draft of a letter"))


@answered
def interview(request: HttpRequest, asked: Asked, rule: str, org: str) -> HttpResponse:
    """Show the draft of a letter of interview that a person decided upon."""
    period, moment = asked.query.get("period", ""), asked.moment
    table = dispatch_table(asked.programme, period, moment.as_of, moment.seen_at)
    draft = interview_letter(acting(request), table, rule, org)
    above = Crumb(_("Suggestions"), asked.address("/dispatch/suggestions/", period=period))
    return _shown(request, asked, draft, above, _("Draft of a letter"))


def _shown(
    request: HttpRequest, asked: Asked, draft: Draft, above: Crumb, name: str
) -> HttpResponse:
    """A draft as a page, or as the file that the address asks for. Raises: UnknownChoice."""
    if "format" in request.GET:
        return _file(draft, request.GET["format"], request.GET.get("text", "zh"))
    texts = [
        tables.laid(asked, draft, lang, keep(request.GET, format="docx", text=lang))
        for lang in TEXTS
    ]
    return render(request, "drafts/draft.html", {
        "name": name,
        "draft": draft,
        "texts": texts,
        "sources": tables.sources(asked, draft),
        "gaps": len(draft.gaps),
        "trail": [Crumb(_("Dispatch"), asked.address("/dispatch/")), above, Crumb(name)],
    })  # fmt: skip


def _file(draft: Draft, format: str, text: str) -> HttpResponse:
    if format != "docx":
        raise UnknownChoice(name=_("Format"), found=format, near=["docx"])
    if text not in TEXTS:
        raise UnknownChoice(name=_("Language"), found=text, near=list(TEXTS))
    answer = HttpResponse(write_docx(draft, text), content_type=DOCX)
    name = quote(f"{draft.id}-{text}.docx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
