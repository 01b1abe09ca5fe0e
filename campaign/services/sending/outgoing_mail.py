"""A delivery on its way through a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from campaign.core.delivery.records import Delivery
from campaign.core.message.envelope import envid
from campaign.core.message.wire import WHOLE, Wire


class Begin(Enum):
    """Whether a delivery is `sending` on disk."""

    NOT_ASKED = "not asked"
    ASKED = "asked"
    HELD = "held"
    REFUSED = "refused"


@dataclass(slots=True, eq=False)
class OutgoingMail:
    """A claimed delivery with its message (`own` is empty while that is not read yet). `ahead` says that its commands
    went out behind another one's body, `awaited` that the server waits for its own, `over` that it has ended."""

    delivery: Delivery
    wire: Wire = WHOLE
    own: Sequence[bytes] = ()
    begin: Begin = Begin.NOT_ASKED
    ahead: bool = False
    awaited: bool = False
    over: bool = False

    def start(self, *, ahead: bool) -> None:
        """It is a line's next one; it may have been another's before."""
        self.begin, self.ahead, self.awaited, self.over = Begin.NOT_ASKED, ahead, False, False

    @property
    def sender(self) -> str:
        return self.delivery.sender

    @property
    def recipient(self) -> str:
        return self.delivery.mail

    @property
    def envid(self) -> str:
        return envid(self.delivery.message_id)

    @property
    def size(self) -> int:
        return self.wire.size(self.own)

    @property
    def body(self) -> list[bytes]:
        return self.wire.body(self.own)
