"""Dates messages with the time at which they are sent, and signs them with that.

Filters take an old Date for a sign of spam, and a wave may be previewed days before it goes. Message-ID and every other
byte stay as they were planned.
"""

import datetime as dt
from collections.abc import Sequence
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from campaign.adapters.dkim import DkimSigner, signer_for
from campaign.adapters.files.folder import Folder
from campaign.core.message import dates
from campaign.core.message.wire import UNSHARED, Wire
from campaign.core.settings import Settings
from campaign.errors import CampaignError


def signer_or_none(folder: Folder, settings: Settings) -> DkimSigner | None:
    """The campaign's signer; None when emails are not signed here, or the key cannot be used now. What was signed then
    keeps its Date and its signature."""
    try:
        return signer_for(folder, settings)
    except CampaignError:
        return None


class MailDating:
    """Dates the messages of one run in the campaign's zone."""

    def __init__(self, zone: ZoneInfo, signer: DkimSigner | None) -> None:
        self._zone = zone
        self._signer = signer
        self._second: int | None = None
        self._date = b""
        self._wires: dict[Wire, Wire | None] = {}

    def apply(self, wire: Wire, own: Sequence[bytes], at: dt.datetime) -> tuple[Wire, Sequence[bytes]]:
        """A message as it is sent at a time (aware). One whose Date cannot be replaced stays as it is."""
        self._turn_to(at)
        signature, top = dates.split_signature(own[0])
        if wire is UNSHARED:
            dated_wire, dated_top = wire, dates.with_date(top, self._date)
        else:
            if wire not in self._wires:
                self._wires[wire] = dates.wire_with_date(wire, self._date)
            dated_wire, dated_top = self._wires[wire] or wire, top if self._wires[wire] else None
        if dated_top is None:
            return wire, own
        dated_own = (dated_top, *own[1:])
        if not signature:
            return dated_wire, dated_own
        renewed = self._signer.renew(signature, dates.head(dated_wire, dated_own)) if self._signer else None
        return (dated_wire, (renewed + dated_top, *own[1:])) if renewed else (wire, own)

    def _turn_to(self, at: dt.datetime) -> None:
        """Wires are kept for the messages of one second."""
        second = int(at.timestamp())
        if second != self._second:
            self._second = second
            self._date = format_datetime(at.astimezone(self._zone).replace(microsecond=0)).encode()
            self._wires.clear()
