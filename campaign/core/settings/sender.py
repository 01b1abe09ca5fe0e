"""Whom the mails come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """`name` and `address` of the From line; replies go to `reply_to`, or to the address when it is empty."""

    name: str
    address: str
    reply_to: str = ""
