"""Signatories in the words of the desk: states, what the record says, emails."""

from collections.abc import Mapping

from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn, SignOnKind, SignOnSource
from campaign.core.signons.board_filter import STATE_WORDS
from campaign.core.signons.record import Actor, RecordEntry, RecordEvent
from campaign.desk.delivery_words import BADGES as DELIVERY_WORDS
from campaign.desk.delivery_words import state_of

BADGES: Mapping[SignOnState, str] = {
    SignOnState.LISTED: "ok",
    SignOnState.CONFIRMED: "ask",
    SignOnState.PENDING: "half-way",
    SignOnState.PROMISED: "half-way",
    SignOnState.OPENED: "",
    SignOnState.INVITED: "",
    SignOnState.DECLINED: "off",
    SignOnState.REFUSED: "off",
    SignOnState.WITHDRAWN: "off",
}
# The chips of the list, in the order in which people look for them. "Other" states have a chip while there are any.
CHIPS: tuple[tuple[str, str, tuple[SignOnState, ...]], ...] = (
    ("listed", "Listed", (SignOnState.LISTED,)),
    ("confirmed", "Waiting", (SignOnState.CONFIRMED,)),
    ("pending", "Not confirmed", (SignOnState.PENDING,)),
    ("promised", "Promised", (SignOnState.PROMISED,)),
    ("silent", "No answer", (SignOnState.INVITED, SignOnState.OPENED)),
    ("declined", "Declined", (SignOnState.DECLINED,)),
    ("refused", "Refused", (SignOnState.REFUSED,)),
    ("withdrawn", "Withdrew", (SignOnState.WITHDRAWN,)),
)
STATE_MEANINGS: Mapping[SignOnState, str] = {
    SignOnState.INVITED: "Was invited and has not answered.",
    SignOnState.OPENED: "Opened the invitation's page and has not answered.",
    SignOnState.PROMISED: "Promised an answer by a day.",
    SignOnState.PENDING: "Sent the form and has not confirmed the email address. Forms are deleted after 14 days.",
    SignOnState.CONFIRMED: "Signed and confirmed the email address. Waits for your approval.",
    SignOnState.LISTED: "Is on the public page, under the letter.",
    SignOnState.DECLINED: "Does not want to sign.",
    SignOnState.REFUSED: "Was not accepted by the team.",
    SignOnState.WITHDRAWN: "Is no longer on any list.",
}
SOURCES: Mapping[SignOnSource, str] = {
    SignOnSource.PAGE: "with the form on the public page",
    SignOnSource.INVITATION: "with an invitation",
    SignOnSource.MAIL: "by email, entered by the team",
    SignOnSource.PHONE: "by phone, entered by the team",
    SignOnSource.IMPORT: "from the coalition's table",
}
_EVENTS: Mapping[RecordEvent, str] = {
    RecordEvent.INVITED: "Invited",
    RecordEvent.REMINDED: "Reminded",
    RecordEvent.OPENED: "Opened the invitation",
    RecordEvent.PROMISED: "Promised an answer",
    RecordEvent.DECLINED: "Declined",
    RecordEvent.SIGNED: "Signed",
    RecordEvent.ENTERED: "Entered",
    RecordEvent.IMPORTED: "Imported",
    RecordEvent.CONFIRMED: "Confirmed the email address",
    RecordEvent.LISTED: "Listed",
    RecordEvent.REFUSED: "Refused",
    RecordEvent.CORRECTED: "Changed how it appears",
    RecordEvent.PROPOSED: "Proposed to change how it appears",
    RecordEvent.DISCARDED: "Proposed change discarded",
    RecordEvent.WITHDRAWN: "Withdrawn",
    RecordEvent.BOUND: "Moved to the first version",
    RecordEvent.CARRIED: "Moved to a newer version",
    RecordEvent.OBJECTED: "Objected to a newer version",
    RecordEvent.AGREED: "Agreed to a newer version",
    RecordEvent.CHANGED: "The letter changed",
    RecordEvent.MERGED: "Merged into another sign-on",
    RecordEvent.INFORMED: "Informed of the letter's result",
    RecordEvent.STOPPED: "Asked for no more emails",
    RecordEvent.RESUMED: "Asked for emails again",
    RecordEvent.ERASED: "Personal data erased",
    RecordEvent.PURGED: "Personal data purged",
}
_ACTORS = {Actor.SIGNER: "the signer", Actor.COORDINATOR: "the team", Actor.PROGRAM: "by itself"}
MAILS: Mapping[str, str] = {
    "invitation": "Invitation",
    "reminder": "Reminder",
    "confirm": "Asks to confirm the address",
    "own": "Personal link",
    "listed": "Says that it is listed",
    "refused": "Says that it was refused",
    "question": "Question",
    "withdrawn": "Says that it was withdrawn",
    "merged": "Says that it was merged",
    "correction": "Reports a correction of the text",
    "window": "Reports a change of the text, with a day to object",
    "ask": "Asks to agree to a new text",
}


def state_words(signon: SignOn) -> str:
    """The state of a sign-on in words."""
    return "Merged" if signon.merged_into else STATE_WORDS[signon.state]


def delivery_words(state: str) -> tuple[str, str]:
    """The badge and the words for the state of a delivery."""
    known = state_of(state)
    return DELIVERY_WORDS[known] if known else ("", state)


def entry_words(entry: RecordEntry) -> str:
    """A line of the record: what happened and who did it."""
    line = entry.line
    who = line.facts.get("by") or _ACTORS[line.actor]
    how = line.facts.get("how") or line.facts.get("why") or ""
    return f"{_EVENTS[line.event]}, {who}" + (f": {how}" if how else "")


def event_words(event: RecordEvent) -> str:
    """What happened, without who did it."""
    return _EVENTS[event]


def noun_of(kind: SignOnKind, number: int) -> str:
    """The word for so many sign-ons of a kind."""
    word = "individual" if kind is SignOnKind.PERSON else "organisation"
    return word if number == 1 else f"{word}s"
