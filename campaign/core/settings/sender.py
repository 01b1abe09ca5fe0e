"""[sender]: who the emails come from."""

from dataclasses import dataclass
from typing import ClassVar

from campaign.core.settings import kinds
from campaign.core.settings.key import SettingsTable, key, required_key


@dataclass(frozen=True, slots=True)
class Sender:
    """[sender]: the From and Reply-To headers, and the DKIM signature."""

    TABLE: ClassVar = SettingsTable("sender", "Who the emails come from.")

    name: str = required_key(
        kinds.REQUIRED_TEXT, "The name in the From line.", "Anna Berg, Open Coalition", starter="Name of the sender"
    )
    address: str = required_key(
        kinds.EMAIL,
        "The email address in the From line. It must be a mailbox that people read.",
        "anna@coalition.example",
        starter="name@organisation.example",
    )
    reply_to: str = key(
        kinds.OPTIONAL_EMAIL,
        "The email address for replies.",
        "office@coalition.example",
        absent="",
        otherwise="the address of the sender",
    )
    """"" if replies go to `address`."""
    dkim_selector: str = key(
        kinds.SELECTOR,
        "The selector of the DKIM key that signs the emails, here or on the mail server.",
        "mail2027",
        absent="",
        otherwise="DKIM is not checked",
    )
    """"" if it is not known."""
    dkim_sign: bool = key(
        kinds.FLAG,
        "Whether the program signs emails, with the key of `campaign doctor --make-dkim`. Needs the extra `dkim`.",
        example=True,
        default=False,
        otherwise="the mail server signs",
    )
    signature: str = key(
        kinds.TEXT,
        "The signature block below each email to an addressee: name, role, phone. A | begins a new line.",
        "Anna Berg | Policy officer, Open Coalition | +32 2 555 01 23",
        absent="",
        otherwise="no signature block",
    )
    """Read `signature_lines` instead; "" for none."""

    @property
    def signature_lines(self) -> tuple[str, ...]:
        """The lines of the signature block; empty for none."""
        return tuple(line.strip() for line in self.signature.split("|") if line.strip())
