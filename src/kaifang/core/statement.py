"""Statement: one computed or published answer, and the Explanation that opens it.

A statement never stands alone: `explain()` gives the formula in words, the inputs (each again
with its explanation), the citations, and the versions of pack, data and engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation
from kaifang.core.period import Period
from kaifang.core.units import Quantity


class Authority(StrEnum):
    """Who stands behind a value; later ones in `LEADING` give way to earlier ones."""

    PUBLISHED = "published"
    FLASH = "flash"
    VERIFIED = "verified"
    ANNUAL = "annual"
    REPORTED = "reported"
    DERIVED = "derived"
    DEMO = "demo"

    @property
    def label(self) -> Text:
        return _AUTHORITIES[self]

    @property
    def precedence(self) -> int:
        """0 leads: an annual figure stands before a verified, a published, a flash one."""
        return LEADING.index(self)


LEADING = (
    Authority.ANNUAL,
    Authority.VERIFIED,
    Authority.PUBLISHED,
    Authority.FLASH,
    Authority.REPORTED,
    Authority.DERIVED,
    Authority.DEMO,
)
_AUTHORITIES = {
    Authority.PUBLISHED: Text("公布", "published"),
    Authority.FLASH: Text("快报", "flash"),
    Authority.VERIFIED: Text("核定", "verified"),
    Authority.ANNUAL: Text("年报", "annual"),
    Authority.REPORTED: Text("填报", "reported"),
    Authority.DERIVED: Text("测算", "derived"),
    Authority.DEMO: Text("演示", "demo"),
}


@dataclass(frozen=True, slots=True)
class Versions:
    """What an answer was computed from: pack hash, data version, engine version, both times."""

    pack: str = ""
    pack_hash: str = ""
    data: int = 0
    engine: str = ""
    as_of: date | None = None
    seen_at: datetime | None = None

    def json(self) -> dict[str, Any]:
        return {
            "pack": self.pack,
            "pack_hash": self.pack_hash,
            "data": self.data,
            "engine": self.engine,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "seen_at": self.seen_at.isoformat() if self.seen_at else None,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a statement says what it says: an unbroken tree down to sentences and records.

    `address` is that of the statement it explains, "" where it explains none.
    """

    title: Text
    answer: Text
    formula: Text | None = None
    inputs: tuple[Explanation, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[Text, ...] = ()
    record: Mapping[str, str] = field(default_factory=dict)
    versions: Versions | None = None
    address: str = ""

    def json(self, lang: str = "zh") -> dict[str, Any]:
        """The whole tree as plain values, texts in `lang`."""
        return {
            "title": self.title.in_(lang),
            "answer": self.answer.in_(lang),
            "formula": self.formula.in_(lang) if self.formula else None,
            "inputs": [one.json(lang) for one in self.inputs],
            "citations": [one.json(lang) for one in self.citations],
            "notes": [note.in_(lang) for note in self.notes],
            "record": dict(self.record),
            "versions": self.versions.json() if self.versions else None,
        }

    def text(self, lang: str = "zh", depth: int = 0) -> str:
        """The tree as indented lines, for a terminal or a notebook."""
        pad = "  " * depth
        colon = ": " if lang.startswith("en") else "："
        lines = [f"{pad}{self.title.in_(lang)}{colon}{self.answer.in_(lang)}"]
        lines += [f"{pad}  = {self.formula.in_(lang)}"] if self.formula else []
        lines += [f"{pad}  · {note.in_(lang)}" for note in self.notes]
        lines += [f"{pad}  ← {one.text(lang)}" for one in self.citations]
        lines += [one.text(lang, depth + 1) for one in self.inputs]
        return "\n".join(lines)

    def leaves(self) -> list[Citation]:
        """All citations of the tree, each once, in reading order."""
        found = list(self.citations)
        for one in self.inputs:
            found += [cite for cite in one.leaves() if cite not in found]
        return found

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()  # what a notebook shows of its last line


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer: `quantity` is None exactly when `missing` says why.

    `part` is the breakdown it is about, `target` the target whose standing it tells.
    """

    indicator: str
    org: str
    period: Period
    measure: str
    quantity: Quantity | None
    why: Callable[[], Explanation] = field(repr=False, compare=False)
    digits: int = 1
    missing: Text | None = None
    authority: Authority | None = None
    comparator: str = "eq"
    high: Quantity | None = None
    is_internal: bool = False
    part: str = ""
    target: str = ""

    def __post_init__(self) -> None:
        if (self.quantity is None) == (self.missing is None):
            raise ValueError(f"{self.indicator}: a statement has either a quantity or a reason")

    def explain(self) -> Explanation:
        """Open the statement: formula, inputs, citations, versions (worked out when asked)."""
        return replace(self.why(), address=self.address)

    @property
    def query(self) -> dict[str, str]:
        """What of it stands behind the question mark of its address."""
        measure = "" if self.measure == "level" else str(self.measure)
        asked = {"measure": measure, "part": self.part, "target": self.target}
        return {name: text for name, text in asked.items() if text}

    @property
    def address(self) -> str:
        """What names it, for pages, API and commands: `trade.total/210000/2021/?measure=growth`."""
        path = "/".join(quote(one, safe="") for one in (self.indicator, self.org, self.period.slug))
        return f"{path}/?{urlencode(self.query)}" if self.query else f"{path}/"

    def text(self, lang: str = "zh") -> str:
        """The figure as offices write it, both ends of a range, "—" when missing."""
        if self.quantity is None:
            return "—"
        low = self.quantity.text(lang, self.digits)
        if self.high is None:
            return low
        high = self.high.text(lang, self.digits)
        return f"{low} to {high}" if lang.startswith("en") else f"{low}~{high}"

    def json(self, lang: str = "zh") -> dict[str, Any]:
        return {
            "indicator": self.indicator,
            "org": self.org,
            "period": self.period.code,
            "measure": self.measure,
            "value": None if self.quantity is None else format(self.quantity.value, "f"),
            "high": None if self.high is None else format(self.high.value, "f"),
            "comparator": self.comparator,
            "unit": None if self.quantity is None else self.quantity.unit.code,
            "text": self.text(lang),
            "missing": self.missing.in_(lang) if self.missing else None,
            "authority": self.authority.value if self.authority else None,
        }

    def __str__(self) -> str:
        return f"{self.explain().title} {self.text()}"
