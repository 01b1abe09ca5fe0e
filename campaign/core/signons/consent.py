"""What those who sign are told of their data: made from the settings, whole or not at all."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

# What a template left behind, or a person meant to fill in later: "[link to the policy]", "TODO", "XXX", "...".
_PLACEHOLDER = re.compile(r"\[[^\]]*\]|<[^>]*>|\{\{|\bTODO\b|\bTBD\b|\bXX+\b|\.\.\.|…|YYYY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Consent:
    """Who answers for the data, where one writes, and the day by which it is deleted, in the campaign's zone."""

    controller: str
    contact: str
    delete_on: dt.date


def consent_gaps(consent: Consent) -> Iterator[str]:
    """What keeps the page shut: one sentence for each part that is empty or was never filled in."""
    for name, text in (("controller", consent.controller), ("contact", consent.contact)):
        if not text.strip():
            yield f"{name} in [privacy] is empty"
        elif _PLACEHOLDER.search(text):
            yield f"{name} in [privacy] was never filled in: {text}"
