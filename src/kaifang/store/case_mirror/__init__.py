"""The case mirror: the events of each process as arrays, on disk and in memory, kept by appending."""

from kaifang.store.case_mirror.cuts import Cut
from kaifang.store.case_mirror.keeping import log, rebuild

__all__ = ["Cut", "log", "rebuild"]
