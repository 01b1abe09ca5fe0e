"""[sender]: whom the mails come from."""

from dataclasses import dataclass
from typing import ClassVar

from campaign.core.settings import kinds
from campaign.core.settings.key import SettingsTable, key, required_key


@dataclass(frozen=True, slots=True)
class Sender:
    """[sender]: the From line, where answers go, and the signature of the domain."""

    TABLE: ClassVar = SettingsTable("sender", "Whom the mails come from.")

    name: str = required_key(
        kinds.REQUIRED_TEXT, "Name in the From line.", "Anna Berg, Open Coalition", starter="Name of the sender"
    )
    address: str = required_key(
        kinds.EMAIL,
        "Address in the From line; a real mailbox that people read.",
        "anna@coalition.example",
        starter="name@organisation.example",
    )
    reply_to: str = key(
        kinds.OPTIONAL_EMAIL,
        "Where answers go.",
        "office@coalition.example",
        absent="",
        otherwise="the address of the sender",
    )
    """"" where answers go to `address`."""
    dkim_selector: str = key(
        kinds.SELECTOR,
        "Name of the DKIM key that mails are signed with, here or by the mail server.",
        "mail2027",
        absent="",
        otherwise="DKIM is not checked",
    )
    """"" where it is not known."""
    dkim_sign: bool = key(
        kinds.FLAG,
        "Whether mails are signed here, with the key that `campaign doctor --make-dkim` makes. Needs the extra `dkim`.",
        example=True,
        default=False,
        otherwise="the mail server signs",
    )
