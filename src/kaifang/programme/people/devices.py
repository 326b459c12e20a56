"""Devices 设备: what a browser says of itself, in the words of the person who looks for a login."""

from __future__ import annotations

import re

from kaifang.core.bilingual import Text, joined, same

# Token of the browser and its name; the first that is found counts, for most call themselves others.
_BROWSERS = (
    ("wxwork", Text("企业微信", "WeCom")),
    ("MicroMessenger", Text("微信", "WeChat")),
    ("DingTalk", Text("钉钉", "DingTalk")),
    ("Edg", same("Edge")),
    ("Firefox", same("Firefox")),
    ("HeadlessChrome", same("Chrome")),
    ("Chrome", same("Chrome")),
    ("Version", same("Safari")),
)
_SYSTEMS = (
    ("OpenHarmony", Text("鸿蒙", "HarmonyOS")),
    ("Windows", same("Windows")),
    ("Android", Text("安卓", "Android")),
    ("iPhone", same("iPhone")),
    ("iPad", same("iPad")),
    ("Mac OS X", same("macOS")),
    ("Linux", same("Linux")),
)


def device_name(agent: str) -> Text:
    """Browser with its version, and the system; what is not known stays as it was sent.

    >>> device_name(
    ...     "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
    ... ).zh
    'Chrome 126 · Windows'
    >>> device_name("curl/8.5.0").zh
    'curl/8.5.0'
    """
    told = [*_browser(agent), *(name for token, name in _SYSTEMS if token in agent)][:2]
    return joined(told, " · ", " · ") if told else same(agent)


def _browser(agent: str) -> list[Text]:
    for token, name in _BROWSERS:
        if found := re.search(rf"\b{token}\w*/(\d+)", agent):
            return [joined([name, same(found[1])], " ", " ")]
    return []
