"""Viewer: who asks, up to which visibility he sees, and of which organisations."""

from __future__ import annotations

from dataclasses import dataclass

from kaifang.core.observation import Visibility
from kaifang.programme.rights import OFFICERS, Actor, Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """`sees` bounds every answer: pages, exports, API and command line alike.

    What is not public he sees of the organisations of `roots` and all below them; None: of all.
    """

    name: str
    sees: Visibility
    roots: frozenset[str] | None = None

    @classmethod
    def of(cls, actor: Actor) -> Viewer:
        """What an actor may see by his posts of today."""
        inside = (post.org for post in actor.posts if post.role in (*OFFICERS, Role.LEADER))
        return cls(actor.name, actor.sees, None if actor.solo else frozenset(inside))

    @property
    def is_internal(self) -> bool:
        return self.sees >= Visibility.INTERNAL


PUBLIC = Viewer("", Visibility.PUBLIC)
INTERNAL = Viewer("", Visibility.INTERNAL)
