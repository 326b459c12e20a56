"""Errors that say what, where, found, expected and the remedy, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Self

from kaifang.core.bilingual import LANGUAGES, Text
from kaifang.core.messages import message, remedy


class KaifangError(Exception):
    """Base of all errors that a user may meet; `code` is the key of its message."""

    code = "KF-CORE-000"

    def __init__(self, where: str = "", near: Sequence[str] = (), **params: Any) -> None:
        self.where = where
        self.near = tuple(near)
        self.params = params
        super().__init__(where, near, params)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it cross from one process to another, whatever its parameters."""
        return _again, (type(self), self.__dict__)

    @classmethod
    def at(cls, where: str, **params: Any) -> Self:
        """Build the error for a place: `packs/…/trade.yaml:14` or `表一!D7`."""
        return cls(where, **params)

    @property
    def says(self) -> Text:
        """What is wrong: found and expected."""
        return message(self.code, **self.params)

    @property
    def remedy(self) -> Text:
        """What to do, with the nearest valid names where there are any."""
        advice = remedy(self.code, **self.params)
        if not self.near:
            return advice
        names = ", ".join(self.near)
        return Text(f"{advice.zh}相近的有：{names}。", f"{advice.en} Nearest: {names}.")

    def text(self, lang: str = "zh") -> str:
        """One line: place, code, what is wrong, what to do."""
        return self._line(lang)

    def lines(self, lang: str = "zh") -> list[str]:
        """Both languages, `lang` first; place and code stand once, the other is indented."""
        others = [one for one in LANGUAGES if one != lang]
        return [self._line(lang), *(f"  {self._sentence(one)}" for one in others)]

    def _line(self, lang: str) -> str:
        colon = ": " if lang.startswith("en") else ":"  # file:line: is what editors follow
        place = f"{self.where}{colon}" if self.where else ""
        return f"{place}[{self.code}] {self._sentence(lang)}"

    def _sentence(self, lang: str) -> str:
        return f"{self.says.in_(lang)} {self.remedy.in_(lang)}"

    def __str__(self) -> str:
        return f"{self.text('zh')}\n{self.text('en')}"


def _again(kind: type[KaifangError], state: dict[str, Any]) -> KaifangError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    return error


class SeveralErrors(KaifangError):
    """All that is wrong with one input, told at once."""

    code = "KF-CORE-001"

    def __init__(self, errors: Iterable[KaifangError]) -> None:
        self.errors = tuple(errors)
        super().__init__(count=len(self.errors))

    def text(self, lang: str = "zh") -> str:
        return "\n".join([self._line(lang), *(f"  {e.text(lang)}" for e in self.errors)])

    def lines(self, lang: str = "zh") -> list[str]:
        return [*super().lines(lang), *(f"  {line}" for e in self.errors for line in e.lines(lang))]


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that resemble `name`.

    >>> nearest("trade.totl", ["trade.total", "fdi"])
    ['trade.total']
    """
    return get_close_matches(name, list(names), n=3, cutoff=0.6)
