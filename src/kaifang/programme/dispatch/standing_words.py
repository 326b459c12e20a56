"""How everybody stands, in sentences: each main indicator, who leads, who lags, and what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kaifang.core.bilingual import joined
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.exchange.drafts import Sentence, together
from kaifang.facts.lights import Colour
from kaifang.packs.law import Law
from kaifang.programme.dispatch.citing import DraftFigures
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.dispatch.wording import (
    dashed,
    figure,
    gap,
    plain,
    sentence,
    words,
)

LAGS = (Colour.AMBER.value, Colour.RED.value)
_CITY, _PROVINCE = "city", "province"


@dataclass(frozen=True)
class StandingWords:
    """Sentences over the rows of a frozen table; `unnamed` are never named among those behind."""

    law: Law
    rows: Sequence[Frozen]
    figures: DraftFigures
    unnamed: frozenset[str] = frozenset()

    def main_indicators(self) -> list[str]:
        """The head indicators of the pack that the organisation itself has targets for."""
        own = {row["indicator"] for row in self.rows if row["org"] == self.law.head.org}
        return [id for id in self.law.head.headline if id in own]

    def progress(self, indicator: str) -> Sentence:
        """One paragraph of a main indicator: the whole, then the cities."""
        own = [
            row
            for row in self.rows
            if row["indicator"] == indicator and row["org"] == self.law.head.org
        ]
        told = [self._to_date(own[0]), *(self._against_target(row) for row in own)]
        return together([together(told, "；", "; "), sentence("notice.full_stop"),
                         self._by_city(indicator)])  # fmt: skip

    # -- the whole ------------------------------------------------------------------------

    def _to_date(self, row: Frozen) -> Sentence:
        whole, name = whole_of(self.law), text_of(row["name"])
        actual, growth = row["actual"], row["growth"]
        if actual is None or actual["value"] is None:
            why = text_of(actual["missing"]) if actual else message("missing.no_value")
            absent = gap("notice.missing", why=why)
            return together([sentence("notice.no_actual", whole=whole, name=name), absent])
        period = dashed(Period.parse(actual["period"]).name(cumulative=True))
        cited = figure(self.figures.cite(row, "actual"))
        told = sentence("notice.actual", period=period, whole=whole, name=name, actual=cited)
        if growth is None or growth["value"] is None:
            return told
        size = figure(self.figures.cite(row, "growth"), size=True)
        return together([told, sentence(f"notice.growth.{_way(growth)}", size=size)])

    def _against_target(self, row: Frozen) -> Sentence:
        target = figure(self.figures.target(row))
        if row["attainment"]["value"] is None:
            says = figure(self.figures.verdict(row))
            return sentence("notice.stands", target=target, says=says)
        attainment = figure(self.figures.cite(row, "attainment"))
        told = sentence("notice.attained", target=target, attainment=attainment)
        return together([told, self._ahead(row)])

    def _ahead(self, row: Frozen) -> Sentence:
        ahead = row["ahead"]
        if ahead["value"] is None:
            return Sentence()
        entry = self.law.indicators.get(row["indicator"] or "")
        of = "use" if entry and entry.better == "down" else "ahead"
        size = figure(self.figures.cite(row, "ahead"), size=True)
        return sentence(f"notice.{of}.{_way(ahead)}", size=size)

    # -- the cities -----------------------------------------------------------------------

    def _by_city(self, indicator: str) -> Sentence:
        most = self._most_named(indicator)
        groups = [self._ranked(rows, most) for rows in self._groups(indicator)] if most else []
        return together(groups)

    def _most_named(self, indicator: str) -> int:
        """How many the rules of the pack let a notice name by rank; 0 where no rule does."""
        return max(
            (
                rule.when.tail
                for rule in self.law.notices.values()
                if rule.when.tail and rule.named and rule.measure == "notice"
                and _CITY in rule.kinds and (not rule.indicators or indicator in rule.indicators)
            ),
            default=0,
        )  # fmt: skip

    def _groups(self, indicator: str) -> list[list[Frozen]]:
        """The ranked rows of the cities, like with like, the leading one first."""
        found: dict[tuple[str, ...], list[Frozen]] = defaultdict(list)
        for row in self.rows:
            if row["indicator"] == indicator and row["rank"] and self._kind(row) == _CITY:
                target = self.law.targets.get(row["item"])
                told = (target.target.form, target.period.code) if target else ()
                found[(*told, row["attainment"]["part"])].append(row)
        return [sorted(rows, key=lambda row: row["rank"]) for rows in found.values()]

    def _ranked(self, rows: Sequence[Frozen], most: int) -> Sentence:
        if len(rows) <= most:
            return Sentence()
        if rows[0]["rank"] == rows[-1]["rank"]:
            return sentence("notice.all_tied", attainment=self._attained(rows[0]))
        first, last = rows[most - 1]["rank"], rows[-most]["rank"]
        tail = [row for row in rows if row["rank"] >= last]
        leading = [row for row in rows if row["rank"] <= min(first, last - 1)]
        return together([
            sentence("notice.leading", names=self._places(leading, frozenset())),
            sentence("notice.tail", names=self._places(tail, self.unnamed)),
        ])  # fmt: skip

    def _places(self, rows: Sequence[Frozen], unnamed: frozenset[str]) -> Sentence:
        named = [row for row in rows if row["org"] not in unnamed]
        told = [self._place(list(tied)) for _, tied in groupby(named, key=lambda row: row["rank"])]
        if hidden := len(rows) - len(named):
            told.append(sentence("notice.unnamed_tail", count=hidden))
        return together(told, "、", ", ")

    def _place(self, tied: Sequence[Frozen]) -> Sentence:
        """One place in the order; those who are level are told as level."""
        if len(tied) == 1:
            name, attainment = text_of(tied[0]["org_name"]), self._attained(tied[0])
            return sentence("notice.place", name=name, attainment=attainment)
        names = joined([text_of(row["org_name"]) for row in tied])
        each = [self._attained(row) for row in tied]  # all stand in the list of sources
        return sentence("notice.tied", names=names, attainment=each[0])

    def _attained(self, row: Frozen) -> Sentence:
        return figure(self.figures.cite(row, "attainment"))

    # -- those behind ---------------------------------------------------------------------

    def behind(self) -> list[Sentence]:
        """A paragraph for each organisation that lags, with its own words; gaps where it has none."""
        kinds = {_CITY, *(kind for rule in self.law.notices.values() for kind in rule.kinds)}
        rows = [row for row in self.rows if row["light"]["colour"] in LAGS]
        rows = [row for row in rows
                if row["org"] == self.law.head.org or self._kind(row) in kinds]  # fmt: skip
        named = [row for row in rows if row["org"] not in self.unnamed]
        told = [self._lags(list(of)) for _, of in groupby(named, key=lambda row: row["org"])]
        if hidden := {row["org"] for row in rows} & self.unnamed:
            told.append(sentence("notice.unnamed_behind", count=len(hidden)))
        return told or [sentence("notice.none_behind")]

    def _lags(self, rows: Sequence[Frozen]) -> Sentence:
        org = text_of(rows[0]["org_name"])
        items = together([self.item(row) for row in rows], "；", "; ")
        said = [told for row in rows for told in self._said(row)]
        return together([sentence("notice.behind", org=org, items=items),
                         *(said or [gap("notice.no_words", org=org)])])  # fmt: skip

    def item(self, row: Frozen) -> Sentence:
        """One item with how far it is, as it stands in a list of those behind."""
        name = text_of(row["name"])
        if row["attainment"]["value"] is None:
            return sentence("notice.behind.says", name=name, says=figure(self.figures.verdict(row)))
        told = sentence("notice.behind.attained", name=name, attainment=self._attained(row))
        return together([told, self._ahead(row)])

    def _said(self, row: Frozen) -> Iterable[Sentence]:
        for field in ("problem", "next_step"):
            if row[field]:
                said = words(row[field])
                yield sentence(f"notice.{field}", name=text_of(row["name"]), words=said)

    def _kind(self, row: Frozen) -> str:
        return self.law.orgs[row["org"]].kind if row["org"] in self.law.orgs else ""


def whole_of(law: Law) -> Sentence:
    """全省, 全市: the whole that the programme is about."""
    kind = law.orgs[law.head.org].kind if law.head.org else ""
    known = kind if kind in (_PROVINCE, _CITY) else "other"
    return plain(message(f"notice.whole.{known}"))


def _way(kept: Frozen) -> str:
    value = Decimal(kept["value"])
    return "even" if not value else "up" if value > 0 else "down"
