"""What a login's device is called: each string is one that such a program sends."""

from __future__ import annotations

import pytest

from kaifang.programme.people.devices import device_name

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
LINUX, WINDOWS = "Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
ANDROID = "Mozilla/5.0 (Linux; Android 13; M2012K11AC)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X)"
SAID = {
    f"{LINUX} {KIT} HeadlessChrome/156.0.0.0 Safari/537.36": "Chrome 156 · Linux",
    f"{WINDOWS} {KIT} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91": "Edge 120 · Windows",
    f"{IPHONE} {KIT} Version/17.2 Mobile/15E148 Safari/604.1": "Safari 17 · iPhone",
    f"{WINDOWS} Gecko/20100101 Firefox/121.0": "Firefox 121 · Windows",
    "python-requests/2.31.0": "python-requests/2.31.0",
    "": "",
}


@pytest.mark.parametrize(("agent", "told"), SAID.items())
def test_a_device_is_called_by_browser_and_system(agent: str, told: str) -> None:
    name = device_name(agent)
    assert (name.zh, name.en) == (told, told)


def test_what_is_built_on_another_browser_goes_by_its_own_name() -> None:
    phone = device_name(f"{ANDROID} {KIT} Version/4.0 Chrome/116.0 MicroMessenger/8.0.47.2560")
    desk = device_name(f"{WINDOWS} {KIT} Chrome/108.0.5359.95 wxwork/4.1.15 MicroMessenger/7.0.1")
    assert (phone.zh, phone.en) == ("微信 8 · 安卓", "WeChat 8 · Android")
    assert (desk.zh, desk.en) == ("企业微信 4 · Windows", "WeCom 4 · Windows")
