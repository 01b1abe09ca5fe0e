"""Reading the record of acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.adapters.store import signons
from campaign.adapters.store.team import act_entries
from campaign.core.tables.digits import read_digits
from campaign.core.team.account import Account
from campaign.core.team.act_entry import ActEntry
from campaign.core.team.security_event import BY_STRANGERS, WORDS
from campaign.services.acts.registry import act_words
from campaign.services.campaign import Campaign
from campaign.services.team.admission import every_account

COMMAND_LINE_NAME = "The command line"
STRANGER_NAME = "Somebody"
_PAGE = 50


@dataclass(frozen=True, slots=True)
class ActView:
    """An act in words."""

    entry: ActEntry
    who: str
    words: str
    subject: str
    """What it was done to; for an account, the person's name; for a sign-on, the name that it appears with."""


@dataclass(frozen=True, slots=True)
class ActPage:
    """A page of the record, newest first."""

    acts: tuple[ActView, ...]
    older: int | None
    """The `edge` of the next page; None on the last."""


def read_acts(
    campaign: Campaign, edge: int = act_entries.LAST, *, account: int | None = None, act: str = "", limit: int = _PAGE
) -> ActPage:
    """Read a page of the record: before the act `edge`, only of an account (0 for the command line), only of a name."""
    entries = campaign.store.read(act_entries.before, edge, account=account, act=act, limit=limit + 1)
    views = view_acts(campaign, entries[:limit])
    return ActPage(views, entries[limit - 1].id if len(entries) > limit else None)


def view_acts(campaign: Campaign, entries: Sequence[ActEntry]) -> tuple[ActView, ...]:
    """Acts in words."""
    people = every_account(campaign)
    return tuple(_view(campaign, entry, people) for entry in entries)


def find_act(campaign: Campaign, entry: int) -> ActView | None:
    """One act of the record; None for what no act of the team caused."""
    stored = campaign.store.read(act_entries.one, entry)
    is_act = stored is not None and stored.act not in WORDS
    return _view(campaign, stored, every_account(campaign)) if stored and is_act else None


def _view(campaign: Campaign, entry: ActEntry, people: dict[int, Account]) -> ActView:
    who = people[entry.account].name if entry.account in people else COMMAND_LINE_NAME
    who = STRANGER_NAME if entry.act in BY_STRANGERS else who
    words = WORDS.get(entry.act) or act_words(entry.act)
    return ActView(entry, who, words, _name(campaign, entry.subject, people) or entry.subject)


def _name(campaign: Campaign, subject: str, people: dict[int, Account]) -> str:
    """The name of the account or sign-on that an act was done to; "" for anything else, or after erasure."""
    kind, _, digits = subject.partition(" ")
    number = read_digits(digits)
    if number is None:
        return ""
    if kind == "account" and number in people:
        return people[number].name
    signon = campaign.store.read(signons.one, number) if kind == "sign-on" else None
    return signon.name if signon else ""
