"""Rights 权限: who may do what to which organisation, in one table that page, API and CLI obey.

A person holds posts: a role at an organisation. Rights follow the organisation tree. The three
administrators are separate duties; one person may hold them together only in solo mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.observation import Visibility
from kaifang.core.orgs import Orgs

CONSOLE = "console"  # whoever sits at the machine itself, and gives no name


class NotAllowed(KaifangError):
    """Who may not do what, and to whom where an organisation is asked for."""

    code = "KF-PROG-007"


class Role(StrEnum):
    """What a person is at an organisation."""

    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"
    DIVISION = "division"
    REVIEWER = "reviewer"
    CITY = "city"
    ZONE = "zone"
    LEADER = "leader"
    FIRM = "firm"

    @property
    def label(self) -> Text:
        return message(f"role.{self.value}")


ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
OFFICERS = (Role.DIVISION, Role.REVIEWER, Role.CITY, Role.ZONE)


class Act(StrEnum):
    """Everything that changes a record or shows more than the public sees."""

    SEE_INTERNAL = "see_internal"
    IMPORT = "import"
    FILL = "fill"
    FILL_FOR = "fill_for"
    REVIEW = "review"
    CLOSE = "close"
    CORRECT = "correct"
    APPROVE_CORRECTION = "approve_correction"
    DISPATCH = "dispatch"
    REMARK = "remark"
    CHECK_DISPATCH = "check_dispatch"
    ANSWER_SLIP = "answer_slip"
    KEEP_TASK = "keep_task"
    SEE_CASE = "see_case"
    KEEP_CASE = "keep_case"
    FEED = "feed"
    ACKNOWLEDGE_NOTICE = "acknowledge_notice"
    SPLIT_TARGET = "split_target"
    INSTALL_PACK = "install_pack"
    MANAGE_PEOPLE = "manage_people"
    GRANT_POSTS = "grant_posts"
    HAND_OUT_LINK = "hand_out_link"
    RESET_SECOND_FACTOR = "reset_second_factor"
    READ_AUDIT = "read_audit"
    ERASE_PERSONAL_DATA = "erase_personal_data"
    SEE_HOUSE = "see_house"
    SEND_MESSAGE = "send_message"
    MANAGE_HOOKS = "manage_hooks"
    MANAGE_OWN_HOOK = "manage_own_hook"
    BACK_UP = "back_up"

    @property
    def label(self) -> Text:
        return message(f"act.{self.value}")


# What only shows: all that a token that reads may do.
READING = (Act.SEE_INTERNAL, Act.SEE_CASE, Act.READ_AUDIT, Act.SEE_HOUSE)


class Scope(StrEnum):
    """Which organisations a grant reaches, seen from the post's own."""

    OWN = "own"  # the organisation itself
    BELOW = "below"  # those below it, not itself
    WITHIN = "within"  # itself and all below
    ANY = "any"  # no organisation is asked for


