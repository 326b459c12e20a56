"""Citing: each figure of a draft once, with where it is explained and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import Authority, Explanation, Statement
from kaifang.exchange.drafts import DraftFigure
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.dispatch.periods import PeriodProgress
from kaifang.programme.figures import Figures
from kaifang.programme.opening import Programme

OF_TARGET = ("attainment", "ahead")


@dataclass
class DraftFigures:
    """The figures of a draft, numbered as they come; the same one keeps its number.

    `at` is when the table was frozen: what is explained is what was known then.
    """

    programme: Programme
    period: Period
    as_of: str
    at: datetime
    listed: dict[tuple[str, str, str], DraftFigure] = field(default_factory=dict)

    def cite(self, row: Frozen, name: str) -> DraftFigure:
        """A figure of a frozen row by its column."""
        kept = row[name]
        return self._listed(row, name, text_of(kept["text"]), kept["measure"])

    def target(self, row: Frozen) -> DraftFigure:
        """What a row asks for, which stands in a document."""
        return self._listed(row, "target", text_of(row["target"]), "target")

    def verdict(self, row: Frozen) -> DraftFigure:
        """What the light says, where a target is told without attainment."""
        return self._listed(row, "light", text_of(row["light"]["says"]), "target")

    def adjusted(self, row: Frozen, since: Text) -> tuple[DraftFigure, DraftFigure]:
        """A figure as it was issued last, and as it is known now."""
        target = self.programme.law.targets.get(row["item"])
        column = "actual" if row["measure"] == "level" else row["measure"]
        kept = {
            "measure": row["measure"],
            "period": Period.parse(row["period"]["zh"]).code,
            "part": target.part_code if target else "",
            "text": row["now"],
        }
        about = {**row, "indicator": (target.indicator if target else None) or "", column: kept}
        return self._issued(row, since), self.cite(about, column)

    def _issued(self, row: Frozen, since: Text) -> DraftFigure:
        key = row["item"], row["org"], f"issued {row['measure']} {row['period']['zh']}"
        if key not in self.listed:
            names = (row["org_name"], row["name"], row["period"])
            parts = [*(text_of(one) for one in names), message("notice.before")]
            source = _head([message("notice.source.before", period=since)])
            self.listed[key] = DraftFigure(
                len(self.listed) + 1, joined(parts, " · ", " · "), text_of(row["before"]), source
            )
        return self.listed[key]

    @property
    def all(self) -> tuple[DraftFigure, ...]:
        return tuple(self.listed.values())

    def _listed(self, row: Frozen, column: str, text: Text, measure: str) -> DraftFigure:
        of_target = measure in (*OF_TARGET, "target")
        key = row["item"], row["org"], column
        if not of_target:  # the same figure may stand in the lines of several targets
            kept = row[column]
            key = f"{row['indicator']} {kept['part']}", row["org"], f"{measure} {kept['period']}"
        if key not in self.listed:
            self.listed[key] = self._made(row, column, text, measure)
        return self.listed[key]

    def _made(self, row: Frozen, column: str, text: Text, measure: str) -> DraftFigure:
        parts = [text_of(row["org_name"]), text_of(row["name"]), message(f"measure.{measure}")]
        if column not in ("target", "light"):
            parts.append(Period.parse(row[column]["period"]).name(cumulative=True))
        source, is_doubtful = self._source(row, column, text)
        path, query = self._address(row, column, measure)
        return DraftFigure(
            len(self.listed) + 1, joined(parts, " · ", " · "), text, source, path, query,
            is_doubtful,
        )  # fmt: skip

    def _address(self, row: Frozen, column: str, measure: str) -> tuple[str, dict[str, str]]:
        query = {"as_of": self.as_of, "seen_at": self.at.isoformat()}
        if column in ("target", "light"):
            return f"/targets/{row['item']}/", query
        kept = row[column]
        query |= {"measure": "" if measure == "level" else measure, "part": kept["part"]}
        if measure in OF_TARGET:
            query |= {"target": row["item"], "until": self.period.end.isoformat()}
        period = Period.parse(kept["period"]).slug
        about = row["indicator"] or row["item"]
        return f"/figure/{about}/{row['org']}/{period}/", {k: v for k, v in query.items() if v}

    # -- sources --------------------------------------------------------------------------

    def _source(self, row: Frozen, column: str, text: Text) -> tuple[Text, bool]:
        """Where a figure comes from, and whether it may not stand in a notice."""
        try:
            return self._explained(row, column, text)
        except KaifangError:  # the pack of today knows indicator, target or organisation no more
            return message("notice.source.gone"), True

    def _explained(self, row: Frozen, column: str, text: Text) -> tuple[Text, bool]:
        if column in ("target", "light"):
            cites = self.programme.law.citations(self.programme.target(row["item"]))
            texts = [Text(one.text("zh"), one.text("en")) for one in cites]
            return _head(texts), not all(one.may_drive for one in cites)
        told = self._statement(row, column)
        explanation = told.explain()
        texts = list(dict.fromkeys(_sources(explanation)))
        is_doubtful = not all(one.may_drive for one in explanation.leaves())
        now = Text(told.text("zh"), told.text("en"))
        if now == text:
            return _head(texts), is_doubtful
        return joined([_head(texts), message("notice.source.now", now=now)], "", " "), True

    def _statement(self, row: Frozen, column: str) -> Statement:
        kept, figures = row[column], self._figures
        if kept["measure"] not in OF_TARGET:
            return figures.statement(
                row["indicator"], row["org"], Period.parse(kept["period"]), kept["measure"],
                part=kept["part"],
            )  # fmt: skip
        target = self.programme.target(row["item"])
        progress = PeriodProgress.at(figures, target, row["org"], self.period.end)
        return progress.attainment() if kept["measure"] == "attainment" else progress.ahead()

    @property
    def _figures(self) -> Figures:
        return self.programme.figures(self.as_of or None, self.at)


def _head(sources: list[Text]) -> Text:
    told = joined(sources, "；", "; ") if sources else same("—")
    return message("notice.source.head", sources=told)


def _sources(explanation: Explanation) -> Iterator[Text]:
    """Citations and records of the tree, in reading order."""
    yield from (Text(one.text("zh"), one.text("en")) for one in explanation.citations)
    if explanation.record and not explanation.citations:
        yield _record(explanation)
    for one in explanation.inputs:
        yield from _sources(one)


def _record(explanation: Explanation) -> Text:
    record = explanation.record
    authority = record.get("authority", "")
    told = {
        "source": same(record.get("source") or "—"),
        "authority": Authority(authority).label if authority else same("—"),
    }
    if day := record.get("announced"):
        return message("notice.source.record", announced=day, **told)
    return message("notice.source.undated", **told)
