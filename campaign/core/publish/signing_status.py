"""Whether, when and where a letter can be signed on the web."""

import datetime as dt
from dataclasses import dataclass

from campaign.core.signons.signing_state import SigningState


@dataclass(frozen=True, slots=True)
class SigningStatus:
    """What a site says about signing."""

    form: str = ""
    """The form's address, relative or absolute; "" if there is none. Then the site says nothing about signing."""
    stage: SigningState = SigningState.OPEN
    """Whether signing is open when the site is built."""
    opens_at: dt.datetime | None = None
    """When signing opens, aware; None if it is not set."""
    closes_at: dt.datetime | None = None
    """When signing closes, aware; None if it is not set."""
    individuals: bool = False
    """Whether individuals can sign."""


NO_SIGNING = SigningStatus()
