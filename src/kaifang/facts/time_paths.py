"""Time paths: which periods follow from others by adding and subtracting, and how to cut that.

A period leads from its first day to the day after its last one. A value follows from others
exactly where the ends of its period are joined by known ones: 6月 by 1-5月 and 1-6月.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

Span = tuple[int, int]  # first and last day, since 1970


def cut(told: Iterable[Span], secret: Collection[Span]) -> set[Span]:
    """Return what else must not be told so that no secret period follows from the rest.

    The shortest period on the shortest way goes first: to hide a month, the month before it and
    the to-date values between them.

    >>> months = [(0, 30), (31, 58), (59, 89)]
    >>> to_date = [(0, 58), (0, 89)]
    >>> sorted(cut([*months, *to_date], [(59, 89)]))
    [(0, 58), (31, 58)]
    """
    open_ = set(told) - set(secret)
    gone: set[Span] = set()
    for span in sorted(secret):
        while way := _way(open_ - gone, span):
            gone.add(min(way, key=lambda one: (one[1] - one[0], one)))
    return gone


def _way(spans: Iterable[Span], span: Span) -> list[Span]:
    """The shortest way from one end of a span to the other; none if there is none."""
    steps: dict[int, list[tuple[int, Span]]] = {}
    for start, end in sorted(spans):
        steps.setdefault(start, []).append((end + 1, (start, end)))
        steps.setdefault(end + 1, []).append((start, (start, end)))
    goal = span[1] + 1
    came: dict[int, tuple[int, Span] | None] = {span[0]: None}
    waiting = deque([span[0]])
    while waiting and goal not in came:
        here = waiting.popleft()
        for there, by in steps.get(here, ()):
            if there not in came:
                came[there] = (here, by)
                waiting.append(there)
    return _back(came, goal)


def _back(came: dict[int, tuple[int, Span] | None], goal: int) -> list[Span]:
    way: list[Span] = []
    step = came.get(goal)
    while step is not None:
        way.append(step[1])
        step = came.get(step[0])
    return way
