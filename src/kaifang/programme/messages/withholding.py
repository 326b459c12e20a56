"""Keep figures inside: what leaves the house says what happened and where to look, not how much."""

from __future__ import annotations

import re

from kaifang.core.bilingual import Text

WITHHELD = "…"
_MONTHS = "January February March April May June July August September October November December"
_MONTH = f"(?:{'|'.join(_MONTHS.split())})"
_DIGITS = "〇零一二三四五六七八九十百千两"
# Days, months, quarters, years and numbers of things say when and which, not how much.
_KEPT = (
    r"\d{4}-\d{2}(?:-\d{2})?(?!\d)",
    r"\d{4}-(?:Q[1-4]|H[12])(?!\d)",
    r"\d{1,2}:\d{2}(?!\d)",
    r"\d{4}年",
    r"(?<![\d.])\d{1,2}(?:[-–—]\d{1,2})?[月日](?!均)",
    r"第\d{1,4}[号次轮季条项]",
    rf"第[{_DIGITS}]{{1,6}}",
    rf"(?<![\d.,])\d{{1,2}} {_MONTH}(?: \d{{4}})?(?!\d)",
    # "July 15 projects" counts projects: a day must be followed by what ends a date.
    rf"{_MONTH} \d{{1,2}}(?:, \d{{4}}(?!\d)|(?=[,;:)]\s|[.;:)]?$))",
    rf"{_MONTH} (?:19|20)\d{{2}}(?![\d,.%])",
    r"(?:19|20)\d{2} Q[1-4](?!\d)",
    r"(?<!\d)Q[1-4](?: (?:19|20)\d{2})?(?!\d)",
    r"(?<=[a-z] )(?:19|20)\d{2}(?=[,;:)]|\.?$)",
    r"No\. ?\d{1,4}(?![\d.,]\d)",
    r"(?<![\d.,])\d{1,2}(?:st|nd|rd|th) (?:reminder|slip|notice|meeting|round|quarter|item)",
)
_SIGNS = "元吨件家个辆户台人"
_SCALE = "hundred|thousand|million|billion|trillion|bn"
_PER = r"per ?cent(?:age points?)?|percentage points?|pp"
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten"
_TEENS = "eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TENS = rf"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:{_ONES}))?"
_WORD = rf"(?:{_TENS}|{_TEENS}|{_ONES}|hundred|thousand|million|billion|trillion)"
_MONEY = r"USD|RMB|CNY|EUR|US\$|[¥\uffe5$€]"
_UNIT = "|".join((
    r"[%\uff05‰]|个?百分点|[万亿]美元",
    rf"[十百千万亿]+[{_SIGNS}]?|[{_SIGNS}]",
    rf"(?:{_SCALE}|{_PER}|[mx])\b",
))  # fmt: skip
_NUMBER = (
    rf"(?:(?:{_MONEY})\s?)?[-+−±]?\d+(?:[,.]\d+)*(?:\s*(?:{_UNIT}))*",
    rf"[百千万]分之[{_DIGITS}点]+",
    rf"[{_DIGITS}]+分之[{_DIGITS}]+",
    rf"翻[{_DIGITS}]番",
    rf"[{_DIGITS}]+成半?",
    rf"[{_DIGITS}]+(?:点[{_DIGITS}]+)?(?:[万亿]+(?:美?元)?|个百分点)",
    rf"(?<!第)[{_DIGITS}]{{2,}}[{_SIGNS}]",
)
_LARGE = "hundred|thousand|million|billion|trillion|dozen"
_MORE = rf"[ -](?:and )?{_WORD}"
_SPELLED = (
    rf"\b(?:(?:{_WORD}|a)[ -](?:and )?)*(?:{_LARGE})\b(?:{_MORE})*(?: (?:{_PER}))?",
    rf"\b{_WORD}(?: {_WORD})*(?: point(?: (?:{_WORD}|zero))+)? (?:{_PER})",
    r"\b(?:one|two|three|four)[ -](?:half|thirds?|quarters?|fifths?|tenths?)\b",
    r"(?<!first )(?<!second )\bhalf(?= (?:of|the|a)\b)",
    r"\b(?:doubled|tripled|trebled|quadrupled|halved)\b",
    rf"\b(?:{_TENS}|{_TEENS})\b",
)
_TOKEN = re.compile(
    f"(?P<kept>{'|'.join(_KEPT)})|(?P<number>{'|'.join(_NUMBER)})|(?i:{'|'.join(_SPELLED)})"
)


def without_figures(text: Text) -> Text:
    """Put dots in the place of every number that is no date and no ordinal.

    >>> without_figures(Text("2022年6月外贸增长17.6%,落后3.2个百分点", "")).zh
    '2022年6月外贸增长…,落后…'
    >>> without_figures(Text("", "By 15 July, USD 3.2 billion more; see slip No. 17")).en
    'By 15 July, … more; see slip No. 17'
    """
    return Text(_withheld(text.zh), _withheld(text.en))


def _withheld(text: str) -> str:
    return _TOKEN.sub(lambda match: match["kept"] or WITHHELD, text)
