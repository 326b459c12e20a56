"""Bearer tokens: the owner's rights on every operation, refused plainly, never silently public."""

from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from tests.site.holders import holder

GOOD = "/api/v1/packs/liaoning-2022/statement"
ABOUT = {"indicator": "trade.total", "org": "210200", "period": "2022-03"}


@pytest.fixture
def token(liaoning, settings):
    """Make a token of somebody with a post."""

    from kaifang.programme.people.actors import actor_of
    from kaifang.programme.people.tokens import make_token
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    settings.SOLO = False
    told = Observation(
        "trade.total", "210200", Period.parse("2022-03"), Decimal(300), "亿元",
        announced=date(2022, 4, 18), visibility=Visibility.INTERNAL,
    )  # fmt: skip
    append([told], kind=Batch.Kind.IMPORT, reason="月报")

    def made(role: str, org: str, scope: str = "read") -> str:
        user = holder(f"{role}-{org}", role, org)
        return make_token(actor_of(user), user, "月报", scope).secret

    return made


def ask(client, secret: str = ""):
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return client.get(GOOD, ABOUT, headers=headers)


def test_a_token_sees_what_its_owner_sees(client, token) -> None:
    """An internal figure of Dalian: its own officer, the province's, not another city's."""
    assert "300" in ask(client, token("city", "210200")).content.decode()
    assert "300" in ask(client, token("division", "210000")).content.decode()
    assert "300.0" not in ask(client, token("city", "210100")).content.decode()
    assert "300.0" not in ask(client).content.decode()


@pytest.mark.parametrize("secret", ["kf_nobody", "x y z", "令牌"])
def test_a_bad_token_is_refused_and_not_taken_for_the_public(client, db, secret) -> None:
    answer = ask(client, secret.encode().decode("latin-1"))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "KF-PROG-121"


def test_a_token_opens_no_page(client, token) -> None:
    answer = client.get("/", headers={"authorization": f"Bearer {token('city', '210200')}"})
    assert not answer.wsgi_request.user.is_authenticated


def test_a_token_of_an_administrator_without_a_second_factor_is_refused(
    client, token, settings, tmp_path
) -> None:
    """He made it before he was given the duty."""
    from kaifang.store.models import Authenticator, User
    from kaifang.store.sealing import seal

    secret = token("audit", "")
    settings.SECOND_FACTOR, settings.HOME = "administrators", tmp_path
    headers = {"authorization": f"Bearer {secret}"}
    answer = client.get("/api/v1/audit", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "KF-PROG-124")
    user = User.objects.get(username="audit-")
    Authenticator.objects.create(user=user, name="totp", sealed=seal("00"), confirmed=True)
    assert client.get("/api/v1/audit", headers=headers).status_code == 200


def test_a_token_of_somebody_enrolled_opens_no_login_of_another(
    client, token, settings, tmp_path, django_user_model
) -> None:
    """A login that must enrol first stays so, whatever token it once came with."""

    from kaifang.store.models import Authenticator, User
    from kaifang.store.sealing import seal

    secret = token("audit", "")
    settings.SECOND_FACTOR, settings.HOME = "administrators", tmp_path
    user = User.objects.get(username="audit-")
    Authenticator.objects.create(user=user, name="totp", sealed=seal("00"), confirmed=True)
    shen = holder("shen", "security")
    client.force_login(shen)
    client.get("/api/v1/audit", headers={"authorization": f"Bearer {secret}"})
    assert client.get("/").headers["Location"] == "/people/second-factor/"


def test_an_administrator_without_a_second_factor_reads_nothing_by_his_login(
    client, settings, django_user_model, liaoning
) -> None:

    settings.SOLO, settings.SECOND_FACTOR = False, "administrators"
    user = holder("shen", "security")
    client.force_login(user)
    assert ask(client).status_code == 401
    assert client.get("/").headers["Location"] == "/people/second-factor/"
