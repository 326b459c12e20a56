"""What is refused when a book of cases is brought in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.facts.form_values import Finding

_TOLD = 5


class CaseBookRefused(KaifangError):
    """A book has wrong cells; `findings` are all of them."""

    code = "KF-CASE-348"

    def __init__(self, findings: Sequence[Finding] = (), where: str = "") -> None:
        self.findings = tuple(findings)
        told = [_told(one) for one in islice(self.findings, _TOLD)]
        more = [message("case_book.more")] if len(self.findings) > _TOLD else []
        what = joined([*told, *more], "；", "; ")
        super().__init__(where, count=len(self.findings), what=what)


class BookGone(KaifangError):
    """A book was held for half a day between look and import, or never."""

    code = "KF-CASE-349"


def _told(one: Finding) -> Text:
    return Text(f"{one.where} {one.says.zh}".rstrip("。"), f"{one.where} {one.says.en}".rstrip("."))
