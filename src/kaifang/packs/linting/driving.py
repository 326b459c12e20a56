"""Driving: what moves a notice has to rest on documents that may."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError
from kaifang.packs.law import Law


class MayNotDrive(KaifangError):
    """A rule of notices rests on a document that is still to be checked."""

    code = "KF-PACK-070"


class LevelTwice(KaifangError):
    """Two levels of a slip have one id."""

    code = "KF-PACK-071"


def driving(law: Law) -> Iterator[KaifangError]:
    """Rules of notices and slips that rest on nothing but documents to be checked."""
    for entry in (*law.notices.values(), *law.slips.values()):
        cited = law.citations(entry)
        if cited and not any(one.may_drive for one in cited):
            title = next(one.document.title for one in cited if one.document)
            yield MayNotDrive.at(entry.where_of("cite"), found=title)


def levels(law: Law) -> Iterator[KaifangError]:
    """Levels of slips that are named twice."""
    for entry in law.slips.values():
        seen: set[str] = set()
        for number, level in enumerate(entry.levels):
            if level.id in seen:
                yield LevelTwice.at(entry.where_of("levels", number, "id"), found=level.id)
            seen.add(level.id)
