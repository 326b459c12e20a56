"""The colours of the tokens pass WCAG 2.1 AA, in the light theme and in the dark."""

import re
from itertools import product
from pathlib import Path

import pytest

import kaifang.site

TOKENS = Path(kaifang.site.__file__).parent / "static" / "css" / "tokens.css"
BLOCK = re.compile(r"(:root[^{]*)\{([^{}]*)\}")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")


def themes() -> dict[str, dict[str, str]]:
    """Read the colours of each theme; the dark ones stand over the light ones."""
    light, system, chosen = (
        dict(COLOUR.findall(body)) for _, body in BLOCK.findall(TOKENS.read_text())
    )
    return {"light": light, "system": {**light, **system}, "dark": {**light, **chosen}}


THEMES = themes()


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb. Source: WCAG 2.1, definition of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXTS = (
    "ink",
    "ink-2",
    "ink-3",
    "good",
    "watch",
    "late",
    "none",
    "data-1",
    "data-2",
    "data-3",
    "data-4",
)
GROUNDS = ("paper", "surface", "sunken")
PAIRS = [
    *product(TEXTS, GROUNDS),
    *((f"on-shade-{i}", f"shade-{i}") for i in range(6)),
    ("on-accent", "accent"), ("on-accent", "accent-down"),
    ("ink", "highlight"), ("ink-2", "highlight"),
    *(("ink", f"{kind}-soft") for kind in ("good", "watch", "late", "info")),
]  # fmt: skip
EDGES = [*product(("rule-strong", "focus", "data-1"), GROUNDS), ("accent", "paper")]


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edge_can_be_seen(theme: str, edge: str, ground: str) -> None:
    assert contrast(THEMES[theme][edge], THEMES[theme][ground]) >= 3


def test_dark_theme_is_the_same_by_choice_and_by_system() -> None:
    assert THEMES["system"] == THEMES["dark"]


def test_every_light_colour_has_a_dark_one() -> None:
    dark = dict(COLOUR.findall(BLOCK.findall(TOKENS.read_text())[2][1]))
    assert dark.keys() == THEMES["light"].keys()
