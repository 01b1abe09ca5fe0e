"""The question that a new version of the letter asks signers of an earlier one."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from campaign.adapters.store.signons import record, text_changes
from campaign.core.signons import SignOn
from campaign.core.signons.change import ChangePolicy, open_change
from campaign.core.signons.record import RecordEvent
from campaign.core.signons.states import SIGNED
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.letter import PublicLetter


class Question(StrEnum):
    """What the page says about the new version."""

    WINDOW = "window"  # the sign-on moves to it unless the signer objects
    OBJECTED = "objected"  # the signer has objected, and may still agree
    ASK = "ask"  # the sign-on moves only if the signer agrees
    CARRIED = "carried"  # the sign-on has moved


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new version, next to the one that was signed."""

    question: Question
    before: FrozenLetter
    """The version that was signed."""
    after: FrozenLetter
    """The new version."""
    until: dt.datetime | None = None
    """The end of the objection window (aware UTC); None for other questions."""


def renewal(letter: PublicLetter, signon: SignOn) -> Renewal | None:
    """The question to the signer about the newest version, compared with the last one that he or she agreed to; None if
    there is none."""
    newest, agreed = letter.texts.proposed(), signon.last_agreed
    if newest is None or agreed is None or signon.state not in SIGNED:
        return None
    if agreed == newest.version.id:
        return _carried(letter, signon, newest)
    store, signed = letter.campaign.store, letter.texts.by_id(agreed)
    changes = store.read(text_changes.changes, signon.letter)
    if signon.has_objected and _objected_to(letter, signon) == str(newest.version.id):
        return Renewal(Question.OBJECTED, signed, newest)
    change = open_change(agreed, changes, has_objected=signon.has_objected)
    if change and change.policy is ChangePolicy.WINDOW and change.until and letter.campaign.now() < change.until:
        return Renewal(Question.WINDOW, signed, newest, change.until)
    return Renewal(Question.ASK, signed, newest)


def _objected_to(letter: PublicLetter, signon: SignOn) -> str:
    entry = letter.campaign.store.read(record.last_of, signon.id, RecordEvent.OBJECTED)
    return entry.line.facts["version"] if entry else ""


def _carried(letter: PublicLetter, signon: SignOn, newest: FrozenLetter) -> Renewal | None:
    entry = letter.campaign.store.read(record.last_of, signon.id, RecordEvent.CARRIED)
    agreement = letter.campaign.store.read(record.last_of, signon.id, RecordEvent.AGREED)
    if agreement and str(newest.version.id) in agreement.line.facts.values():
        return None  # the signer's own decision is no news
    if entry is None or entry.line.facts["version"] != str(newest.version.id):
        return None
    return Renewal(Question.CARRIED, letter.texts.by_id(int(entry.line.facts["before"])), newest)
