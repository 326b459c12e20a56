"""The definition card of an indicator, as its template asks for it."""

from __future__ import annotations

from kaifang.core.bilingual import Text, same
from kaifang.core.statement import Authority
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.indicators import DefinitionCard


class Card:
    """What an indicator means, who measures it, when it is released, how it broke."""

    def __init__(self, card: DefinitionCard) -> None:
        entry = card.indicator
        self.id, self.name, self.unit = entry.id, entry.name.text, entry.unit
        self.definition, self.source = entry.definition.text, entry.source.text
        self.kind, self.frequency, self.formula = card.kind, card.frequency, card.formula
        self.release = entry.release.text if entry.release else None
        self.contact = entry.contact.text if entry.contact else None
        self.breaks = [
            {"from": one.from_, "note": one.break_.text} for one in entry.versions if one.break_
        ]


def source_text(source: str, entry: IndicatorEntry | None) -> Text:
    """A recorded source body in both languages where the pack names it so."""
    demo = Authority.DEMO.label
    if source == demo.zh:
        return demo
    return entry.source.text if entry and entry.source.zh == source else same(source)
