"""Which processes a programme takes events of: the one place that asks the law."""

from __future__ import annotations

from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.law import Law


class UnknownProcess(KaifangError):
    """A process that the law does not declare."""

    code = "KF-CASE-208"


class CommandNotFed(KaifangError):
    """Events are sent to a process in which each act is judged before it is recorded."""

    code = "KF-CASE-451"


def expect_process(law: Law, process: str) -> str:
    """Return the name of a process that the law declares; a law that declares none takes any.

    Raises: UnknownProcess.
    """
    declared = law.processes
    if declared and process not in declared:
        raise UnknownProcess(found=process, near=nearest(process, declared) or list(declared)[:5])
    return process


def expect_observed(law: Law, process: str) -> str:
    """Return the name of a process whose events happen elsewhere, and may be sent.

    Whoever sent those of another would act as anybody, without evidence and past every rule.
    Raises: UnknownProcess, CommandNotFed.
    """
    declared = law.processes.get(expect_process(law, process))
    if declared is not None and declared.mode == "command":
        raise CommandNotFed(found=process)
    return process
