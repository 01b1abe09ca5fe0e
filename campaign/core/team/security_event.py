"""Security events: what a coordinator should hear of soon, because an account or the data of people could be misused.

They stand in the record of acts. Those that no act of the team causes have a name here; of the acts, those that export
people or change the team and the settings count.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from campaign.core.team.act_entry import ActEntry
from campaign.core.team.roles import Right

NEW_BROWSER = "new browser"
WRONG_CODES = "wrong codes"
MANY_LINKS = "many links"
MANY_FORMS = "many forms"
WORDS: Mapping[str, str] = {
    NEW_BROWSER: "Signed in with a new browser",
    WRONG_CODES: "Wrong codes to sign in were typed until no try was left",
    MANY_LINKS: "More links to sign in were asked for than one person needs",
    MANY_FORMS: "More sign-on forms came than the emails of a day allow",
}
"""What happened, as the record says it, by the name in the database."""
BY_STRANGERS = frozenset({WRONG_CODES, MANY_LINKS, MANY_FORMS})
"""Those of which nobody knows who caused them."""
RIGHTS = frozenset({Right.EXPORT_PEOPLE, Right.DESK})
"""An act that needs one of these is a security event."""
BUNDLE_AFTER = dt.timedelta(minutes=10)
"""How long events wait for others, so that they go in one email."""


def is_bundle_due(events: Sequence[ActEntry], now: dt.datetime) -> bool:
    """Whether the events, oldest first, are to be emailed now."""
    return bool(events) and now >= events[0].at + BUNDLE_AFTER
