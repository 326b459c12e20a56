"""Viewer: who asks, and up to which visibility he sees."""

from __future__ import annotations

from dataclasses import dataclass

from kaifang.core.observation import Visibility


@dataclass(frozen=True, slots=True)
class Viewer:
    """`sees` bounds every answer: pages, exports, API and command line alike."""

    name: str
    sees: Visibility

    @property
    def is_internal(self) -> bool:
        return self.sees >= Visibility.INTERNAL


PUBLIC = Viewer("", Visibility.PUBLIC)
INTERNAL = Viewer("", Visibility.INTERNAL)
