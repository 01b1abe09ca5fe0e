"""The coordinator's board: where each organisation stands, since when, and who is to be reminded. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.core.signatories import SignOnState
from campaign.core.signons.record import RecordEvent
from campaign.core.signons.signon import Signer, SignOn
from campaign.core.signons.states import SILENT

# What the board is sorted by: first what waits for the coordinator, then for the signer, then what is done.
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
    SignOnState.INVITED: "asked, has not opened the page",
    SignOnState.OPENED: "has opened the page, has not answered",
    SignOnState.PROMISED: "answers by a day",
    SignOnState.PENDING: "signed, has not confirmed the mail address",
    SignOnState.CONFIRMED: "waits for your approval: campaign signatory review",
    SignOnState.LISTED: "stands under the letter",
    SignOnState.DECLINED: "does not sign",
    SignOnState.REFUSED: "not taken by you",
    SignOnState.WITHDRAWN: "signed, and took it back",
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


# In the ledger's words: a mail that cannot have been read.
_UNDELIVERED = frozenset({"failed", "bounced"})


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One organisation. `times` holds the newest time of each deed on record; `mail` is how the newest invitation or
    reminder stands in the ledger, "" where none was made. `stopped_at` is set where the signer asked not to be written
    to."""

    signon: SignOn
    signer: Signer | None
    times: Mapping[RecordEvent, dt.datetime]
    delivery_state: str = ""
    stopped_at: dt.datetime | None = None

    @property
    def asked_at(self) -> dt.datetime | None:
        """When it was last written to: invited or reminded."""
        return self._last(RecordEvent.INVITED, RecordEvent.REMINDED)

    @property
    def since(self) -> dt.datetime:
        """When it came to where it stands."""
        return (
            self._last(*_EVENTS_INTO[self.signon.state]) or self._last(RecordEvent.IMPORTED) or self.signon.created_at
        )

    @property
    def is_silent(self) -> bool:
        """Whether it was asked and has said nothing."""
        return self.signon.state in SILENT

    def _last(self, *deeds: RecordEvent) -> dt.datetime | None:
        return max((self.times[deed] for deed in deeds if deed in self.times), default=None)


def ledger_name(signon: int) -> str:
    """What the ledger calls the holder of a sign-on."""
    return f"signon-{signon}"


def sort_rows(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """The board's rows by state, within one by how long they have stood there."""
    return tuple(sorted(rows, key=lambda row: (ORDER.index(row.signon.state), row.since)))


def count_by_state(rows: Iterable[BoardRow]) -> dict[SignOnState, int]:
    """How many stand in each state, in the board's order; states with none are left out."""
    states = [row.signon.state for row in rows]
    return {state: states.count(state) for state in ORDER if state in states}


def remark(row: BoardRow, zone: ZoneInfo) -> str:
    """What else there is to know: a promised day, a mail that is lost, when it was last written to, that it must not be
    again. Days are those of `zone`."""
    remarks = ["asked not to be written to"] if row.stopped_at else []
    if row.signon.state is SignOnState.PROMISED and row.signer and row.signer.until:
        remarks.append(f"until {row.signer.until.isoformat()}")
    if row.is_silent and row.asked_at:
        remarks.append(f"written to {row.asked_at.astimezone(zone):%Y-%m-%d}")
    if row.delivery_state not in ("", "sent"):
        remarks.append(f"mail {row.delivery_state}")
    return ", ".join(remarks)


def why_no_reminder(row: BoardRow, now: dt.datetime, zone: ZoneInfo, days: int) -> str | None:
    """Why a row gets no reminder at `now` (aware): "" where the reason is that it has answered, None where it gets one.

    Reminded are the silent, and those whose promised day has passed, when `days` lie behind the last mail.
    """
    promised = row.signon.state is SignOnState.PROMISED
    if not (row.is_silent or promised):
        return ""
    if row.signer is None or not row.signer.address:
        return "no contact is known"
    if row.stopped_at is not None:
        return "asked not to be written to"
    if promised and row.signer.until is not None and now.astimezone(zone).date() <= row.signer.until:
        return f"answers by {row.signer.until.isoformat()}"
    if row.delivery_state in _UNDELIVERED:
        return f"the last mail {row.delivery_state}"
    if row.asked_at is None:
        return "was never invited"
    if now - row.asked_at < dt.timedelta(days=days):
        return f"written to on {row.asked_at.astimezone(zone).date().isoformat()}"
    return None
