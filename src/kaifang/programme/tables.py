"""The tables that pages show and exports write: one definition for both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.core.statement import Statement, Versions
from kaifang.exchange.tables import Cell, Column, Table, cell_of
from kaifang.packs.law import Law
from kaifang.programme.boards import BoardRow, BoardView
from kaifang.programme.documents import DocumentView
from kaifang.programme.indicators import Series
from kaifang.programme.opening import Programme


def source_line(programme: Programme, versions: Versions) -> Text:
    """The line at the foot of every export: data as of, as seen, pack, hash, engine."""
    return source_of(programme.law, versions)


def watermark(programme: Programme) -> Text | None:
    """Who takes a table out, and when, where the viewer sees what is internal; else None."""
    viewer = programme.viewer
    if not viewer.is_internal:
        return None
    now = datetime.now(ZoneInfo(programme.law.head.zone))
    return message("table.watermark", name=viewer.name or "—", at=f"{now:%Y-%m-%d %H:%M}")


def source_of(law: Law, versions: Versions) -> Text:
    """The source line where only the law is at hand; instants are told in the pack's zone."""
    seen = versions.seen_at.astimezone(ZoneInfo(law.head.zone)) if versions.seen_at else None
    return message(
        "table.source",
        as_of=versions.as_of or "",
        seen=message("table.seen", at=f"{seen:%Y-%m-%d %H:%M}") if seen else message("table.now"),
        pack=law.id,
        hash=versions.pack_hash[:12],
        engine=versions.engine,
    )


BOARD_COLUMNS = (
    Column("org", Text("单位", "Organisation")),
    Column("indicator", Text("指标", "Indicator")),
    Column("unit", Text("计量单位", "Unit")),
    Column("target", Text("目标", "Target")),
    Column("strength", Text("强度", "Strength")),
    Column("period", Text("时期", "Period")),
    Column("latest", Text("最新值", "Latest"), kind="number"),
    Column("month", Text("当月", "Month"), kind="number"),
    Column("growth", Text("同比", "Growth"), same("%"), "number"),
    Column("growth_computed", Text("同比测算", "Growth computed"), same("%"), "number"),
    Column("share", Text("占全国份额", "Share of the nation"), same("%"), "number"),
    Column("attainment", Text("完成率", "Attainment"), same("%"), "number"),
    Column("ahead", Text("超序时进度", "Ahead of schedule"), Text("个百分点", "points"), "number"),
    Column("needed", Text("月均需完成", "Needed a month"), kind="number"),
    Column("light", Text("灯号", "Light")),
    Column("says", Text("说明", "Verdict")),
)


def board_table(
    programme: Programme,
    view: BoardView,
    lang: str = "zh",
    rows: Iterable[BoardRow] | None = None,
) -> Table:
    """The board as a table, one row a target or indicator; of some of its rows if asked."""
    return Table(
        f"board-{programme.law.id}",
        programme.law.head.name.text,
        BOARD_COLUMNS,
        [_board_row(row, lang) for row in (view if rows is None else rows)],
        source_line(programme, view.figures.versions),
        watermark=watermark(programme),
    )


GLANCE = ("org", "indicator", "target", "period", "latest", "growth", "attainment", "light")


def glance(row: BoardRow, lang: str = "zh") -> list[str]:
    """A row as a person reads it, the columns of `GLANCE`; invented figures carry their mark."""
    attainment = row.progress.attainment() if row.progress else None
    figures = (row.latest, row.growth, attainment)
    return [
        row.org.name.in_(lang, short=True),
        row.name.in_(lang, short=True),
        _target_at_a_glance(row, lang),
        row.period.name(cumulative=True).in_(lang) if row.latest and row.period else "",
        *(_figure(one, lang, is_demo=row.org.is_demo) for one in figures),
        row.progress.light.says.in_(lang) if row.progress else "",
    ]


def _target_at_a_glance(row: BoardRow, lang: str) -> str:
    words = [text.in_(lang) for text in (row.strength, row.target_text) if text]
    return (" " if lang.startswith("en") else "").join(word for word in words if word)


def _figure(statement: Statement | None, lang: str, *, is_demo: bool) -> str:
    if statement is None:
        return ""
    mark = message("table.demo").in_(lang)
    is_marked = is_demo and statement.quantity is not None
    return f"{statement.text(lang)}({mark})" if is_marked else statement.text(lang)


def series_table(programme: Programme, title: Text, one: Series, versions: Versions) -> Table:
    """An indicator's organisations by period."""
    columns = [Column("org", Text("单位", "Organisation"))]
    columns += [
        Column(period.code, period.name(cumulative=True), kind="number") for period in one.periods
    ]
    rows = [
        [
            Cell(org.name.zh),
            *(cell_of(one.cells.get((org.id, p)), demo=org.is_demo) for p in one.periods),
        ]
        for org in one.orgs
    ]
    source, mark = source_line(programme, versions), watermark(programme)
    return Table("series", title, columns, rows, source, watermark=mark)


def document_table(programme: Programme, view: DocumentView, lang: str = "zh") -> Table:
    """Everything drawn from a document, one row a figure."""
    columns = [
        Column("quote", Text("原句", "Quotation")),
        Column("kind", Text("类别", "Kind")),
        Column("name", Text("名称", "Name")),
        Column("org", Text("单位", "Organisation")),
        Column("period", Text("时期", "Period")),
        Column("value", Text("内容", "Value")),
        Column("where", Text("政策包位置", "Place in the pack")),
    ]
    rows = [
        [
            Cell(clause.quote),
            Cell(one.label.in_(lang)),
            *_texts((one.name, one.org, one.period, one.value), lang),
            Cell(one.where),
        ]
        for clause in view.clauses
        for one in clause.drawn
    ]
    versions = programme.figures().versions
    return Table(
        f"document-{view.document.id}",
        view.document.title,
        columns,
        rows,
        source_line(programme, versions),
        watermark=watermark(programme),
    )


def _board_row(row: BoardRow, lang: str) -> Sequence[Cell]:
    demo, progress = row.org.is_demo, row.progress
    answers = (row.latest, row.month, row.growth, row.growth_computed, row.share)
    about = (
        (progress.attainment(), progress.ahead(), progress.needed()) if progress else (None,) * 3
    )
    return [
        Cell(row.org.name.in_(lang)),
        Cell(row.name.in_(lang)),
        Cell(row.indicator.unit.name.in_(lang) if row.indicator else ""),
        *_texts((row.target_text, row.strength), lang),
        Cell(row.period.name(cumulative=True).in_(lang) if row.period else ""),
        *(cell_of(one, demo=demo) for one in (*answers, *about)),
        Cell(progress.light.colour.label.in_(lang) if progress else ""),
        Cell(progress.stands.says.in_(lang) if progress else ""),
    ]


def _texts(texts: Iterable[Text | None], lang: str) -> list[Cell]:
    return [Cell(text.in_(lang) if text else "") for text in texts]
