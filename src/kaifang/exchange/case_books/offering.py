"""What a column offers: organisations, choices, codes, by every spelling that is taken for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kaifang.core.bilingual import LANGUAGES, Text
from kaifang.core.text import repair

_NEAR = 3


@dataclass(frozen=True, slots=True)
class ColumnOffer:
    """The values of a column: how each is shown, and what is taken for it.

    `takes_more` says that other values may be right too: the list is but a sample.
    """

    shown: Mapping[str, Text]
    spelled: Mapping[str, str]
    takes_more: bool = False

    @classmethod
    def of(
        cls,
        named: Iterable[tuple[str, Text]],
        *,
        with_code: bool = False,
        takes_more: bool = False,
    ) -> ColumnOffer:
        """ColumnOffer values by their names; `with_code` shows the value before its name.

        A name that several values have stands for none of them; the value itself always does.
        """
        given = list(named)
        shown = {value: _coded(value, name) if with_code else name for value, name in given}
        spelled: dict[str, str] = {}
        twice: set[str] = set()
        for value, name in given:
            for text in _spellings(name) | _spellings(_coded(value, name)):
                if spelled.setdefault(text, value) != value:
                    twice.add(text)
        for text in twice:
            del spelled[text]
        spelled.update((folded(value), value) for value, _ in given)
        return cls(shown, spelled, takes_more)

    def value_of(self, text: str) -> str | None:
        """The value that a text stands for."""
        return self.spelled.get(folded(text))

    def near(self, text: str) -> list[str]:
        """What resembles a text, as it is shown in Chinese."""
        found = get_close_matches(folded(text), list(self.spelled), n=_NEAR, cutoff=0.6)
        return list(dict.fromkeys(self.shown[self.spelled[one]].zh for one in found))


def folded(text: str) -> str:
    """A text as names are compared: widths folded, blanks and case of no account."""
    plain = text if text.isascii() else repair(text).text
    return "".join(plain.split()).casefold()


def _coded(value: str, name: Text) -> Text:
    return Text(f"{value} {name.zh}", f"{value} {name.en}")


def _spellings(name: Text) -> set[str]:
    texts = {name.in_(lang) for lang in LANGUAGES} | {name.short}
    return {folded(text) for text in texts if text}
