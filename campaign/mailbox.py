"""The mailbox that answers come to, read over IMAP. Nothing in it is changed: mails are not even marked as read."""

import datetime as dt
import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from campaign.errors import MailboxError
from campaign.settings import PLAIN, STARTTLS, ImapTable

MOST_BYTES = 10_000_000
_SECONDS = 60.0


class Inbox:
    """An open folder. `uidvalidity` changes when the server numbers its mails anew."""

    def __init__(self, box: BaseMailBox, folder: str) -> None:
        self._box = box
        self.uidvalidity = int(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        box.folder.set(folder, readonly=True)

    def uids(self, after: int, since: dt.date) -> list[int]:
        """The mails with a number above `after` that arrived since a day, in order."""
        found = self._box.uids(f"UID {after + 1}:* SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}", None)
        return sorted(number for number in map(int, found) if number > after)

    def mail(self, uid: int) -> bytes:
        """A mail's bytes, at most ten million; empty when it is gone."""
        _, answer = self._box.client.uid("fetch", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((each[1] for each in answer if isinstance(each, tuple)), b"")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@contextmanager
def opened(settings: ImapTable) -> Iterator[Inbox]:
    """The folder that [imap] names, open for reading. Raises MailboxError, also for what goes wrong meanwhile."""
    box: BaseMailBox | None = None
    try:
        box = _connected(settings)
        box.login(settings.username, settings.password, initial_folder=None)
        yield Inbox(box, settings.folder)
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError) as error:
        place = f"{settings.host}:{settings.port}"
        raise MailboxError(
            f"{place}: the mailbox cannot be read ({type(error).__name__}: {str(error)[:200]})",
            hint="look at [imap] in campaign.toml and CAMPAIGN_IMAP_PASSWORD in .env",
        ) from error
    finally:
        if box is not None:
            with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
                box.logout()


def _connected(settings: ImapTable) -> BaseMailBox:
    if settings.security == PLAIN:
        return MailBoxUnencrypted(settings.host, settings.port, timeout=_SECONDS)
    if settings.security == STARTTLS:
        return MailBoxStartTls(settings.host, settings.port, timeout=_SECONDS)
    return MailBox(settings.host, settings.port, timeout=_SECONDS)
