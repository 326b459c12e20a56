"""A page keeps to itself: nothing inline, nothing from elsewhere, no frame around it."""

import pytest

from tests.site.pages import ADDRESSES, Reader


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("Content-Security-Policy", "default-src 'self'"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Content-Security-Policy", "object-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=()"),
    ],
)
@pytest.mark.parametrize("address", ["/", "/no/such/page/"])
def test_each_answer_carries_the_header(client, address: str, header: str, part: str) -> None:
    assert part in client.get(address).headers[header]


def test_policy_allows_nothing_inline(client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_holds_nothing_inline(read, address: str) -> None:
    page = Reader(read(address))
    assert not page.named("style")
    for tag, attributes in page.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
    for script in page.named("script"):
        assert script.get("src") or script.get("type") == "application/json"


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_loads_nothing_from_elsewhere(read, address: str) -> None:
    page = Reader(read(address))
    loaded = [
        a.get("src") or a.get("href") for t in ("script", "link", "img") for a in page.named(t)
    ]
    assert [where for where in loaded if where and not where.startswith("/")] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_id_stands_once(read, address: str) -> None:
    ids = [a["id"] for _tag, a in Reader(read(address)).elements if a.get("id")]
    assert sorted(ids) == sorted(set(ids))
