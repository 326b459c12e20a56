"""The tags that templates draw components with; what needs no frame draws itself: `{{ figure }}`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Page
from django.forms import Form
from django.http import QueryDict
from django.template import Context, Library
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kaifang.core.citation import Citation
from kaifang.core.errors import KaifangError
from kaifang.core.statement import Explanation
from kaifang.programme.auditing.reading import may_read
from kaifang.site.acting import acting
from kaifang.site.components import figures, lights, markup, numbers, places, statements
from kaifang.site.components import marks as marks_
from kaifang.site.components.addresses import keep
from kaifang.site.components.charts import Chart
from kaifang.site.components.maps import TileMap
from kaifang.site.components.tables import Table

register = Library()


@register.filter
def say(text: object) -> str:
    """Say a text of the packs in the language of the page."""
    return markup.said(text)


@register.filter
def in_words(error: KaifangError) -> str:
    """Say what was refused and what to do."""
    return markup.in_words(error)


@register.filter
def short(text: object) -> str:
    """Say the shorter form of a text where it has one."""
    return markup.said(text, short=True)


@register.filter
def number(value: Decimal, digits: int | None = None) -> str:
    """Write a number with thousands separators and so many decimals."""
    return numbers.written(value, digits)


register.filter("draw", conditional_escape)  # a template asks str() first, and never __html__
register.filter("clause_id", statements.clause_id)
register.filter("document_address", statements.document_address)
register.filter("cited", statements.cited)


@register.simple_tag
def figure(statement: object, **state: object) -> figures.Figure:
    """Show a statement (or a figure) as a link to its explanation."""
    return (
        statement
        if isinstance(statement, figures.Figure)
        else statements.figure_of(statement, **state)
    )


@register.simple_tag(takes_context=True)
def audit_link(context: Context, subject: str) -> SafeString | str:
    """Lead whoever may read the audit to all that was done to a record."""
    if not may_read(acting(context["request"])):
        return ""
    address = f"{reverse('audit:index')}?{urlencode({'subject': subject})}"
    return format_html('<a class="button" href="{}">{}</a>', address, gettext("In the audit"))


@register.simple_tag
def mark(authority: str) -> SafeString | str:
    """Write the small word for the authority of a value."""
    return marks_.mark(authority)


@register.inclusion_tag("components/table.html")
def table(table: Table) -> dict[str, object]:
    """Draw a table with its caption, sortable heads, exports and source line."""
    return {"table": table}


@register.inclusion_tag("components/chart.html")
def chart(chart: Chart) -> dict[str, object]:
    """Draw a chart above the table of its data."""
    return {"chart": chart}


@register.inclusion_tag("components/tile_map.html")
def tile_map(tile_map: TileMap) -> dict[str, object]:
    """Draw a tile map with its legend."""
    return {"map": tile_map}


@register.inclusion_tag("components/crumbs.html")
def crumbs(trail: Sequence[places.Crumb]) -> dict[str, object]:
    """Draw the trail that leads to a page."""
    return {"trail": trail}


@register.inclusion_tag("components/dateline.html")
def dateline(line: places.Dateline) -> dict[str, object]:
    """Draw the line that says period, data up to, as of and as seen on."""
    return {"line": line}


@register.inclusion_tag("components/segments.html")
def segments(choices: Iterable[places.Choice], label: str) -> dict[str, object]:
    """Draw a few ways to see the page, side by side."""
    return {"choices": choices, "label": label}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form: Form, clear: str = "?") -> dict[str, object]:
    """Draw a form of filters whose state goes into the address."""
    return {"form": form, "clear": clear}


@register.inclusion_tag("components/pagination.html")
def pagination(page: Page, query: QueryDict) -> dict[str, object]:
    """Draw the links to the other pages of a long list."""
    papers = [(paper.upper(), keep(query, paper=paper, page=None)) for paper in places.PAPERS]
    return {"page": page, "links": places.page_links(page, query), "papers": papers}


@register.inclusion_tag("components/field.html")
def field(field: object) -> dict[str, object]:
    """Draw a form field: label, help, error, control."""
    return {"field": field}


@register.inclusion_tag("components/error_list.html")
def error_list(form: Form) -> dict[str, object]:
    """List all errors of a form on top, each a link to its field."""
    return {"form": form}


@register.inclusion_tag("components/quotation.html", takes_context=True)
def quotation(context: Context, quotation: Citation) -> dict[str, object]:
    """Draw the clause of a document with a link to where it stands; the page's state goes along."""
    href = statements.document_address(quotation, context.get("state", ""))
    return {"q": quotation, "href": href}


@register.inclusion_tag("components/definition_card.html")
def definition_card(card: object) -> dict[str, object]:
    """Draw what an indicator means, who measures it and when it is released."""
    return {"card": card}


@register.inclusion_tag("components/explanation.html", takes_context=True)
def explanation(
    context: Context, explanation: Explanation, standing: object = ""
) -> dict[str, object]:
    """Draw how a figure came about; `standing` is the quiet word beside it."""
    return {"e": explanation, "standing": standing, "state": context.get("state", "")}


@register.inclusion_tag("components/empty.html")
def empty(title: str, because: str = "", action: str = "", href: str = "") -> dict[str, object]:
    """Say what would be here, why it is not, and the one thing to do."""
    return {"title": title, "because": because, "action": action, "href": href}


@register.inclusion_tag("components/notice.html")
def notice(text: object, kind: str = "info") -> dict[str, object]:
    """Say something about the page: info, good, watch or late."""
    return {"text": text, "kind": kind}


@register.simple_tag
def notice_shape(kind: str) -> SafeString | str:
    """Draw the shape that says what the colour of a notice says."""
    colour = {"good": "green", "success": "green", "watch": "amber", "warning": "amber",
              "late": "red", "error": "red"}.get(kind)  # fmt: skip
    return lights.shape(lights.LIGHTS[colour][1]) if colour else ""


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str, href: str = "") -> dict[str, object]:
    """Show long work with numbers; it may be left and found again at `href`."""
    return {"done": done, "total": total, "label": label, "href": href}
