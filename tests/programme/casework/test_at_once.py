"""Two officers in two processes move the same project: one moves it, the other is told."""

from __future__ import annotations

from tests.store.conftest import OtherStore

PEOPLE = """
from kaifang.packs.law import load
from kaifang.programme.casework.keeping import Given, act, open_case
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, Post, Role
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models import CaseEvent
programme = Programme.of(load("demo"))
def city(user):
    return Actor(user, user, (Post(Role.CITY, "demo.lanpu"),))
"""
OPEN = """
first = Given(data={"code_name": "海燕"})
print(open_case(city("1"), programme, "demo.project", "demo.lanpu", first).case)
"""
MOVE = """
try:
    act(city("USER"), programme, "demo.project", "CASE", "note", Given(), version=1)
    print("moved")
except ChangedMeanwhile as error:
    print(error.code)
"""
COUNT = (
    "print(*CaseEvent.objects.filter(case='CASE').order_by('id').values_list('type', flat=True))"
)


def test_one_of_two_at_once_is_told(other_store: OtherStore) -> None:
    case = other_store.run(PEOPLE + OPEN)
    move = (PEOPLE + MOVE).replace("CASE", case)
    both = [other_store.start(move.replace("USER", user)) for user in "12"]
    said = sorted(one.communicate(timeout=600)[0].strip() for one in both)
    assert said == ["KF-STORE-050", "moved"]
    assert other_store.run(PEOPLE + COUNT.replace("CASE", case)) == "report note"
