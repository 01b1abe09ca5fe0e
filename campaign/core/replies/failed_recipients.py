"""Finds the recipients of a bounce that names them only in words."""

import re
from collections.abc import Iterable

from campaign.core.languages.fold import fold
from campaign.core.replies.bounce_words import REFUSED
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.identifiers import addresses_in

_HELPERS = re.compile(r"(?i)(postmaster|mailer-?daemon|abuse|help-?desk|support|no-?reply)@.*")
_CODE = re.compile(r"(?<![\d.])[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")
_MAX_ADDRESSES = 20
# How far from the refusal an address stands that it is about, in characters.
_NEAR = 100


def failed_recipients(mail: MailFacts, words: str) -> tuple[str, ...]:
    """The addresses that a bounce may be about, the likeliest first.

    First come those in its headers, then those in its words, by their distance from the refusal. The sender of the
    bounce, our own address and contact addresses such as postmaster are left out.
    """
    flat = " ".join(words.casefold().split())
    refusal = REFUSED.search(fold(flat)) or _CODE.search(flat)
    at = (refusal.start() + refusal.end()) // 2 if refusal else 0
    in_header = addresses_in(mail.header("x-failed-recipients"))
    in_words = sorted(addresses_in(flat)[:_MAX_ADDRESSES], key=lambda address: abs(flat.find(address) - at))
    return _without_helpers(mail, (*in_header, *in_words))


def recipients_beside_refusal(mail: MailFacts, words: str) -> tuple[str, ...]:
    """The addresses in some words that stand beside a refusal, so that a person hardly wrote both."""
    flat = " ".join(words.casefold().split())
    folded = fold(flat)
    return _without_helpers(
        mail,
        (
            address
            for refusal in REFUSED.finditer(folded)
            for address in addresses_in(folded[max(0, refusal.start() - _NEAR) : refusal.end() + _NEAR])
        ),
    )


def _without_helpers(mail: MailFacts, addresses: Iterable[str]) -> tuple[str, ...]:
    """Without duplicates, the sender of the bounce, our own address, and contact addresses."""
    excluded = {mail.sender, *addresses_in(mail.header("to"))}
    candidates = dict.fromkeys(address.removeprefix("smtp=") for address in addresses)
    return tuple(address for address in candidates if address not in excluded and not _HELPERS.fullmatch(address))
