"""The privacy notice for signers, made from the settings: complete, or the form stays closed."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A placeholder that nobody has filled in: "[link to the policy]", "TODO", "XXX", "...".
_PLACEHOLDER = re.compile(r"\[[^\[\]]*\]|<[^<>]*>|\{\{|\bTODO\b|\bTBD\b|\bXX+\b|\.\.\.|…|YYYY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a signer must know about his or her data."""

    controller: str
    """Who is responsible for the data."""
    contact: str
    """Where to write about it."""
    delete_on: dt.date
    """The day by which the data is deleted, in the campaign's zone."""


def consent_gaps(consent: Consent) -> Iterator[str]:
    """Yield one sentence for each part that is empty or still a placeholder. The form stays closed while there is
    one."""
    for name, text in (("controller", consent.controller), ("contact", consent.contact)):
        if not text.strip():
            yield f"{name} in [privacy] is empty"
        elif _PLACEHOLDER.search(text):
            yield f"{name} in [privacy] still holds a placeholder: {text}"
