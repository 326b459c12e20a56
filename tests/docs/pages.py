"""The pages that strangers read, taken apart: headings, links, blocks, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "src" / "kaifang" / "packs" / "template"
_FENCE = re.compile(r"^```(?P<head>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"^([A-Z_]+=\S* )*(/\S+/)?(kaifang|make)( |$)")
_COMMENT = re.compile(r"\s+#.*$")


@dataclass(frozen=True)
class Block:
    """A fenced block; `lang` and `about` are the words behind its fence (```yaml facts)."""

    page: str
    lang: str
    about: str
    text: str
    section: str


@dataclass(frozen=True)
class Page:
    """One Markdown page of the repository."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def prose(self) -> str:
        """The page without its fenced blocks."""
        return _FENCE.sub("", self.text)

    @cached_property
    def blocks(self) -> list[Block]:
        return list(self._blocks())

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of each heading."""
        lines = (line for line in self.prose.splitlines() if re.match(r"#{1,6} ", line))
        return [(len(line.split(" ", 1)[0]), line.split(" ", 1)[1].strip()) for line in lines]

    @cached_property
    def sections(self) -> dict[str, str]:
        """The text below each heading of the second level, blocks included."""
        parts = re.split(r"^## (.+)$", self.text, flags=re.MULTILINE)
        return {head.strip(): text for head, text in zip(parts[1::2], parts[2::2], strict=True)}

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """What a link may name behind its #, as GitHub writes it."""
        return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for _, h in self.headings}

    @property
    def typed(self) -> list[str]:
        """Command lines a reader is told to type, whole: those of console blocks."""
        text = "\n".join(one.text for one in self.blocks if one.lang == "console")
        lines = text.replace("\\\n", " ").splitlines()
        return [bare for line in lines if (bare := _COMMENT.sub("", line).strip())]

    @property
    def named(self) -> list[str]:
        """Commands that the prose names, perhaps without their arguments."""
        return [one for one in _INLINE.findall(self.prose) if _COMMAND.search(one)]

    def _blocks(self) -> Iterator[Block]:
        for match in _FENCE.finditer(self.text):
            lang, _, about = match["head"].strip().partition(" ")
            before = re.findall(r"^## (.+)$", self.text[: match.start()], re.MULTILINE)
            yield Block(self.name, lang, about, match["text"], before[-1] if before else "")


def pages() -> list[Page]:
    """All pages that are written by hand, and the one that goes with a new pack."""
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), TEMPLATE / "README.md"]
    return [Page(file) for file in sorted(files)]


def page(name: str) -> Page:
    return Page(ROOT / name)


def pairs() -> list[tuple[Page, Page]]:
    """Pages that stand in both languages, English first."""
    chinese = [one for one in pages() if one.name.endswith(".zh-CN.md")]
    return [(Page(ROOT / one.name.replace(".zh-CN.md", ".md")), one) for one in chinese]
