"""One figure: how it came about, down to the clause and the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.observation import REGISTER
from kaifang.core.period import Period
from kaifang.core.statement import Authority, Explanation, Statement
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.dispatch.periods import PeriodProgress
from kaifang.programme.figures import UnknownMeasure
from kaifang.programme.indicators import DefinitionCard, vintages
from kaifang.programme.moment import Moment
from kaifang.programme.naming import quantity_text
from kaifang.programme.progress import Progress
from kaifang.site.asking import Asked, answered
from kaifang.site.components.cards import Card, source_text
from kaifang.site.components.markup import said
from kaifang.site.components.places import Crumb
from kaifang.site.exporting import asked_for
from kaifang.site.figures.tables import OF_PACK, counted_list, vintages_table
from kaifang.site.linking import differences_of

OF_TARGET = ("attainment", "ahead", "needed")


@answered
def show(request: HttpRequest, asked: Asked, indicator: str, org: str, period: str) -> HttpResponse:
    """Explain a figure: alone for the panel, as a page for everybody else."""
    place = asked.org(org)
    statement = _statement(asked, indicator, org, Period.parse(period))
    stated = vintages(asked.programme, asked.figures, statement)
    entry = asked.law.indicators.get(indicator)
    released = vintages_table(stated, entry, request.GET)
    if file := asked_for(request, asked, released):
        return file
    explanation = statement.explain()
    figure = explanation.record.get("figure", "")
    context = {
        "explanation": _placed(asked, statement, explanation, entry),
        "differences": differences_of(asked, figure),
        "counted": counted_list(request, asked, statement, figure),
        "standing": statement.authority.label if statement.authority else "",
        "statement": statement,
        "vintages": released,
        "indicator": entry,
        "card": Card(DefinitionCard(asked.law, entry)) if entry else None,
        "indicator_href": asked.address(f"/indicators/{indicator}/"),
        "org": place,
        "org_href": asked.address(f"/orgs/{org}/"),
        "target_href": asked.address(f"/targets/{statement.target}/") if statement.target else "",
        "trail": [Crumb(_("Board"), asked.address("/board/")), Crumb(_("Figure"))],
    }
    if "X-Panel" not in request.headers:
        return render(request, "figures/show.html", context)
    context["vintages"] = replace(released, formats=())  # the panel has no address of its own
    return render(request, "figures/fragment.html", context)


def _statement(asked: Asked, indicator: str, org: str, period: Period) -> Statement:
    query = asked.query
    measure = query.get("measure", "level")
    if not query.get("target"):
        return asked.figures.statement(indicator, org, period, measure, part=query.get("part", ""))
    if measure not in OF_TARGET:
        raise UnknownMeasure(found=measure, expected=", ".join(OF_TARGET))
    target = asked.programme.target(query["target"])
    if until := query.get("until"):  # as a dispatch table of an earlier period told it
        day = Moment.read(until, "", asked.law.head.zone).as_of
        progress = PeriodProgress.at(asked.figures, target, org, day)
    else:
        progress = Progress.of(asked.figures, target, org)
    answer: Statement = getattr(progress, measure)()
    return answer


def _placed(
    asked: Asked, statement: Statement, explanation: Explanation, entry: IndicatorEntry | None
) -> Explanation:
    """The explanation with links at its inputs and its record in words; the answer stands alone."""
    inputs = tuple(replace(one, address=asked.opened(one)) for one in explanation.inputs)
    answer = _answer(statement) or explanation.answer
    return replace(
        explanation, answer=answer, inputs=inputs, record=_record(asked, explanation, entry)
    )


def _answer(statement: Statement) -> Text | None:
    """The value as printed, without the word for its authority."""
    low, high = statement.quantity, statement.high
    if low is None:
        return None
    if high is None:
        return quantity_text(low, statement.comparator, statement.digits)
    return message("target.range", low=quantity_text(low), high=quantity_text(high))


def _record(
    asked: Asked, explanation: Explanation, entry: IndicatorEntry | None
) -> dict[str, object]:
    """What the store knows of the record, in words; a pack's own figures name the pack."""
    record = explanation.record
    reason = record.get("reason", "")
    pack = reason if OF_PACK.fullmatch(reason) else ""
    register, changed = _of_register(asked, record.get("figure", ""))
    told = {
        _("Reported by"): register or source_text(record.get("source", ""), entry),
        _("Authority"): Authority(record["authority"]).label if "authority" in record else "",
        _("Announced"): record.get("announced", ""),
        _("Recorded here"): _day_of(record.get("recorded", "")),
        _("Source pack"): pack,
        _("Reason"): changed or ("" if pack else reason),
    }
    return {name: said(text) for name, text in told.items() if said(text)}


def _day_of(instant: str) -> str:
    """The day of an instant here: what was recorded at seven in the morning is of that day."""
    return f"{timezone.localtime(datetime.fromisoformat(instant)):%Y-%m-%d}" if instant else ""


def _of_register(asked: Asked, figure: str) -> tuple[Text | None, Text | None]:
    """The register that a record came from and why it was recorded; of any other, nothing."""
    id = figure.removeprefix(REGISTER)
    process = asked.law.processes.get(id) if id != figure else None
    if process is None:
        return None, None
    name = process.name.text
    return message("register.source", name=name), message("register.changed", name=name)
