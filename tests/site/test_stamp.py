"""The address of the static files changes with them."""

from pathlib import Path

from django.conf import settings

from kaifang.site.stamp import stamp_of


def test_stamp_changes_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = stamp_of(tmp_path)
    assert stamp_of(tmp_path) == before
    (tmp_path / "a.css").write_text("b{}")
    assert stamp_of(tmp_path) != before


def test_stamp_changes_with_a_name(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = stamp_of(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert stamp_of(tmp_path) != before


def test_static_files_stand_under_the_stamp() -> None:
    assert settings.STATIC_URL.startswith("/static/")
    assert len(settings.STATIC_URL.strip("/").split("/")[1]) == 10


def test_style_sheet_is_served_and_kept_for_ever(client) -> None:
    answer = client.get(f"{settings.STATIC_URL}css/tokens.css")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
