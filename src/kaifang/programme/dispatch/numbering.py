"""Serial numbers of slips: 示开放督〔2023〕1号, six-angle brackets, no zeros before, no 第."""

from __future__ import annotations

import re

from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.dispatch.relations import SlipKind

_SERIAL = re.compile(r"〔(?P<year>\d{4})〕(?P<number>[1-9]\d*)号$")


def next_serial(law: Law, kind: SlipKind, year: int) -> str:
    """The number after the last one of a mark and year; call it inside `one_writer`."""
    from kaifang.store.models import Slip

    entry = next(iter(law.slips.values()), None)
    mark = f"{entry.mark if entry else ''}{message(f'slip.mark.{kind.value}').zh}〔{year}〕"
    taken = Slip.objects.filter(serial__startswith=mark).values_list("serial", flat=True)
    return f"{mark}{max((number_of(one) for one in taken), default=0) + 1}号"


def number_of(serial: str) -> int:
    """The running number in a serial.

    >>> number_of("示开放督〔2023〕12号")
    12
    """
    found = _SERIAL.search(serial)
    return int(found["number"]) if found else 0
