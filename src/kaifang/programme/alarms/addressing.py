"""Address cases: the page of a case that a message or a task leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaifang.packs.schema.processes import ProcessEntry

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def case_address(programme: Programme, process: ProcessEntry, case: str) -> str:
    """The path of a case's page, with its pack."""
    area = f"/cases/{process.id}" if process.mode == "command" else "/clearance"
    return f"{area}/{case}/?pack={programme.law.id}"
