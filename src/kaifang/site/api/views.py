"""The operations of the API: everything a page shows, for reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.core.period import Period
from kaifang.core.statement import Statement
from kaifang.packs.exporting import export
from kaifang.packs.law import load
from kaifang.programme import telling
from kaifang.programme.atlas import open_atlas
from kaifang.programme.codebooks import codebook, codebooks
from kaifang.programme.documents import disagreements, open_document, summaries
from kaifang.programme.extracts import Extract, units_of
from kaifang.programme.figures import UnknownMeasure
from kaifang.programme.finding import KINDS, find
from kaifang.programme.forecasting import year_end
from kaifang.programme.holdings import batches, installed_packs, revised, revisions_of
from kaifang.programme.progress import Progress
from kaifang.programme.provisions import explain_parameter, open_list, open_task
from kaifang.programme.reach import orgs_of
from kaifang.programme.shelf import installed
from kaifang.programme.splitting import kept, prepare
from kaifang.site.api.answers import READ_LIST, READ_ONE, REFUSED, Told, part_of
from kaifang.site.api.forms import (
    ExplanationAnswer,
    FactQuery,
    FigureQuery,
    ForecastQuery,
    MapQuery,
    Moment,
    Slice,
    StatementAnswer,
)
from kaifang.site.asking import Asked, read

OF_TARGET = ("attainment", "ahead", "needed")

router = Router()


def asked_of(request: HttpRequest, pack: str) -> Asked:
    """What is asked of a programme. Raises: NotInstalled, UnreadableDate."""
    asked = read(request, pack)
    assert asked is not None
    return asked


def listed(whole: Sequence[Any], part: Slice, tell: Callable[[Any], Told]) -> Told:
    """A part of a list; only that part is told."""
    items = [tell(one) for one in whole[part.offset : part.offset + part.limit]]
    return part_of(items, len(whole), part)


# -- programmes and what they define ------------------------------------------------------------


@router.get("/packs", response=READ_LIST, summary=_("Installed programmes"))
def list_packs(request: HttpRequest, moment: Query[Moment], part: Query[Slice]) -> Told:
    """All programmes of the store, the one installed last first."""
    return listed(
        installed(), part, lambda one: telling.tell_volume(one, load(one.id), moment.lang)
    )


@router.get("/packs/{pack}", response=READ_ONE, summary=_("One programme"))
def show_pack(request: HttpRequest, pack: str, moment: Query[Moment]) -> Told:
    """Whose it is, of which period, under which hash."""
    asked = asked_of(request, pack)
    volume = next(one for one in asked.volumes if one.id == pack)
    return telling.tell_volume(volume, asked.law, moment.lang)


@router.get("/packs/{pack}/indicators", response=READ_LIST, summary=_("Indicators"))
def list_indicators(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """The programme's own indicators first, then all others of its law."""
    asked = asked_of(request, pack)
    own = dict.fromkeys([*asked.programme.indicators(), *asked.law.indicators])
    entries = [asked.law.indicators[one] for one in own]
    return listed(entries, part, lambda one: telling.tell_indicator(one, moment.lang))


@router.get("/packs/{pack}/indicators/{id}", response=READ_ONE, summary=_("One indicator"))
def show_indicator(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """Definition, unit, source body and breaks."""
    asked = asked_of(request, pack)
    return telling.tell_indicator(asked.law.indicator(id), moment.lang)


@router.get("/packs/{pack}/orgs", response=READ_LIST, summary=_("Organisations"))
def list_orgs(request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]) -> Told:
    """In administrative order."""
    asked = asked_of(request, pack)
    return listed(orgs_of(asked.law), part, lambda one: telling.tell_org(one, moment.lang))


