"""Reach: of which organisations a programme may speak."""

from __future__ import annotations

from functools import lru_cache

from kaifang.core.orgs import Org
from kaifang.packs.law import Law
from kaifang.programme.viewer import Viewer


def orgs_of(law: Law) -> list[Org]:
    """All organisations a programme may show, in administrative order.

    A demo shows invented ones only, every other programme real ones only: no invented number
    ever stands beside a real name.
    """
    return [org for org in law.orgs if org.is_demo == law.head.demo]


def may_show(law: Law, org: str) -> bool:
    """Whether a programme may show an organisation."""
    return org in law.orgs and law.orgs[org].is_demo == law.head.demo


def inside_for(law: Law, viewer: Viewer) -> frozenset[str] | None:
    """The organisations whose internal records a viewer sees; None: all of them.

    His own and all below it; whoever stands at the head of the programme, or above it, sees
    everything, and so does everybody inside where the pack shares what is internal.
    """
    if viewer.roots is None or law.head.shares_internal:
        return None
    return _within(law, viewer.roots)


@lru_cache(maxsize=64)
def _within(law: Law, roots: frozenset[str]) -> frozenset[str] | None:
    orgs, head = law.orgs, law.head.org or ""
    known = [root for root in roots if root in orgs]
    if head in orgs and any(head == root or orgs.is_within(head, root) for root in known):
        return None
    below = {org.id for org in orgs for root in known if orgs.is_within(org.id, root)}
    return frozenset(below | roots)
