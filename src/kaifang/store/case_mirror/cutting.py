"""Cut a log: cases that a cut leaves whole are taken as they stand, only the others put in order anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.appending import in_ticks, with_cases
from kaifang.cases.logs import Attribute, EventLog
from kaifang.store.case_mirror.arrays import CodedEvents, GivenAttribute
from kaifang.store.case_mirror.cuts import Cut, Mask
from kaifang.store.case_mirror.logs import log_of_coded, ranks_of, retold_of
from kaifang.store.case_mirror.presence import Presence, present

Array = npt.NDArray[Any]


def log_cut(
    whole: EventLog, coded: CodedEvents, process: str, order: Sequence[str], cut: Cut
) -> EventLog:
    """The log of what is there in a cut, made of the log of all that is coded.

    The whole log itself where the cut takes nothing away.
    """
    before, now = present(coded, process), present(coded, process, cut)
    case = coded.columns["case"]
    other = np.zeros(len(coded.cases), np.bool_)
    other[case[before.there != now.there]] = True
    if not other.any():
        return whole
    rows = np.flatnonzero(other[case] & now.there)
    ticks = in_ticks(whole, coded.columns["microseconds"][rows])
    if ticks is None:  # a correction that is not there yet was all that the log knew of the case
        return log_of_coded(coded, process, order, cut)
    return _Cutting(whole, coded, other, before, now, rows).log(process, order, cut, ticks)


class _Cutting:
    """A log in which some cases, numbered as coded, become others.

    own: the events that these have in the cut. of_whole: the number of each case of the whole log.
    left: those of the cases that the cut has.
    """

    def __init__(
        self,
        whole: EventLog,
        coded: CodedEvents,
        other: Mask,
        before: Presence,
        now: Presence,
        rows: Array,
    ) -> None:
        self.whole, self.coded, self.other, self.now = whole, coded, other, now
        self.own = {name: column[rows] for name, column in coded.columns.items()}
        self.of_whole = _having(coded.columns["case"], before.there, len(other))
        self.stays = ~other[self.of_whole]
        is_left = np.zeros(len(other), np.bool_)
        is_left[self.of_whole[self.stays]] = is_left[self.own["case"]] = True
        self.left = np.flatnonzero(is_left)

    def log(self, process: str, order: Sequence[str], cut: Cut, ticks: Array) -> EventLog:
        own = self.own
        place = np.searchsorted(self.left, own["case"])
        names, activity = self._activities(own["activity"])
        ids = list(self.coded.cases)
        return with_cases(
            self._kept(),
            place,
            activity,
            ticks,
            tuple([ids[code] for code in self.left.tolist()]),
            names,
            self._attributes(retold_of(self.coded, process, self._anew(), cut)),
            ranks_of(own, place, activity, names, order),
        )

    def _kept(self) -> EventLog:
        """The cases that stay, with an empty place for each of the others."""
        log = self.whole.only(self.stays)
        lengths = np.zeros(len(self.left), np.int64)
        lengths[np.searchsorted(self.left, self.of_whole[self.stays])] = log.lengths
        return replace(log, offsets=np.concatenate([[0], np.cumsum(lengths)]))

    def _activities(self, codes: Array) -> tuple[tuple[str, ...], Array]:
        """The names, those of the log first, and codes in them."""
        names = tuple(dict.fromkeys([*self.whole.activities, *self.coded.activities]))
        known = {name: code for code, name in enumerate(names)}
        table = np.array([known[name] for name in self.coded.activities], codes.dtype)
        return names, table[codes]

    def _anew(self) -> Array:
        return self.now.anew[self.other[self.now.anew]]

    def _attributes(self, anew: Mapping[int, Mapping[str, str]]) -> dict[str, Attribute]:
        return {
            name: Attribute(tuple(values), codes[self.left])
            for name, had in self.whole.attributes.items()
            for values, codes in [self._told(name, had, anew)]
        }

    def _told(
        self, name: str, had: Attribute, anew: Mapping[int, Mapping[str, str]]
    ) -> tuple[Sequence[str], Array]:
        """The values of an attribute, and the code of each case that is coded."""
        told = self.coded.told.get(name, GivenAttribute())
        values = dict.fromkeys([*had.values, *told.values])
        numbers = {value: code for code, value in enumerate(values)}
        codes = np.full(len(self.other), -1, np.int32)
        codes[self.of_whole] = had.codes
        others = np.flatnonzero(self.other)
        codes[others] = _renumbered(told, numbers)[
            told.codes_of(self.now.there, len(self.other))[others]
        ]
        for case, its in anew.items():
            codes[case] = numbers.setdefault(its[name], len(numbers)) if name in its else -1
        return tuple(numbers), codes


def _having(case: Array, there: Mask, cases: int) -> Array:
    """The codes of the cases that have an event that is there."""
    counts = np.bincount(case if there.all() else case[there], minlength=cases)
    return np.flatnonzero(counts)


def _renumbered(told: GivenAttribute, numbers: Mapping[str, int]) -> Array:
    """The new number of each code of an attribute; the last stands for none."""
    return np.array([*(numbers[value] for value in told.values), -1], np.int32)
