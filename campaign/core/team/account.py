"""Accounts of the team, and who acts: a person with an account, or the command line."""

import datetime as dt
from dataclasses import dataclass, field

from campaign.core.team.roles import ALL_RIGHTS, Right, Role, roles_with
from campaign.errors import Refused


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who is admitted to the team."""

    address: str
    address_key: str
    """The form for comparing."""
    name: str
    role: Role
    organisation: str = ""
    """The organisation that a partner speaks for; "" for none."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the team."""

    id: int
    address: str
    address_key: str
    name: str
    role: Role
    organisation: str
    created_at: dt.datetime
    ended_at: dt.datetime | None
    """When the account was ended; None while the person may sign in."""

    @property
    def is_open(self) -> bool:
        """Whether the person may sign in."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class TeamActor:
    """Who acts. Every act at the desk and on the command line has one."""

    account: Account | None
    """None for the command line: whoever can run it can read the database anyway."""
    rights: frozenset[Right] = field(default=frozenset())

    def may(self, right: Right) -> bool:
        """Whether the actor has a right."""
        return right in self.rights

    @property
    def name(self) -> str:
        """The name, as the records of sign-ons and deliveries keep it."""
        return self.account.name if self.account else "the command line"


COMMAND_LINE = TeamActor(None, ALL_RIGHTS)


def actor_of(account: Account) -> TeamActor:
    """The actor with an account: without rights once the account was ended."""
    return TeamActor(account, account.role.rights if account.is_open else frozenset())


def refusal(actor: TeamActor, right: Right) -> str | None:
    """Why an actor may not do what needs a right, in words that name who may; None if the actor may."""
    if actor.may(right):
        return None
    role = f"your role, {actor.account.role}, may not" if actor.account else "the command line may not"
    able = " or ".join(f"an {other}" if other is Role.EDITOR else f"a {other}" for other in roles_with(right))
    return f"{role} {right}; {able} can"


def need_right(actor: TeamActor, right: Right) -> None:
    """Raise Refused, naming the roles that can, if the actor does not have a right. Reading services call this."""
    if reason := refusal(actor, right):
        raise Refused(reason, fix="ask one of them")
