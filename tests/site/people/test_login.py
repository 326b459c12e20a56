"""The door: the notice that classified matter is forbidden, and plain refusals."""

import pytest
from django.contrib.auth import get_user_model

NOTICE = "本系统为非涉密系统，严禁处理、传输国家秘密"


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_user("anna", password="开放-2023-correct")


def test_door_carries_the_notice(read) -> None:
    assert NOTICE in read("/people/login/")
    assert "state secrets" in read("/people/login/", "en")


def test_right_password_opens(client, anna) -> None:
    answer = client.post("/people/login/", {"username": "anna", "password": "开放-2023-correct"})
    assert answer.status_code == 302
    assert "退出" in client.get("/").content.decode()


def test_wrong_password_keeps_the_name_and_says_what_to_do(client, anna) -> None:
    page = client.post("/people/login/", {"username": "anna", "password": "x"}).content.decode()
    assert 'value="anna"' in page
    assert "用户名与密码不符，请核对后重试。" in page
    assert 'role="alert"' in page


def test_each_error_on_top_leads_to_its_field(client, db) -> None:
    page = client.post("/people/login/", {}).content.decode()
    assert '<a href="#id_username">' in page
    assert 'id="id_username"' in page
    assert "请输入用户名。" in page


def test_leaving_needs_a_post(client, anna) -> None:
    client.force_login(anna)
    assert client.get("/people/logout/").status_code == 405
    client.post("/people/logout/")
    assert "登录" in client.get("/").content.decode()
