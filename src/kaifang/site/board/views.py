"""The board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.programme.boards import Ranked, in_rank_order, known_first
from kaifang.programme.tables import board_table
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.board.forms import BoardFilters
from kaifang.site.board.tables import board
from kaifang.site.components.places import choices, paged
from kaifang.site.exporting import download

ROWS_A_PAGE = 50


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show all targets and figures, filtered, in administrative or in rank order."""
    view = asked.programme.board(asked.moment.as_of, asked.moment.seen_at)
    form = BoardFilters(asked, view.rows)
    rows = list(form.kept_of(view.rows))
    by_rank = request.GET.get("by") == "rank"
    shown = in_rank_order(view, rows) if by_rank else [Ranked(row) for row in known_first(rows)]
    if "format" in request.GET:
        table = board_table(asked.programme, view, spoken(), [one.row for one in shown])
        return download(table, request.GET["format"])
    page = paged(request.GET, shown, ROWS_A_PAGE)
    orders = [("", _("administrative order")), ("rank", _("rank order"))]
    return render(request, "board/index.html", {
        "form": form,
        "orders": choices(request.GET, "by", orders),
        "page": page,
        "table": asked.drawn(
            "board", lambda: board(asked, page.object_list, request.GET, by_rank)
        ),
    })  # fmt: skip
