"""To whom a mail did not get, in a notice that tells it in words only."""

import re

from campaign.core.languages.fold import fold
from campaign.core.replies.bounce_words import REFUSED
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.identifiers import addresses

_HELPERS = re.compile(r"(?i)(postmaster|mailer-?daemon|abuse|help-?desk|support|no-?reply)@.*")
_CODE = re.compile(r"(?<![\d.])[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")
_MOST = 20


def undelivered(mail: MailFacts, words: str) -> tuple[str, ...]:
    """The addresses that a notice may mean, the likeliest first: those that it names in a header, then those in its
    words by how near they stand to the refusal. Its own, ours and those that one is told to ask are none."""
    strangers = {mail.sender, *addresses(mail.header("to"))}
    flat = " ".join(words.casefold().split())
    refusal = REFUSED.search(fold(flat)) or _CODE.search(flat)
    at = (refusal.start() + refusal.end()) // 2 if refusal else 0
    named = addresses(mail.header("x-failed-recipients"))
    told = sorted(addresses(flat)[:_MOST], key=lambda each: abs(flat.find(each) - at))
    found = (each.removeprefix("smtp=") for each in (*named, *told))
    return tuple(each for each in dict.fromkeys(found) if each not in strangers and not _HELPERS.fullmatch(each))
