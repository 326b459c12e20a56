"""Who acts upon a case: the roles of its process that the posts of a person hold there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaifang.cases.deciding import Doer
from kaifang.cases.definition import Definition
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def doer_of(actor: Actor, programme: Programme, definition: Definition, org: str) -> Doer:
    """The roles that an actor holds for the cases of an organisation; in solo mode all."""
    declared = definition.process.roles
    if actor.solo:
        return Doer(actor.user, [role.id for role in declared], org)
    held = {
        post.role.value
        for post in actor.posts
        if may(replace(actor, posts=(post,)), Act.KEEP_CASE, org, programme.law.orgs)
    }
    return Doer(actor.user, [one.id for one in declared if held & set(one.posts)], org)
