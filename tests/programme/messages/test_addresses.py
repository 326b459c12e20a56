"""Where messages may be sent: names, networks, and what names resolve to."""

from collections.abc import Iterable

import pytest

from kaifang.programme.messages.addresses import (
    AddressNotAllowed,
    AllowList,
    Endpoint,
    Resolve,
    UnknownHost,
    UnreadableAddress,
)

PUBLIC, OTHER_PUBLIC = "93.184.216.34", "2606:2800:220:1::1"


def to(*addresses: str) -> Resolve:
    """A name service that gives the same answer to everything."""
    return lambda host, port: addresses


def reached(entries: str, url: str, *addresses: str) -> list[str]:
    return list(AllowList.read(entries).addresses(url, to(*addresses)))


def refuses(entries: str, url: str, *addresses: str) -> bool:
    try:
        reached(entries, url, *addresses)
    except AddressNotAllowed:
        return True
    return False


def test_an_empty_list_lets_nothing_out() -> None:
    assert refuses("", "https://hooks.example/", PUBLIC)


def test_a_name_on_the_list_is_reached_at_its_own_port() -> None:
    assert reached("hooks.example", "https://hooks.example/in", PUBLIC) == [PUBLIC]
    assert reached("hooks.example:8443", "https://HOOKS.example.:8443/in", PUBLIC) == [PUBLIC]
    assert refuses("hooks.example", "https://hooks.example:8443/in", PUBLIC)
    assert refuses("hooks.example", "https://evil.hooks.example/in", PUBLIC)
    assert refuses("hooks.example", "https://hooks.example.evil/in", PUBLIC)


@pytest.mark.parametrize(
    "inner",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "64:ff9b::a01:203",
        "2002:a01:203::1",
        "fec0::1",
        "::7f00:1",
    ],
)
def test_a_name_on_the_list_does_not_reach_inner_addresses(inner: str) -> None:
    assert refuses("hooks.example", "https://hooks.example/", inner)


def test_only_the_public_ones_of_several_addresses_are_reached() -> None:
    assert reached("hooks.example", "https://hooks.example/", "10.1.2.3", PUBLIC) == [PUBLIC]


def test_a_network_on_the_list_is_reached_by_any_name_and_port() -> None:
    assert reached("10.2.0.0/16", "https://oa.office:8443/", "10.2.0.9") == ["10.2.0.9"]
    assert reached("10.2.0.0/16", "https://10.2.0.9/") == ["10.2.0.9"]
    assert refuses("10.2.0.0/16", "https://oa.office/", "10.3.0.9")
    assert refuses("10.2.0.0/16", "https://oa.office/", PUBLIC)


def test_one_address_on_the_list_is_reached_at_its_port_only() -> None:
    assert reached("10.2.0.9:8443", "https://10.2.0.9:8443/") == ["10.2.0.9"]
    assert refuses("10.2.0.9:8443", "https://10.2.0.9/")
    assert refuses("10.2.0.9:8443", "https://10.2.0.10:8443/")


def test_ipv6_is_written_in_brackets() -> None:
    assert reached("[fd00::]/8", "https://[fd00::9]/") == ["fd00::9"]
    assert reached("[fd00::9]:8443", "https://[fd00::9]:8443/") == ["fd00::9"]
    assert reached("hooks.example", "https://hooks.example/", OTHER_PUBLIC) == [OTHER_PUBLIC]


def test_an_ipv4_address_in_ipv6_clothes_is_the_ipv4_address() -> None:
    assert reached("10.2.0.0/16", "https://oa.office/", "::ffff:10.2.0.9") == ["10.2.0.9"]


def test_http_goes_only_where_the_list_says_so() -> None:
    assert refuses("hooks.example:80,10.2.0.0/16", "http://hooks.example/", PUBLIC)
    assert refuses("hooks.example:80,10.2.0.0/16", "http://oa.office/", "10.2.0.9")
    assert reached("http://10.2.0.0/16", "http://oa.office/", "10.2.0.9") == ["10.2.0.9"]
    assert reached("http://hooks.example", "http://hooks.example/", PUBLIC) == [PUBLIC]
    assert refuses("http://hooks.example", "http://hooks.example:8080/", PUBLIC)


def test_ways_to_write_loopback_are_seen_through_by_resolving() -> None:
    # the system's resolver reads these as 127.0.0.1
    for host in ("2130706433", "0x7f.1", "127.1", "localhost"):
        with pytest.raises((AddressNotAllowed, UnknownHost)):
            AllowList.read(host).addresses(f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example",
        "//hooks.example/",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "https://",
        "https:///in",
        "https://user:word@hooks.example/",
        "https://@hooks.example/",
        "https://hooks.example:99999/",
        "https://hooks.example:x/",
        "https://[::1/",
        "https://hooks.example/a b",
        "https://hooks.example/\r\nx: y",
        "https://例子.example/",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UnreadableAddress):
        Endpoint.of(url)


def test_a_name_that_does_not_resolve_is_told() -> None:
    def silent(host: str, port: int) -> Iterable[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(UnknownHost):
        AllowList.read("hooks.example").addresses("https://hooks.example/", silent)


@pytest.mark.parametrize(
    "entry",
    [
        "*.example",
        "hooks.example/16",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "host:port",
        "a@b",
        "ftp://x",
        "host?q",
    ],
)
def test_an_entry_that_cannot_be_read_is_refused(entry: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the setting is told by name
        AllowList.read(entry)


def test_what_is_refused_does_not_tell_the_secret_part() -> None:
    with pytest.raises(AddressNotAllowed) as refusal:
        reached("", "https://oapi.dingtalk.com/robot/send?access_token=secret", PUBLIC)
    assert "secret" not in str(refusal.value)
    assert "oapi.dingtalk.com" in str(refusal.value)
