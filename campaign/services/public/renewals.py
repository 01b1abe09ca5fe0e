"""The question that a new version of the letter asks signers of an earlier one."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from campaign.adapters.store.signons import record, text_changes
from campaign.core.signons import SignOn
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
    """The question to the signer about the newest version; None if there is none."""
    newest = letter.texts.newest()
    if newest is None or signon.version is None or signon.state not in SIGNED:
        return None
    if signon.version == newest.version.id:
        return _carried(letter, signon, newest)
    now, signed = letter.campaign.now(), letter.texts.by_id(signon.version)
    changes = letter.campaign.store.read(text_changes.changes, signon.letter)
    window = next((change for change in changes if change.may_object(signon.version, now)), None)
    if signon.has_objected or window is None or window.until is None:
        return Renewal(Question.OBJECTED if signon.has_objected else Question.ASK, signed, newest)
    return Renewal(Question.WINDOW, signed, letter.texts.by_id(window.version), window.until)


def _carried(letter: PublicLetter, signon: SignOn, newest: FrozenLetter) -> Renewal | None:
    entry = letter.campaign.store.read(record.last_of, signon.id, RecordEvent.CARRIED)
    if entry is None or entry.line.facts["version"] != str(newest.version.id):
        return None
    return Renewal(Question.CARRIED, letter.texts.by_id(int(entry.line.facts["before"])), newest)
