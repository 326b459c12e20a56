"""kaifang user and audit, and `--as`: the command line obeys the rights of whoever acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kaifang.store import audit
from kaifang.store.models import AuditEntry, Post, Record, User
from tests.cli.conftest import Run
from tests.exchange.customs import Customs

pytestmark = pytest.mark.django_db
MAP = ("--map", "customs.monthly", "--pack", "liaoning-2022", "--announced", "2022-06-18")


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    settings.SOLO = False


@pytest.fixture
def house(kaifang: Run) -> Run:
    """Three administrators, made by the console, and an officer of Dalian.

    The security administrator comes last: from then on it is he who grants posts.
    """
    for name in ("shen", "he", "xu"):
        assert kaifang("user", "create", name).code == 0
    for name, role in (("he", "audit"), ("xu", "system"), ("shen", "security")):
        assert kaifang("user", "grant", name, "--role", role).code == 0
    assert kaifang("user", "create", "li", "--as", "xu").code == 0
    words = ("--role", "city", "--org", "210200", "--as", "shen")
    assert kaifang("user", "grant", "li", *words).code == 0
    return kaifang


def test_the_first_administrator_is_made_with_a_password_told_once(kaifang: Run) -> None:
    answer = kaifang("user", "create", "xu", "--admin", "--json").json
    assert User.objects.get(username="xu").check_password(answer["password"])
    assert Post.objects.get().role == "system"


def test_once_there_are_administrators_the_console_may_nothing(house: Run) -> None:
    for words in (("create", "zhou"), ("grant", "li", "--role", "leader", "--org", "210200")):
        answer = house("user", *words)
        assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True)
        assert "--as USER" in answer.err
    assert not User.objects.filter(username="zhou").exists()


def test_a_user_and_his_post_are_made_together_or_not_at_all(house: Run) -> None:
    answer = house("user", "create", "zhou", "--role", "leader", "--org", "210200", "--as", "xu")
    assert "[KF-PROG-007]" in answer.err
    assert not User.objects.filter(username="zhou").exists()


def test_users_are_listed_with_their_posts(house: Run) -> None:
    listed = {
        one["user"]: one["posts"] for one in house("user", "list", "--as", "xu", "--json").json
    }
    assert set(listed) == {"he", "li", "shen", "xu"}
    assert [(post["role"], post["org"]) for post in listed["li"]] == [("city", "210200")]
    assert "市级经办 210200" in house("user", "list", "--as", "shen").out
    assert "[KF-PROG-007]" in house("user", "list", "--as", "li").err


def test_a_post_ends_and_is_handed_over(house: Run) -> None:
    house("user", "create", "wang", "--as", "xu")
    out = house("user", "hand-over", "li", "wang", "--as", "shen", "--lang", "en").out
    assert out.strip() == "All posts of li went to wang: 1 granted."
    post = Post.objects.get(user__username="wang")
    assert house("user", "end", post.pk, "--as", "shen").code == 0
    assert "[KF-PROG-088]" in house("user", "end", post.pk, "--as", "shen").err


def test_the_audit_chain_is_whole_and_holds_its_head(house: Run) -> None:
    head = house("audit", "head").out.strip()
    assert head == audit.head().printed
    assert house("audit", "verify", "--head", head).code == 0
    other = f"{head.partition('-')[0]}-{'0' * 16}"
    answer = house("audit", "verify", "--head", other, "--lang", "en")
    assert (answer.code, "does not hold the printed head" in answer.out) == (1, True)
    assert "[KF-STORE" in house("audit", "verify", "--head", "12").err


def test_as_a_user_one_sees_what_he_may(house: Run) -> None:
    path = ("board", "liaoning-2022", "--as-of", "2022-01-30", "--json")
    assert house(*path, "--as", "li").code == 0
    assert "[KF-PROG-081]" in house(*path, "--as", "minister").err


def test_an_import_is_refused_to_whoever_may_not(house: Run, tmp_path: Path) -> None:
    file = Customs().csv(tmp_path)
    for name in ("li", "xu", "public"):
        answer = house("facts", "import", file, *MAP, "--as", name)
        assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True)
    assert not Record.objects.filter(batch__kind="import").exists()


def test_an_import_by_a_division_officer_names_him(house: Run, tmp_path: Path) -> None:
    house("user", "create", "sun", "--as", "xu")
    house("user", "grant", "sun", "--role", "division", "--org", "210000", "--as", "shen")
    assert house("facts", "import", Customs().csv(tmp_path), *MAP, "--as", "sun").code == 0
    batch = Record.objects.filter(batch__kind="import").first().batch
    assert batch.who == str(User.objects.get(username="sun").pk)


def test_packs_codes_and_texts_are_refused_to_whoever_may_not(house: Run, tmp_path: Path) -> None:
    codes, text = tmp_path / "codes.csv", tmp_path / "press.txt"
    codes.write_text("code,name\nA,农林\n", "utf-8")
    text.write_text("全省货物进出口7724亿元", "utf-8")
    attempts = [
        ("pack", "install", "guizhou-2023"),
        ("codes", "import", codes, "--map", "cn-codes/gbt4754"),
        ("source", "add", text, "--doc", "press-2022-01-25"),
    ]
    before = audit.head().number
    for words in attempts:
        for name in (["--as", "li"], []):  # the console neither, once others hold the duties
            answer = house(*words, *name)
            assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True), words
    assert audit.head().number == before


def test_the_system_administrator_installs_packs_and_the_audit_says_so(house: Run) -> None:
    assert house("pack", "install", "guizhou-2023", "--as", "xu").code == 0
    entry = AuditEntry.objects.latest("id")
    assert (entry.act, entry.subject) == ("install_pack", "pack:guizhou-2023")
    assert entry.actor == str(User.objects.get(username="xu").pk)