@router.get("/packs/{pack}/orgs/{id}", response=READ_ONE, summary=_("One organisation"))
def show_org(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """Its place in the tree and what stands below it."""
    asked = asked_of(request, pack)
    org, below = asked.law.orgs[id], asked.law.orgs.children(id)
    return {
        **telling.tell_org(org, moment.lang),
        "below": [telling.tell_org(one, moment.lang) for one in below],
    }


# -- figures ------------------------------------------------------------------------------------


@router.get("/packs/{pack}/board", response=READ_LIST, summary=_("The board"))
def show_board(
    request: HttpRequest,
    pack: str,
    moment: Query[Moment],
    part: Query[Slice],
    org: str = "",
    indicator: str = "",
) -> Told:
    """Rows of statements: organisation by organisation, indicator by indicator."""
    asked = asked_of(request, pack)
    law = asked.law
    view = asked.programme.board(
        asked.moment.as_of,
        asked.moment.seen_at,
        orgs=[law.orgs[org].id] if org else None,
        indicators=[law.indicator(indicator).id] if indicator else None,
    )
    return listed(view.rows, part, lambda row: row.json(moment.lang))


@router.get("/packs/{pack}/statement", response={200: StatementAnswer, **REFUSED},
            summary=_("One figure"))  # fmt: skip
def show_statement(
    request: HttpRequest, pack: str, moment: Query[Moment], figure: Query[FigureQuery]
) -> Told:
    """A value as stated or computed, or the reason why there is none."""
    return _statement(asked_of(request, pack), figure).json(moment.lang)


@router.get("/packs/{pack}/explain", response={200: ExplanationAnswer, **REFUSED},
            summary=_("How a figure came about"))  # fmt: skip
def explain(
    request: HttpRequest, pack: str, moment: Query[Moment], figure: Query[FigureQuery]
) -> Told:
    """The formula in words, the inputs, the clauses and the record."""
    return _statement(asked_of(request, pack), figure).explain().json(moment.lang)


def _statement(asked: Asked, figure: FigureQuery) -> Statement:
    figures, period = asked.figures, Period.parse(figure.period)
    if not figure.target:
        return figures.statement(
            figure.indicator, figure.org, period, figure.measure, part=figure.part
        )
    if figure.measure not in OF_TARGET:
        raise UnknownMeasure(found=figure.measure, expected=", ".join(OF_TARGET))
    org = asked.law.orgs[figure.org]
    progress = Progress.of(figures, asked.programme.target(figure.target), org.id)
    answer: Statement = getattr(progress, figure.measure)()
    return answer


@router.get("/packs/{pack}/facts", response=READ_LIST, summary=_("The fact table"))
def list_facts(
    request: HttpRequest,
    pack: str,
    moment: Query[Moment],
    part: Query[Slice],
    wanted: Query[FactQuery],
) -> Told:
    """Values as stated, filtered."""
    asked = asked_of(request, pack)
    within = Period.parse(wanted.period) if wanted.period else None
    extract = Extract(asked.figures, wanted.indicator, wanted.org, within)
    rows = extract.rows(part.offset, part.offset + part.limit)
    units = units_of(asked.programme, rows)
    items = [telling.tell_held(asked.law, one, units[one.row], moment.lang) for one in rows]
    return part_of(items, len(extract), part)


@router.get("/packs/{pack}/figures", response=READ_LIST, summary=_("Every figure of the documents"))
def list_figures(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """One flat object per figure of the pack itself: document, quotation, value, unit."""
    return listed(export(asked_of(request, pack).law), part, lambda one: one)


@router.get("/packs/{pack}/map", response=READ_ONE, summary=_("One measure over the tiles"))
def show_map(
    request: HttpRequest, pack: str, moment: Query[Moment], wanted: Query[MapQuery]
) -> Told:
    """Each tile with value and rank; what is missing says why."""
    asked = asked_of(request, pack)
    atlas = open_atlas(
        asked.programme,
        wanted.indicator,
        wanted.measure,
        wanted.org,
        Period.parse(wanted.period) if wanted.period else None,
        as_of=asked.moment.as_of,
        seen_at=asked.moment.seen_at,
    )
    return telling.tell_atlas(atlas, moment.lang)


# -- targets, tasks, documents ------------------------------------------------------------------


@router.get("/packs/{pack}/targets", response=READ_LIST, summary=_("Targets and where they stand"))
def list_targets(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice], org: str = ""
) -> Told:
    """Targets whose document was out on the day, with attainment and light."""
    asked = asked_of(request, pack)
    known = asked.programme.targets_known(asked.moment.as_of)
    kept_ = [one for one in known if org in ("", one.org)]
    return listed(kept_, part, lambda one: telling.tell_target(asked.figures, one, moment.lang))


@router.get("/packs/{pack}/targets/{id}", response=READ_ONE, summary=_("One target"))
def show_target(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """What is asked, where it stands, and the clause."""
    asked = asked_of(request, pack)
    return telling.tell_target(asked.figures, asked.programme.target(id), moment.lang)


@router.get("/packs/{pack}/tasks", response=READ_LIST, summary=_("Tasks"))
def list_tasks(request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]) -> Told:
    """The numbered measures of the documents."""
    law = asked_of(request, pack).law
    return listed(
        list(law.tasks.values()), part, lambda one: telling.tell_task(law, one, moment.lang)
    )


@router.get("/packs/{pack}/tasks/{id}", response=READ_ONE, summary=_("One task"))
def show_task(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """A measure with its clause, its targets and the measures under it."""
    law = asked_of(request, pack).law
    return telling.tell_task_whole(law, open_task(law, id), moment.lang)


@router.get("/packs/{pack}/differences", response=READ_LIST, summary=_("Where documents differ"))
def list_differences(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """Differences between documents, classed and explained, with the figures of both sides."""
    law = asked_of(request, pack).law
    return listed(
        disagreements(law), part, lambda one: telling.tell_disagreement(law, one, moment.lang)
    )


@router.get("/packs/{pack}/documents", response=READ_LIST, summary=_("Documents"))
def list_documents(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """Documents with how much is drawn from each."""
    asked = asked_of(request, pack)
    found = summaries(asked.law, asked.programme.records.texts())
    return listed(found, part, lambda one: telling.tell_summary(one, moment.lang))


@router.get("/packs/{pack}/documents/{id}", response=READ_ONE, summary=_("One document"))
def show_document(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """Every quotation with what is drawn from it; differences, missing lists, what is left."""
    asked = asked_of(request, pack)
    return telling.tell_view(open_document(asked.programme, id), moment.lang)


@router.get("/packs/{pack}/parameters/{id}", response={200: ExplanationAnswer, **REFUSED},
            summary=_("One parameter"))  # fmt: skip
def show_parameter(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """A figure of a rule, opened to its clause."""
    asked = asked_of(request, pack)
    return explain_parameter(asked.law, id, asked.figures.versions).json(moment.lang)


@router.get("/packs/{pack}/lists/{id}", response=READ_ONE, summary=_("One list"))
def show_list(request: HttpRequest, pack: str, id: str, moment: Query[Moment]) -> Told:
    """Who stands on it, and what is missing."""
    return telling.tell_roll(open_list(asked_of(request, pack).law, id), moment.lang)


@router.get("/packs/{pack}/search", response=READ_LIST, summary=_("Search"))
def search(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice], q: str = ""
) -> Told:
    """Indicators, organisations, targets, tasks, documents, sentences; the nearest names first."""
    answer = find(asked_of(request, pack).law, q, most=10_000)
    found = [one for kind in KINDS if kind in answer for one in answer[kind][1]]
    return listed(found, part, lambda one: telling.tell_found(one, moment.lang))


# -- the store ----------------------------------------------------------------------------------


@router.get("/packs/{pack}/revisions", response=READ_LIST, summary=_("Revisions"))
def list_revisions(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """Values given differently from what had been known, the latest first."""
    programme = asked_of(request, pack).programme
    pairs = revisions_of(programme)
    opened = revised(programme, pairs[part.offset : part.offset + part.limit])
    items = [telling.tell_revised(one) for one in opened]
    return part_of(items, len(pairs), part)


@router.get("/packs/{pack}/batches", response=READ_LIST, summary=_("What was recorded when"))
def list_batches(
    request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """Acts of recording, the last one first; who, file and reason for signed-in users."""
    asked = asked_of(request, pack)
    return listed(
        batches(asked.programme), part, lambda one: telling.tell_recorded(one, moment.lang)
    )


@router.get("/versions", response=READ_LIST, summary=_("Versions of packs"))
def list_versions(request: HttpRequest, moment: Query[Moment], part: Query[Slice]) -> Told:
    """Every version of every pack that was ever installed."""
    return listed(installed_packs(), part, telling.tell_installed)


@router.get("/packs/{pack}/codes", response=READ_LIST, summary=_("Code lists"))
def list_codes(request: HttpRequest, pack: str, moment: Query[Moment], part: Query[Slice]) -> Told:
    """Code lists with edition and sample mark."""
    found = codebooks(asked_of(request, pack).law)
    return listed(found, part, lambda one: telling.tell_codebook(one, moment.lang))


@router.get("/packs/{pack}/codes/{id}", response=READ_LIST, summary=_("The codes of one list"))
def show_codes(
    request: HttpRequest, pack: str, id: str, moment: Query[Moment], part: Query[Slice]
) -> Told:
    """Codes with names, parents and their codes in other schemes."""
    book = codebook(asked_of(request, pack).law, id)
    return listed(list(book.codes), part, lambda one: telling.tell_code(one, moment.lang))


# -- for signed-in users ------------------------------------------------------------------------


@router.get(
    "/packs/{pack}/forecast", response=READ_ONE, summary=_("The year's end (signed-in users)")
)
def forecast(
    request: HttpRequest, pack: str, moment: Query[Moment], wanted: Query[ForecastQuery]
) -> Told:
    """A forecast with interval, level, the target's chance and the back-test."""
    asked = asked_of(request, pack)
    end = year_end(
        asked.programme,
        wanted.indicator,
        asked.law.orgs[wanted.org].id,
        wanted.target or None,
        as_of=asked.moment.as_of,
        seen_at=asked.moment.seen_at,
    )
    return telling.tell_year_end(end, moment.lang)


@router.get(
    "/packs/{pack}/splits/{target}",
    response=READ_ONE,
    summary=_("Rounds of a split (signed-in users)"),
)
def show_split(request: HttpRequest, pack: str, target: str, moment: Query[Moment]) -> Told:
    """A target's amount, the bases of the cities, and every round that was kept."""
    asked = asked_of(request, pack)
    one = prepare(asked.programme, target, as_of=asked.moment.as_of, seen_at=asked.moment.seen_at)
    return {
        "target": target,
        "indicator": one.indicator,
        "total": format(one.total, "f"),
        "bases": {org: format(value, "f") for org, value in one.bases.items()},
        "rounds": [telling.tell_kept(row) for row in kept(one)],
    }
