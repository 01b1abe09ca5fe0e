"""The coordinator's board: the state of each organisation's sign-on, since when, and who gets a reminder. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.core.signatories import SignOnState
from campaign.core.signons.record import RecordEvent
from campaign.core.signons.signon import Signer, SignOn
from campaign.core.signons.states import SIGNED, SILENT
from campaign.core.signons.submission import Submission

# The board's order: first what waits for the coordinator, then for the signer, then what is done.
ORDER = (
    SignOnState.CONFIRMED,
    SignOnState.PENDING,
    SignOnState.PROMISED,
    SignOnState.OPENED,
    SignOnState.INVITED,
    SignOnState.LISTED,
    SignOnState.DECLINED,
    SignOnState.REFUSED,
    SignOnState.WITHDRAWN,
)
MEANING: Mapping[SignOnState, str] = {
    SignOnState.INVITED: "has not answered",
    SignOnState.OPENED: "has opened the page, has not answered",
    SignOnState.PROMISED: "has promised an answer by a day",
    SignOnState.PENDING: "sent the form or was entered, has not confirmed the email address; deleted after 14 days",
    SignOnState.CONFIRMED: "waits for your approval: campaign signatory review",
    SignOnState.LISTED: "published with the letter",
    SignOnState.DECLINED: "does not want to sign",
    SignOnState.REFUSED: "not accepted by you",
    SignOnState.WITHDRAWN: "signed, then withdrew",
}
_EVENTS_INTO: Mapping[SignOnState, tuple[RecordEvent, ...]] = {
    SignOnState.INVITED: (RecordEvent.INVITED,),
    SignOnState.OPENED: (RecordEvent.OPENED,),
    SignOnState.PROMISED: (RecordEvent.PROMISED,),
    SignOnState.PENDING: (RecordEvent.SIGNED, RecordEvent.ENTERED),
    SignOnState.CONFIRMED: (RecordEvent.CONFIRMED,),
    SignOnState.LISTED: (RecordEvent.LISTED, RecordEvent.CONFIRMED),
    SignOnState.DECLINED: (RecordEvent.DECLINED,),
    SignOnState.REFUSED: (RecordEvent.REFUSED,),
    SignOnState.WITHDRAWN: (RecordEvent.WITHDRAWN,),
}


# States of a delivery whose message did not arrive.
_UNDELIVERED = frozenset({"failed", "bounced"})


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One organisation on the board."""

    signon: SignOn
    signer: Signer | None
    """Who signed or was invited; None if nobody is named, or after erasure."""
    times: Mapping[RecordEvent, dt.datetime]
    """The newest time (aware UTC) of each event in the record."""
    delivery_state: str = ""
    """The state of the newest invitation or reminder; "" if none was made."""
    stopped_at: dt.datetime | None = None
    """When the signer asked for no more emails (aware UTC); None if he or she did not."""
    submission: Submission | None = None
    """The form that waits for a confirmation; None for a sign-on."""
    merged_into: str = ""
    """The key of the sign-on of the same organisation that it was merged into; "" if it was not."""
    version: int = 0
    """The number of the version that it is under; 0 for none."""
    newest_version: int = 0
    """The number of the letter's newest version; 0 if none is frozen."""
    agreed_version: int = 0
    """The number of the last version that the signer agreed to; 0 for none."""

    @property
    def key(self) -> str:
        """The key of the sign-on, or of the form that waits."""
        return self.submission.key if self.submission else self.signon.key

    @property
    def asked_at(self) -> dt.datetime | None:
        """When the last invitation or reminder was made; None if there was none."""
        return self._last(RecordEvent.INVITED, RecordEvent.REMINDED)

    @property
    def since(self) -> dt.datetime:
        """When the sign-on reached its present state."""
        return (
            self._last(*_EVENTS_INTO[self.signon.state]) or self._last(RecordEvent.IMPORTED) or self.signon.created_at
        )

    @property
    def is_silent(self) -> bool:
        """Whether the organisation was invited and has not answered."""
        return self.signon.state in SILENT

    def _last(self, *events: RecordEvent) -> dt.datetime | None:
        return max((self.times[event] for event in events if event in self.times), default=None)


def submission_row(submission: Submission) -> BoardRow:
    """The row of a form that waits for a confirmation."""
    signon, signer = submission.as_signon()
    return BoardRow(signon, signer, {}, submission=submission)


def ledger_name(signon: int) -> str:
    """The name under which deliveries know the signer of a sign-on."""
    return f"signon-{signon}"


def sort_rows(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Sort the rows by state (ORDER), and within a state by how long they have been in it."""
    return tuple(sorted(rows, key=lambda row: (ORDER.index(row.signon.state), row.since)))


def count_by_state(rows: Iterable[BoardRow]) -> dict[SignOnState, int]:
    """The number of rows in each state, in the board's order, without empty states."""
    states = [row.signon.state for row in rows]
    return {state: states.count(state) for state in ORDER if state in states}


def remark(row: BoardRow, zone: ZoneInfo) -> str:
    """What else the coordinator should know about a row: a stop to email, the promised day, the last email and whether
    it failed. Days are in `zone`."""
    remarks = [f"merged into {row.merged_into}"] if row.merged_into else []
    remarks += ["asked for no more emails"] if row.stopped_at else []
    remarks += [words] if (words := _about_text(row)) else []
    if row.signon.state is SignOnState.PROMISED and row.signer and row.signer.until:
        remarks.append(f"answers by {row.signer.until.isoformat()}")
    if row.is_silent and row.asked_at:
        remarks.append(f"last email {row.asked_at.astimezone(zone):%Y-%m-%d}")
    if row.delivery_state not in ("", "sent"):
        remarks.append(f"email {row.delivery_state}")
    return ", ".join(remarks)


def _about_text(row: BoardRow) -> str:
    """Which text a signed sign-on is under, if that is not the newest one; "" otherwise."""
    newest, version = row.newest_version, row.version
    if row.signon.state not in SIGNED or version == newest or not version:
        return ""
    if row.signon.has_objected:
        return f"objected to version {newest}, stays under version {version}"
    if row.agreed_version == newest:
        return f"under version {version}, agreed to version {newest}"
    return f"under version {version}, has not agreed to version {newest}"


def why_no_reminder(row: BoardRow, now: dt.datetime, zone: ZoneInfo, days: int) -> str | None:
    """The reason why a row gets no reminder at `now` (aware): "" if it has answered, None if it gets one.

    An organisation gets a reminder if it has not answered, or if the day it promised has passed, once `days` days have
    passed since the last email.
    """
    promised = row.signon.state is SignOnState.PROMISED
    if not (row.is_silent or promised):
        return ""
    if row.signer is None or not row.signer.address:
        return "has no contact"
    if row.stopped_at is not None:
        return "asked for no more emails"
    if promised and row.signer.until is not None and now.astimezone(zone).date() <= row.signer.until:
        return f"answers by {row.signer.until.isoformat()}"
    if row.delivery_state in _UNDELIVERED:
        return f"the last email {row.delivery_state}"
    if row.asked_at is None:
        return "was never invited"
    if now - row.asked_at < dt.timedelta(days=days):
        return f"got an email on {row.asked_at.astimezone(zone).date().isoformat()}"
    return None