@dataclass(frozen=True, slots=True)
class Post:
    """A role at an organisation."""

    role: Role
    org: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts; `posts` are those of today, deputies (AB岗) included.

    `solo` says that one person holds all duties on a single machine; `reads_only` that he comes
    by a token that changes nothing, whatever his rights.
    """

    user: str
    name: str
    posts: tuple[Post, ...] = ()
    solo: bool = False
    address: str = ""
    personal: Mapping[str, str] = field(default_factory=dict)
    reads_only: bool = False

    @property
    def sees(self) -> Visibility:
        """The highest visibility of any post; administrators see no figures by their duty."""
        inside = any(post.role in (*OFFICERS, Role.LEADER) for post in self.posts)
        return Visibility.INTERNAL if inside or self.solo else Visibility.PUBLIC

    @property
    def told(self) -> dict[str, str]:
        """What the audit keeps of the person outside its seal."""
        return {**self.personal, "name": self.name, "address": self.address}


NOBODY = Actor("", "")

# Grants: which roles may do an act, and how far each reaches.
RIGHTS: Mapping[Act, Mapping[Role, Scope]] = {
    Act.SEE_INTERNAL: {
        Role.DIVISION: Scope.WITHIN,
        Role.REVIEWER: Scope.WITHIN,
        Role.CITY: Scope.WITHIN,
        Role.ZONE: Scope.OWN,
        Role.LEADER: Scope.WITHIN,
        Role.FIRM: Scope.OWN,
    },
    Act.IMPORT: {Role.DIVISION: Scope.WITHIN},
    Act.FILL: {
        Role.DIVISION: Scope.OWN,
        Role.CITY: Scope.OWN,
        Role.ZONE: Scope.OWN,
        Role.FIRM: Scope.OWN,
    },
    Act.FILL_FOR: {Role.CITY: Scope.BELOW},
    Act.REVIEW: {Role.REVIEWER: Scope.WITHIN, Role.CITY: Scope.BELOW, Role.DIVISION: Scope.BELOW},
    Act.CLOSE: {Role.DIVISION: Scope.WITHIN},
    Act.CORRECT: {Role.CITY: Scope.OWN, Role.ZONE: Scope.OWN, Role.DIVISION: Scope.OWN},
    Act.APPROVE_CORRECTION: {Role.REVIEWER: Scope.WITHIN, Role.DIVISION: Scope.BELOW},
    Act.DISPATCH: {Role.DIVISION: Scope.WITHIN},
    Act.REMARK: {Role.DIVISION: Scope.OWN, Role.CITY: Scope.WITHIN, Role.ZONE: Scope.OWN},
    Act.CHECK_DISPATCH: {Role.CITY: Scope.OWN},
    Act.ANSWER_SLIP: {
        Role.DIVISION: Scope.OWN,
        Role.CITY: Scope.OWN,
        Role.ZONE: Scope.OWN,
    },
    Act.KEEP_TASK: {
        Role.DIVISION: Scope.WITHIN,
        Role.CITY: Scope.WITHIN,
        Role.ZONE: Scope.OWN,
    },
    Act.SEE_CASE: {
        Role.DIVISION: Scope.WITHIN,
        Role.REVIEWER: Scope.WITHIN,
        Role.CITY: Scope.WITHIN,
        Role.ZONE: Scope.OWN,
        Role.LEADER: Scope.WITHIN,
    },
    Act.KEEP_CASE: {
        Role.DIVISION: Scope.WITHIN,
        Role.REVIEWER: Scope.WITHIN,
        Role.CITY: Scope.WITHIN,
        Role.ZONE: Scope.OWN,
    },
    Act.ACKNOWLEDGE_NOTICE: {Role.FIRM: Scope.OWN},
    Act.FEED: {Role.DIVISION: Scope.WITHIN},
    Act.SPLIT_TARGET: {Role.DIVISION: Scope.WITHIN},
    Act.SEND_MESSAGE: {
        Role.DIVISION: Scope.WITHIN,
        Role.REVIEWER: Scope.WITHIN,
        Role.CITY: Scope.WITHIN,
    },
    Act.INSTALL_PACK: {Role.SYSTEM: Scope.ANY},
    Act.MANAGE_PEOPLE: {Role.SYSTEM: Scope.ANY},
    Act.GRANT_POSTS: {Role.SECURITY: Scope.ANY},
    Act.HAND_OUT_LINK: {Role.SECURITY: Scope.ANY},
    Act.RESET_SECOND_FACTOR: {Role.SECURITY: Scope.ANY},
    Act.READ_AUDIT: {Role.AUDIT: Scope.ANY},
    Act.ERASE_PERSONAL_DATA: {Role.SECURITY: Scope.ANY},
    Act.SEE_HOUSE: {Role.SYSTEM: Scope.ANY},
    Act.MANAGE_HOOKS: {Role.SYSTEM: Scope.ANY},
    Act.MANAGE_OWN_HOOK: {Role.FIRM: Scope.OWN},
    Act.BACK_UP: {Role.SYSTEM: Scope.ANY},
}


def may(actor: Actor, act: Act, org: str = "", orgs: Orgs | None = None) -> bool:
    """Whether an actor may do an act to an organisation of a tree."""
    if actor.reads_only and act not in READING:
        return False
    if actor.solo:
        return True
    grants = RIGHTS[act]
    return any(
        post.role in grants and _reaches(grants[post.role], post.org, org, orgs)
        for post in actor.posts
    )


def demand(actor: Actor, act: Act, org: str = "", orgs: Orgs | None = None) -> None:
    """Refuse an act that the actor has no right to. Raises: NotAllowed."""
    if not may(actor, act, org, orgs):
        nothing = Text("", "")
        name = orgs[org].name if orgs is not None and org in orgs else Text(org, org)
        raise NotAllowed(
            who=_called(actor),
            act=act.label,
            at=message("rights.at", org=name) if org else nothing,
            hint=message("rights.say_who") if actor.user == CONSOLE else nothing,
        )


def _called(actor: Actor) -> Text | str:
    """How a refusal calls the actor: those without an account have a name in both languages."""
    if actor.user == CONSOLE:
        return message("people.console")
    return actor.name or actor.user if actor.user else message("role.public")


def _reaches(scope: Scope, own: str, org: str, orgs: Orgs | None) -> bool:
    if scope is Scope.ANY or (org == own and scope is not Scope.BELOW):
        return True
    if scope is Scope.OWN or orgs is None or org not in orgs or org == own:
        return False
    return orgs.is_within(org, own)
