"""A delivery on its way through a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from campaign.core.delivery.records import Delivery
from campaign.core.message.envelope import envid
from campaign.core.message.wire import UNSHARED, Wire


class BeginState(Enum):
    """Whether a delivery is `sending` on disk."""

    NOT_REQUESTED = "not asked"
    REQUESTED = "asked"
    GRANTED = "held"
    REFUSED = "refused"


@dataclass(slots=True, eq=False)
class OutgoingMail:
    """A claimed delivery with its message (`own` is empty while that is not read yet). `ahead` says that its commands
    went out behind another one's body, `awaited` that the server waits for its own, `over` that it has ended."""

    delivery: Delivery
    wire: Wire = UNSHARED
    pieces: Sequence[bytes] = ()
    begin: BeginState = BeginState.NOT_REQUESTED
    ahead: bool = False
    body_requested: bool = False
    finished: bool = False

    def start(self, *, ahead: bool) -> None:
        """It is a line's next one; it may have been another's before."""
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
