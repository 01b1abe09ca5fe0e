"""A message on its way through a connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from campaign.core.delivery.records import Delivery
from campaign.core.message.envelope import envid
from campaign.core.message.wire import UNSHARED, Wire


class BeginState(Enum):
    """Whether a delivery is recorded as `sending`."""

    NOT_REQUESTED = "not requested"
    REQUESTED = "requested"
    """The write is on its way to disk."""
    GRANTED = "granted"
    """It is `sending` on disk, under the claim of this run."""
    REFUSED = "refused"
    """The mailing was paused or cancelled, or the claim is lost."""


@dataclass(slots=True, eq=False)
class OutgoingMail:
    """A claimed delivery with its message. It is a `Sendable` of `adapters.smtp`."""

    delivery: Delivery
    wire: Wire = UNSHARED
    """The parts that the message shares with others."""
    pieces: Sequence[bytes] = ()
    """The parts that only this message has; empty until they are read."""
    begin: BeginState = BeginState.NOT_REQUESTED
    ahead: bool = False
    """Whether its commands were sent behind another message's body."""
    body_requested: bool = False
    """Whether the server waits for its body."""
    finished: bool = False
    """Whether its outcome is known."""

    def start(self, *, ahead: bool) -> None:
        """Reset it as the next message of a connection. It may have been another connection's before."""
        self.begin, self.ahead, self.body_requested, self.finished = BeginState.NOT_REQUESTED, ahead, False, False

    @property
    def sender(self) -> str:
        return self.delivery.sender

    @property
    def recipient(self) -> str:
        return self.delivery.address

    @property
    def envid(self) -> str:
        return envid(self.delivery.message_id)

    @property
    def size(self) -> int:
        return self.wire.size(self.pieces)

    @property
    def body(self) -> list[bytes]:
        return self.wire.body(self.pieces)
