"""Reach: of which organisations a programme may speak."""

from __future__ import annotations

from kaifang.core.orgs import Org
from kaifang.packs.law import Law


def orgs_of(law: Law) -> list[Org]:
    """All organisations a programme may show, in administrative order.

    A demo shows invented ones only, every other programme real ones only: no invented number
    ever stands beside a real name.
    """
    return [org for org in law.orgs if org.is_demo == law.head.demo]


def may_show(law: Law, org: str) -> bool:
    """Whether a programme may show an organisation."""
    return org in law.orgs and law.orgs[org].is_demo == law.head.demo
