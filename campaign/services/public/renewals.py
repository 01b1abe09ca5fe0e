"""What a newer text of the letter asks of those who signed an earlier one."""

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
    """What the page says of the newer text."""

    WINDOW = "window"  # the sign-on goes on to it, unless there is an objection
    OBJECTED = "held"  # there was one; an agreement is still welcome
    ASK = "ask"  # it goes on with an agreement only
    CARRIED = "carried"  # it has gone on already


@dataclass(frozen=True, slots=True)
class Renewal:
    """A newer text beside the one that was signed."""

    question: Question
    before: FrozenLetter
    """The text that was signed."""
    after: FrozenLetter
    """The newer one."""
    until: dt.datetime | None = None
    """When the time for objections ends, aware; None for every other question."""


def renewal(letter: PublicLetter, signon: SignOn) -> Renewal | None:
    """What the newest text asks of a sign-on; None where nothing."""
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
