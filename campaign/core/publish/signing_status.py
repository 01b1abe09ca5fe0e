"""Whether and where a letter can be signed."""

import datetime as dt
from dataclasses import dataclass

from campaign.core.signons.signing_state import SigningState


@dataclass(frozen=True, slots=True)
class SigningStatus:
    """What a site says of signing."""

    form: str = ""
    """The form's address, relative to the site or whole; "" where the site leads to none: then nothing is said."""
    stage: SigningState = SigningState.OPEN
    """How signing stands when the site is made."""
    opens_at: dt.datetime | None = None
    """Aware; None where nobody set it."""
    closes_at: dt.datetime | None = None
    """Aware; None where nobody set it."""
    individuals: bool = False
    """Whether people may sign in their own names."""


NO_SIGNING = SigningStatus()
