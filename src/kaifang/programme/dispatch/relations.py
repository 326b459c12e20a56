"""Relations: what a letter is called follows from who writes to whom."""

from __future__ import annotations

from enum import StrEnum

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.orgs import Org, Orgs


class SlipKind(StrEnum):
    """督办 to one's own system, 商请函 to peers, 函 to vertical bodies, 提醒函 to a government."""

    SUPERVISE = "supervise"
    CONSULT = "consult"
    LETTER = "letter"
    REMIND = "remind"

    @property
    def label(self) -> Text:
        return message(f"slip.kind.{self.value}")


_GOVERNED = ("city", "county")
_ZONES = ("zone", "ftz")


def relation(orgs: Orgs, sender: str, receiver: str) -> SlipKind:
    """How one organisation writes to another. Raises: UnknownOrg.

    A vertical body such as customs is under nobody here. A city is a government of its own, and
    so are its zones to everybody but the city. What stands below the sender is its own system;
    all others are peers.
    """
    to = orgs[receiver]
    if to.kind == "vertical":
        return SlipKind.LETTER
    if to.kind in _GOVERNED or (to.kind in _ZONES and not _is_its_city(orgs, orgs[sender], to)):
        return SlipKind.REMIND
    if orgs.is_within(receiver, sender):
        return SlipKind.SUPERVISE
    return SlipKind.CONSULT


def _is_its_city(orgs: Orgs, sender: Org, zone: Org) -> bool:
    return sender.kind in (*_GOVERNED, *_ZONES) and orgs.is_within(zone.id, sender.id)
