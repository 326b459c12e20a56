"""Which of the coded events are there in a cut: recorded, occurred, neither corrected nor merged."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kaifang.store.case_mirror.arrays import CodedEvents
from kaifang.store.case_mirror.cuts import WHOLE, Cut, Mask
from kaifang.store.case_mirror.merging import merged_away
from kaifang.store.case_mirror.standing import dropped


class Presence(NamedTuple):
    """The events that are there, and the cases whose attributes are to be read anew."""

    there: Mask
    anew: npt.NDArray[np.int32]


def present(coded: CodedEvents, process: str, cut: Cut = WHOLE) -> Presence:
    """Tell which events of a process are there.

    Anew are read the cases with a correction, and those of which a later batch is there and an
    earlier one is not: the clock of the store had been set back.
    """
    case = coded.columns["case"]
    gone = dropped(coded, process, cut)
    if cut == WHOLE:
        return Presence(~(gone | merged_away(coded)), np.unique(case[gone]))
    recorded = cut.recorded(coded.columns["number"])
    there = recorded & ~gone & cut.occurred(coded.columns["microseconds"])
    out_of_order = recorded & ~np.logical_and.accumulate(recorded)
    anew = np.unique(case[recorded & (gone | out_of_order)])
    return Presence(there & ~merged_away(coded, there), anew)
