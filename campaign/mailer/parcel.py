"""A delivery on its way through a line."""

from dataclasses import dataclass

from campaign.delivery.records import Delivery
from campaign.mail import Mail


@dataclass(slots=True, eq=False)
class Parcel:
    """A claimed delivery with its message. `ahead` says that its commands went out behind another one's body."""

    delivery: Delivery
    message: bytes
    ahead: bool = False

    @property
    def sender(self) -> str:
        return self.delivery.sender

    @property
    def recipient(self) -> str:
        return self.delivery.mail

    @property
    def size(self) -> int:
        return len(self.message)

    @property
    def body(self) -> tuple[bytes, ...]:
        return Mail(self.sender, self.recipient, self.message).body
