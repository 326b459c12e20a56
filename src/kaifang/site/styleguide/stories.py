"""The list of stories: one component each, with what its page needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaifang.core.bilingual import Text
from kaifang.site.components.bars import Bar
from kaifang.site.components.figures import COMPARED, Figure
from kaifang.site.components.lights import LIGHTS, Light
from kaifang.site.components.marks import MARKS
from kaifang.site.components.places import Dateline, choices
from kaifang.site.components.sparklines import Sparkline
from kaifang.site.components.tables import Order
from kaifang.site.people.forms import LoginForm
from kaifang.site.styleguide import samples


@dataclass(frozen=True, slots=True)
class Story:
    """One page of the guide."""

    name: str
    title: Promise
    says: Promise
    context: Callable[[HttpRequest], dict[str, object]]


def _type(request: HttpRequest) -> dict[str, object]:
    return {
        "inks": ("ink", "ink-2", "ink-3", "accent", "good", "watch", "late", "none"),
        "hues": ("data-1", "data-2", "data-3", "data-4"),
        "shades": range(6),
    }


def _figures(request: HttpRequest) -> dict[str, object]:
    figure = samples.figure
    return {
        "plain": figure("7724", samples.YI_YUAN, digits=1),
        "marked": [(name, figure("585.2", samples.YI_YUAN, authority=name)) for name in MARKS],
        "compared": [(name, figure("10", samples.PERCENT, comparator=name)) for name in COMPARED],
        "range": figure("1", Text("家", "firms"), high=Decimal(2)),
        "absent": Figure(None, reason=Text("缺2020年基数", "no base for 2020")),
        "absent_linked": figure(
            None, place=4, reason=Text("文件未给出数值", "the document gives no figure")
        ),
    }


def _lights(request: HttpRequest) -> dict[str, object]:
    lights = [Light(colour, samples.SENTENCES[colour]) for colour in LIGHTS]
    lines = [
        (_("eighteen months"), Sparkline(samples.course(3), 1)),
        (_("with a target"), Sparkline(samples.course(2), 1, target=Decimal(112))),
        (_("with a missing month"), Sparkline(samples.course(4, missing=True), 1)),
        (_("too few periods"), Sparkline([Decimal(1)])),
    ]
    bars = [(share, Bar(Decimal(share), Decimal(50), colour)) for share, colour in
            (("58.2", "green"), ("46.9", "amber"), ("21.0", "red"), ("104.5", ""))]  # fmt: skip
    return {"lights": lights, "lines": lines, "bars": bars}


def _table(request: HttpRequest) -> dict[str, object]:
    cities = samples.city_table(request.GET)
    return {
        "headline": samples.headline_table(QueryDict()),
        "cities": _in_order(cities),
        "empty": replace(cities, name="empty", rows=()),
    }


def _wide(request: HttpRequest) -> dict[str, object]:
    return {"cities": replace(samples.city_table(request.GET, long=True), wide=True)}


def _in_order(table: object) -> object:
    return table.sorted() if Order.asked(table.query).key else table


class Filters(forms.Form):
    """A few filters, as an area would ask for them."""

    period = forms.ChoiceField(
        label=_("Period"), choices=[("", "2023-01/2023-06"), ("2022", "2022")], required=False
    )
    org = forms.ChoiceField(label=_("Organisation"), required=False, choices=[("", "—")])
    name = forms.CharField(label=_("Name contains"), required=False)


def _filters(request: HttpRequest) -> dict[str, object]:
    orders = [("", _("administrative order")), ("rank", _("rank order"))]
    lights = [("", _("all")), ("late", _("behind only"))]
    page = Paginator(range(1000), 50).get_page(request.GET.get("page", 7))
    return {
        "form": Filters(request.GET or None),
        "by_order": choices(request.GET, "by", orders),
        "by_light": choices(request.GET, "show", lights),
        "page": page,
    }


def _charts(request: HttpRequest) -> dict[str, object]:
    gap = replace(samples.line_chart(gap=True), name="trade-gap", lines=(), breaks=())
    return {"charts": [samples.line_chart(), samples.forecast_chart(), samples.bar_chart(), gap]}


def _map(request: HttpRequest) -> dict[str, object]:
    return {
        "map": samples.tile_map(),
        "empty": replace(samples.tile_map(empty=True), name="empty-map"),
    }


def _explanation(request: HttpRequest) -> dict[str, object]:
    return {"explanations": samples.explanations(), "table": samples.headline_table(QueryDict())}


def _card(request: HttpRequest) -> dict[str, object]:
    return {"card": samples.Card(), "short": samples.ShortCard()}


def _quotation(request: HttpRequest) -> dict[str, object]:
    found = [c for e in samples.explanations() for c in e.citations]
    estimate = samples.Citation(
        None,
        reason=Text("按前三年月度占比推算", "inferred from the monthly shares of three years"),
        author="规划处",
    )
    return {"citations": [*dict.fromkeys(found), estimate]}


def _states(request: HttpRequest) -> dict[str, object]:
    return {"wrong": LoginForm(request, data={"username": "", "password": ""})}


def _wall(request: HttpRequest) -> dict[str, object]:
    line = Dateline(
        Text("示例省对外开放2023", "Shili opening-up 2023"), Text("2023年1—6月", "January to June 2023"),
        "2023-06", Text("快报 · 2023-07-18", "flash · 2023-07-18"), as_of="2023-07-20", seen_at="2023-07-19",
    )  # fmt: skip
    return {
        "line": line,
        "cities": samples.city_table(QueryDict()),
        "city": samples.city_table(QueryDict()).rows[0],
    }


STORIES = {
    story.name: story
    for story in (
        Story(
            "type",
            _("Type and colour"),
            _("Ink on warm white; one red, for the seal and the primary act only."),
            _type,
        ),
        Story(
            "figures",
            _("Figures"),
            _("Every figure is a link to its explanation. A missing one says why."),
            _figures,
        ),
        Story(
            "lights",
            _("Lights and small pictures"),
            _("A light speaks: shape, word, colour, and a sentence."),
            _lights,
        ),
        Story(
            "table",
            _("Tables"),
            _("Unit once in the head, points in line, the order in the address."),
            _table,
        ),
        Story(
            "wide",
            _("Wide tables, longest names"),
            _("What happens when there is more than fits."),
            _wide,
        ),
        Story(
            "filters",
            _("Filters, choices, pages"),
            _("All of it stands in the address, so a link shows the same."),
            _filters,
        ),
        Story(
            "charts",
            _("Charts"),
            _("A chart says one thing; lines are named at their ends."),
            _charts,
        ),
        Story(
            "map",
            _("Tile maps"),
            _("Each place as large as the next; the shade has a number beside it."),
            _map,
        ),
        Story(
            "explanation",
            _("Explanation panel"),
            _("From the figure to the sentence it came from."),
            _explanation,
        ),
        Story(
            "card",
            _("Definition card"),
            _("What an indicator means, who measures it, when it comes."),
            _card,
        ),
        Story(
            "quotation",
            _("Quotations"),
            _("The voice of the documents is set in Song type, apart from ours."),
            _quotation,
        ),
        Story(
            "states",
            _("Empty, wrong, done, under way"),
            _("A page says plainly where it stands."),
            _states,
        ),
        Story(
            "wall", _("Wall screen"), _("Large type on dark ground, read from the back row."), _wall
        ),
    )
}
