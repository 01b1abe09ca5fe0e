"""Finds the recipients of a bounce that names them only in words."""

import re

from campaign.core.languages.fold import fold
from campaign.core.replies.bounce_words import REFUSED
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.identifiers import addresses_in

_HELPERS = re.compile(r"(?i)(postmaster|mailer-?daemon|abuse|help-?desk|support|no-?reply)@.*")
_CODE = re.compile(r"(?<![\d.])[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")
_MAX_ADDRESSES = 20


def failed_recipients(mail: MailFacts, words: str) -> tuple[str, ...]:
    """The addresses that a bounce may be about, the likeliest first.

    First come those in its headers, then those in its words, by their distance from the refusal. The sender of the
    bounce, our own address and contact addresses such as postmaster are left out.
    """
    excluded = {mail.sender, *addresses_in(mail.header("to"))}
    flat = " ".join(words.casefold().split())
    refusal = REFUSED.search(fold(flat)) or _CODE.search(flat)
    at = (refusal.start() + refusal.end()) // 2 if refusal else 0
    in_header = addresses_in(mail.header("x-failed-recipients"))
    in_words = sorted(addresses_in(flat)[:_MAX_ADDRESSES], key=lambda address: abs(flat.find(address) - at))
    candidates = (address.removeprefix("smtp=") for address in (*in_header, *in_words))
    return tuple(
        address for address in dict.fromkeys(candidates) if address not in excluded and not _HELPERS.fullmatch(address)
    )
