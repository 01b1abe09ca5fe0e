"""Sign-ons that the coordinator enters: kept with the mail that asks the signer to confirm, in one transaction."""

import datetime as dt

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import Added, notices
from campaign.core.signons import NewSignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed


def enter(db: Database, new: NewSignOn, at: dt.datetime) -> Added:
    """Keep a sign-on that came by mail or on the phone, and owe its signer the link that confirms it.

    Where the address or the organisation has signed, nothing is changed: `fresh` is False then.
    """
    added = signons.add(db, new, Deed.ENTERED, Actor.COORDINATOR, at)
    if added.fresh:
        notices.owe(db, new.letter, added.id, NoticeKind.CONFIRM, at)
    return added
