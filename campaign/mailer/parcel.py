"""A delivery on its way through a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.delivery.records import Delivery
from campaign.envelope import envid
from campaign.wire import WHOLE, Wire


@dataclass(slots=True, eq=False)
class Parcel:
    """A claimed delivery with its message (`own` is empty while that is not read yet). `ahead` says that its commands
    went out behind another one's body."""

    delivery: Delivery
    wire: Wire = WHOLE
    own: Sequence[bytes] = ()
    ahead: bool = False

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
