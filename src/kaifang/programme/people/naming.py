"""Names of people by their numbers, as histories and origins tell them."""

from __future__ import annotations

from collections.abc import Iterable

from kaifang.core.messages import message
from kaifang.store.models import User

# How the demo numbers the officers of its invented places, who are no users.
INVENTED = "demo:"


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """Full names, else login names; whoever is no user of the store is told by his word."""
    asked = set(numbers) - {""}
    known = User.objects.filter(pk__in=[int(one) for one in asked if one.isdigit()])
    names = {str(one.pk): one.get_full_name() or one.get_username() for one in known}
    names["console"] = message("people.console").zh
    names |= {one: message("people.invented").zh for one in asked if one.startswith(INVENTED)}
    return {one: names.get(one, one) for one in asked}
