"""A text that a user sees, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one text in both languages; `short` is a shorter Chinese form for tables.

    >>> Text("进出口总额", "Total trade", "进出口").in_("zh", short=True)
    '进出口'
    """

    zh: str
    en: str
    short: str = ""

    def in_(self, lang: str, *, short: bool = False) -> str:
        """Return the text in `lang`; anything that does not begin with "en" is Chinese."""
        if lang.startswith("en"):
            return self.en
        return (self.short if short else "") or self.zh

    def format(self, **params: object) -> Text:
        """Fill both templates; a `Text` among the parameters is filled in its own language."""
        return Text(
            self.zh.format(**_in(params, "zh")),
            self.en.format(**_in(params, "en")),
            self.short.format(**_in(params, "zh")) if self.short else "",
        )

    def __str__(self) -> str:
        return self.zh


def same(text: str) -> Text:
    """Make a text that reads alike in both languages, such as a code or a number."""
    return Text(text, text)


def joined(parts: list[Text], zh: str = "、", en: str = ", ") -> Text:
    """Join texts with the separator of each language."""
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def _in(params: Mapping[str, object], lang: Lang) -> dict[str, object]:
    return {k: v.in_(lang) if isinstance(v, Text) else v for k, v in params.items()}
