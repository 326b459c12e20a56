"""A map of equal tiles: no outline to dispute, each place as large as the next, each a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from kaifang.site.components.markup import element, joined, said
from kaifang.site.components.numbers import MISSING, written

TILE_WIDTH, TILE_HEIGHT, GAP = 80, 56, 4
STEPS = 5
LONGEST = 11


@dataclass(frozen=True, slots=True)
class Tile:
    """A place in the grid (columns and rows count from 0)."""

    name: object
    column: int
    row: int
    value: Decimal | None = None
    href: str = ""
    reason: object = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One shade of the legend and the values it stands for."""

    shade: int
    low: str
    high: str


@dataclass(frozen=True)
class TileMap:
    """Tiles shaded in up to five steps of equal count."""

    name: str
    title: object
    tiles: Sequence[Tile]
    unit: object = ""
    digits: int = 0
    authority: str = "published"
    source: object = ""

    @property
    def known(self) -> list[Decimal]:
        return sorted(tile.value for tile in self.tiles if tile.value is not None)

    @property
    def edges(self) -> list[Decimal]:
        """The lowest value of each step."""
        known = self.known
        count = min(STEPS, len(set(known)))
        return sorted({known[len(known) * i // count] for i in range(count)}) if known else []

    @property
    def legend(self) -> list[Step]:
        edges, known = self.edges, self.known
        groups = [[v for v in known if low <= v and (high is None or v < high)]
                  for low, high in pairwise([*edges, None])]  # fmt: skip
        first = STEPS - len(groups) + 1
        return [
            Step(first + i, written(group[0], self.digits), written(group[-1], self.digits))
            for i, group in enumerate(groups)
        ]

    @property
    def has_missing(self) -> bool:
        return any(tile.value is None for tile in self.tiles)

    @property
    def picture(self) -> SafeString:
        width = (1 + max((t.column for t in self.tiles), default=0)) * (TILE_WIDTH + GAP) - GAP
        height = (1 + max((t.row for t in self.tiles), default=0)) * (TILE_HEIGHT + GAP) - GAP
        ordered = sorted(self.tiles, key=lambda t: (t.row, t.column))
        tiles = joined([self._tile(tile) for tile in ordered])
        return element(
            "svg", tiles, class_="tiles", viewBox=f"0 0 {width} {height}", width=width, height=height,
            role="group", aria_label=said(self.title),
        )  # fmt: skip

    def _shade(self, value: Decimal | None) -> int:
        """Number the step of a value from the palest (1) up; 0 is missing."""
        if value is None:
            return 0
        edges = self.edges
        return STEPS - len(edges) + sum(value >= edge for edge in edges)

    def _tile(self, tile: Tile) -> SafeString:
        name, x, y = said(tile.name, short=True), tile.column, tile.row
        value = MISSING if tile.value is None else written(tile.value, self.digits)
        full = f"{said(tile.name)} {value}{said(self.unit) if tile.value is not None else ''}"
        inside = joined([
            element("title", f"{full} {said(tile.reason)}".strip()),
            element("rect", width=TILE_WIDTH, height=TILE_HEIGHT, rx=2, class_="tile-ground"),
            element("text", _clipped(name), x=TILE_WIDTH // 2, y=24, class_="tile-name"),
            element("text", value, x=TILE_WIDTH // 2, y=43, class_="tile-value"),
        ])  # fmt: skip
        placed = element(
            "g", inside, transform=f"translate({x * (TILE_WIDTH + GAP)} {y * (TILE_HEIGHT + GAP)})",
            class_=f"tile shade-{self._shade(tile.value)}",
        )  # fmt: skip
        return (
            element("a", placed, href=tile.href, aria_label=full, class_="tile-link")
            if tile.href
            else placed
        )


def _clipped(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
