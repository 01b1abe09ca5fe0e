"""Acts: a name, the right that it needs, and the service function that does it. `perform` checks, does and records."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from campaign.adapters.store.team import act_entries
from campaign.core.team.account import TeamActor, need_right
from campaign.core.team.act_entry import ActEntry, NewActEntry
from campaign.core.team.roles import Right
from campaign.services.campaign import Campaign

P = ParamSpec("P")
R = TypeVar("R")


def no_words(*_: object, **__: object) -> str:
    """The subject and the note of an act that needs none."""
    return ""


@dataclass(frozen=True, slots=True)
class Act(Generic[P, R]):
    """Something that can be done at the desk.

    `subject` and `note` are called with the function's result and its arguments. They hold no personal data: write
    `f"sign-on {id}"`, not a name.
    """

    name: str
    """The name in the record. Never change it: the database stores it."""
    right: Right
    words: str
    """What was done, as the record and the banner say it: "Changed a role"."""
    function: Callable[Concatenate[Campaign, P], R]
    """The service function. It gets the campaign first, then the arguments of `perform`."""
    subject: Callable[Concatenate[R, P], str] = no_words
    """What it was done to."""
    note: Callable[Concatenate[R, P], str] = no_words
    """Details."""
    is_frequent: bool = False
    """Whether the record has one entry for all within ten minutes, by the same person and of the same subject: a text
    saves itself while somebody types."""


AnyAct = Act[Any, Any]


@dataclass(frozen=True, slots=True)
class Performed(Generic[R]):
    """What a service function returned, and the act in the record."""

    result: R
    entry: ActEntry


def perform(
    campaign: Campaign, actor: TeamActor, act: Act[P, R], /, *arguments: P.args, **options: P.kwargs
) -> Performed[R]:
    """Check the right, do the act, and add who did what and when to the record.

    Raises Refused if the actor does not have the right; nothing was done then. Raises what the function raises.
    """
    need_right(actor, act.right)
    result = act.function(campaign, *arguments, **options)
    entry = NewActEntry(
        campaign.now(),
        actor.account.id if actor.account else None,
        act.name,
        act.subject(result, *arguments, **options),
        act.note(result, *arguments, **options),
    )
    if act.is_frequent and (newest := _newest_entry(campaign, entry)):
        return Performed(result, newest)
    return Performed(result, campaign.store.write(act_entries.add, entry))


def _newest_entry(campaign: Campaign, new: NewActEntry) -> ActEntry | None:
    """The entry of the last ten minutes that says the same as a new one."""
    account = act_entries.COMMANDS if new.account is None else new.account
    for entry in campaign.store.read(act_entries.before, account=account, limit=1):
        if (entry.act, entry.subject, entry.note) == (new.act, new.subject, new.note) and entry.is_fresh(new.at):
            return entry
    return None
