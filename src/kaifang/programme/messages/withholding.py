"""Keep figures inside: what leaves the house says what happened and where to look, not how much."""

from __future__ import annotations

import re

from kaifang.core.bilingual import Text

WITHHELD = "…"
# Days, months, quarters, years and numbers of things say when and which, not how much.
_KEPT = (
    r"\d{4}-\d{2}(?:-\d{2})?(?!\d)",
    r"\d{4}-(?:Q[1-4]|H[12])(?!\d)",
    r"\d{1,2}:\d{2}(?!\d)",
    r"\d{4}年",
    r"(?<![\d.])\d{1,2}(?:[-–—]\d{1,2})?[月日](?!均)",
    r"第\d{1,4}[号次轮季条项]",
    r"(?<=[a-z] )(?:19|20)\d{2}(?=[,;:)]|\.?$)",
    r"(?<!\d)Q[1-4](?!\d)",
)
_DIGITS = "〇零一二三四五六七八九十百千两"
_NUMBER = (
    r"[-+−±]?\d+(?:[,.]\d+)*\s*(?:[%\uff05‰]|个?百分点|[万亿]美元|[十百千万亿]*[元吨件家个辆户台人]?)",
    rf"百分之[{_DIGITS}点]+",
    rf"[{_DIGITS}]+(?:点[{_DIGITS}]+)?(?:[万亿]+(?:美?元)?|个百分点|成)",
)
_TOKEN = re.compile(f"(?P<kept>{'|'.join(_KEPT)})|(?P<number>{'|'.join(_NUMBER)})")


def without_figures(text: Text) -> Text:
    """Put dots in the place of every number that is no date and no ordinal.

    >>> without_figures(Text("2022年6月外贸增长17.6%,落后3.2个百分点", "")).zh
    '2022年6月外贸增长…,落后…'
    """
    return Text(_withheld(text.zh), _withheld(text.en))


def _withheld(text: str) -> str:
    return _TOKEN.sub(lambda match: match["kept"] or WITHHELD, text)
