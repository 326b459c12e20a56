"""CodeList 代码表 with its edition, and concordances between editions and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest


class UnknownCode(KaifangError):
    code = "KF-CORE-008"


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its name; `also` holds the same thing's codes in other schemes."""

    code: str
    name: Text
    parent: str | None = None
    also: Mapping[str, str] = field(default_factory=dict)


class CodeList:
    """One edition of a list; codes of different editions are different things.

    A sample is some of it, enough to read examples by: what it lacks may exist all the same.
    """

    def __init__(
        self, id: str, edition: str, name: Text, codes: Iterable[Code], *, is_sample: bool = False
    ) -> None:
        self.id, self.edition, self.name = id, edition, name
        self.is_sample = is_sample
        self._codes = {code.code: code for code in codes}
        self._children: dict[str | None, list[Code]] = defaultdict(list)
        for code in self._codes.values():
            self._children[code.parent].append(code)

    def __getitem__(self, code: str) -> Code:
        if code not in self._codes:
            raise UnknownCode(
                found=code, expected=f"{self.id} {self.edition}", near=nearest(code, self._codes)
            )
        return self._codes[code]

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes.values())

    def __len__(self) -> int:
        return len(self._codes)

    def children(self, code: str | None) -> list[Code]:
        """Codes directly below `code`; None gives the top level."""
        return list(self._children.get(code, ()))

    def path(self, code: str) -> list[Code]:
        """The code and all above it, the top first; a circle of parents ends where it closes.

        Raises: UnknownCode.
        """
        chain = [self[code]]
        while (above := chain[-1].parent) is not None and self[above] not in chain:
            chain.append(self[above])
        return chain[::-1]


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a concordance; the weights of one source code sum to one, or are None."""

    source: str
    target: str
    weight: Decimal | None = None


class Concordance:
    """Many-to-many correspondence between two editions or lists, each (list, edition)."""

    def __init__(
        self, id: str, source: tuple[str, str], target: tuple[str, str], links: Iterable[Link]
    ) -> None:
        self.id, self.source, self.target = id, source, target
        self._forward: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            self._forward[link.source].append(link)

    def __getitem__(self, code: str) -> list[Link]:
        """Targets of `code`. Raises: UnknownCode."""
        if code not in self._forward:
            raise UnknownCode(
                found=code, expected=" ".join(self.source), near=nearest(code, self._forward)
            )
        return list(self._forward[code])

    def split(self, code: str) -> dict[str, Decimal]:
        """Shares by target, which sum to one: the weights, or equal shares where none are given.

        Equal shares are an assumption, so whoever uses them says so (`is_weighted`).

        Raises: UnknownCode.
        """
        links = self[code]
        if self.is_weighted(code):
            return {link.target: link.weight or Decimal(0) for link in links}
        share = (1 / Decimal(len(links))).quantize(Decimal("1E-12"))
        last = 1 - share * (len(links) - 1)
        return {link.target: share for link in links[:-1]} | {links[-1].target: last}

    def is_weighted(self, code: str) -> bool:
        """Whether the source gives weights for this code. Raises: UnknownCode."""
        return all(link.weight is not None for link in self[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._forward)

    def __contains__(self, code: object) -> bool:
        return code in self._forward

    @property
    def is_one_to_one(self) -> bool:
        return all(len(links) == 1 for links in self._forward.values())
