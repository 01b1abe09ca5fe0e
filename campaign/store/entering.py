"""Sign-ons that the coordinator enters: kept with the mail that asks the signer to confirm, in one transaction."""

import datetime as dt

from campaign.signons import NewSignOn
from campaign.signons.notice import NoticeKind
from campaign.signons.record import Actor, Deed
from campaign.store import notices, signons
from campaign.store.database import Database
from campaign.store.signons import Added


def enter(db: Database, new: NewSignOn, at: dt.datetime) -> Added:
    """Keep a sign-on that came by mail or on the phone, and owe its signer the link that confirms it.

    Where the address or the organisation has signed, nothing is changed: `fresh` is False then.
    """
    added = signons.add(db, new, Deed.ENTERED, Actor.COORDINATOR, at)
    if added.fresh:
        notices.owe(db, new.letter, added.id, NoticeKind.CONFIRM, at)
    return added
