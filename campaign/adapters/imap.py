"""Reads the mailbox that replies come to, over IMAP. Emails are not even marked as read. All that is ever added are
copies of sent emails, in the folder for those.
"""

import datetime as dt
import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxAppendError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox

from campaign.adapters.certificates import explain_certificate, trusted_certificates
from campaign.adapters.clock import wait_for_stop_in_thread
from campaign.adapters.files.secret_hosts import need_same_host
from campaign.adapters.oauth.client import SignInNeeded
from campaign.adapters.tokens import TokenMissing, access_token, login_hint, oauthbearer, xoauth2
from campaign.core.settings import PLAIN, STARTTLS, ImapTable
from campaign.errors import MailboxError, SettingsError

MAX_BYTES = 10_000_000
_SECONDS = 60.0
# Servers may end IDLE after half an hour, and routers drop silent connections sooner.
_IDLE_SECONDS = 9 * 60
_POLL_SECONDS = 60
_SLICE_SECONDS = 0.5
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
# Folders of sent and archived emails: by their flags (RFC 6154), else by their usual names.
_SENT_FLAGS = frozenset({"\\sent", "\\archive", "\\all"})
_SENT_NAMES = re.compile(
    r"(?i)(.*[./])?(sent([- ](items|mail|messages))?|gesendete? ?(objekte|elemente)?|envoy[ée]s|archive?s?|all mail)"
)
_ARCHIVE_NAMES = re.compile(r"(?i)(archives?|all mail)$")

_FAILURES = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError)
_HINT = "check [imap] in campaign.toml and CAMPAIGN_IMAP_PASSWORD in .env"


class LoginRefused(MailboxError):
    """The server refused the password. Trying again might lock the account."""


class Inbox:
    """An open folder of the mailbox. `uidvalidity` changes when the server renumbers its emails (RFC 3501)."""

    def __init__(self, box: BaseMailBox, folder: str) -> None:
        self._box = box
        self.folder = folder
        self.uidvalidity = int(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        box.folder.set(folder, readonly=True)

    def uids(self, after: int, since: dt.date) -> list[int]:
        """The UIDs above `after` of emails that arrived on the day `since` or later, in order."""
        numbers = self._box.uids(f"UID {after + 1}:* SINCE {_imap_date(since)}", None)
        return sorted(number for number in map(int, numbers) if number > after)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size in bytes of each email that still exists, by UID."""
        lines = (item for item in self._fetch(uids, "RFC822.SIZE") if isinstance(item, bytes))
        pairs = ((_UID.search(line), _SIZE.search(line)) for line in lines)
        return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}

    def mails(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The bytes of each email that still exists, by UID; at most ten million of each."""
        answer = self._fetch(uids, f"BODY.PEEK[]<0.{MAX_BYTES}>")
        mails: dict[int, bytes] = {}
        for at, item in enumerate(answer):
            if isinstance(item, tuple):  # (text before the bytes, bytes); the UID may also follow the bytes
                following = answer[at + 1] if at + 1 < len(answer) else b""
                uid = _UID.search(item[0]) or (_UID.search(following) if isinstance(following, bytes) else None)
                if uid:
                    mails[int(uid[1])] = item[1]
        return mails

    def uids_about(self, message_id: str, since: dt.date) -> list[int]:
        """The UIDs of emails that have this Message-ID or mention it, and arrived on the day `since` or later."""
        bare = _bare(message_id)
        uids: set[int] = set()
        for where in ("HEADER Message-ID", "HEADER In-Reply-To", "HEADER References", "BODY"):
            uids |= set(map(int, self._box.uids(f'{where} "{bare}" SINCE {_imap_date(since)}', None)))
        return sorted(uids)

    def wait(self, stopping: Callable[[], bool]) -> None:
        """Wait until an email may have come in, for some minutes at most, or until `stopping` returns True."""
        if b"IDLE" not in b" ".join(self._box.client.capability()[1]).split():
            wait_for_stop_in_thread(stopping, _POLL_SECONDS)
            return
        self._box.idle.start()
        until = time.monotonic() + (0 if _has_new_mail(self._box) else _IDLE_SECONDS)
        while not stopping() and time.monotonic() < until:
            start = time.monotonic()
            # An empty answer that comes too early means that the connection ended. The next command will raise that.
            if self._box.idle.poll(_SLICE_SECONDS) or time.monotonic() - start < _SLICE_SECONDS / 2:
                break
        self._box.idle.stop()

    def _fetch(self, uids: Sequence[int], what: str) -> list[bytes | tuple[bytes, bytes]]:
        if not uids:
            return []
        verdict, answer = self._box.client.uid("fetch", ",".join(map(str, uids)), f"(UID {what})")
        if verdict != "OK":
            raise imaplib.IMAP4.error(f"FETCH: {answer!r:.200}")
        return [item for item in answer if item is not None]


def _has_new_mail(box: BaseMailBox) -> bool:
    """Whether the server announced a new email together with its answer to IDLE, as for one that came in since the last
    search. The announcement is then in imaplib's buffer, where polling the socket does not find it."""
    socket = box.client.sock
    before = socket.gettimeout()
    socket.settimeout(0)
    try:
        while line := box.client._get_line():  # as imap-tools does while it waits
            if b"EXISTS" in line:
                return True
    except imaplib.IMAP4.abort as error:
        if "EOF" not in str(error):  # "EOF" also means that there is nothing yet; the poll notices a real end
            raise
    except OSError:  # there is nothing yet
        pass
    finally:
        socket.settimeout(before)
    return False


def _imap_date(day: dt.date) -> str:
    """A day in the format of IMAP, independent of the locale."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


@contextmanager
def open_inbox(settings: ImapTable) -> Iterator[Inbox]:
    """Open the folder named in [imap] for reading. Raises MailboxError, also for errors within the block."""
    with _open_mailbox(settings) as box:
        yield Inbox(box, settings.folder)


@contextmanager
def open_inboxes(settings: ImapTable) -> Iterator[Iterator[Inbox]]:
    """Yields the folder named in [imap], then each folder that may hold sent emails, opened one at a time. Raises
    MailboxError, also for errors within the block."""
    with _open_mailbox(settings) as box:
        listed = box.folder.list()
        with_sent_mails = [
            folder.name
            for folder in listed
            if _may_hold_sent_mails({flag.lower() for flag in folder.flags}, folder.name)
        ]
        yield _open_in_turn(box, settings.folder, with_sent_mails)


def _open_in_turn(box: BaseMailBox, first: str, others: Sequence[str]) -> Iterator[Inbox]:
    yield Inbox(box, first)
    for folder in dict.fromkeys(others):
        with suppress(ImapToolsError):  # a folder that is listed but cannot be opened
            if folder != first:
                yield Inbox(box, folder)


class SentFolder:
    """The folder of sent emails, to which copies are added."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        self.name = _sent_folder_name(box)
        box.folder.set(self.name, readonly=True)

    def holds(self, message_id: str) -> bool:
        """Whether an email with this Message-ID is in the folder."""
        return bool(self._box.uids(f'HEADER Message-ID "{_bare(message_id)}"', None))

    def put(self, message: bytes, sent_at: dt.datetime) -> bool:
        """Add an email, marked as read, with the time at which it was sent. Returns False if the server refuses it."""
        try:
            self._box.append(message, self.name, sent_at, ["\\Seen"])
        except MailboxAppendError:
            return False
        return True


@contextmanager
def open_sent_folder(settings: ImapTable) -> Iterator[SentFolder]:
    """Open the mailbox's folder of sent emails. Raises MailboxError, also for errors within the block."""
    with _open_mailbox(settings) as box:
        yield SentFolder(box)


def _sent_folder_name(box: BaseMailBox) -> str:
    """The folder that the server marks as that of sent emails (RFC 6154), else the first with a usual name."""
    usual: list[str] = []
    for folder in box.folder.list():
        flags = {flag.lower() for flag in folder.flags}
        if "\\noselect" in flags:
            continue
        if "\\sent" in flags:
            return folder.name
        if _SENT_NAMES.fullmatch(folder.name) and not _ARCHIVE_NAMES.search(folder.name):
            usual.append(folder.name)
    if not usual:
        raise MailboxError("the mailbox has no folder for sent emails", fix="create one with the name Sent")
    return usual[0]


def _bare(message_id: str) -> str:
    """A Message-ID as text within a search."""
    return message_id.strip("<>").replace("\\", "").replace('"', "")


def _may_hold_sent_mails(flags: set[str], name: str) -> bool:
    return "\\noselect" not in flags and bool(flags & _SENT_FLAGS or _SENT_NAMES.fullmatch(name))


@contextmanager
def _open_mailbox(settings: ImapTable) -> Iterator[BaseMailBox]:
    box: BaseMailBox | None = None
    try:
        box = _connect(settings)
        _log_in(box, settings)
        yield box
    except MailboxLoginError as error:
        raise LoginRefused(_describe(settings, error), fix=_HINT) from error
    except SignInNeeded as error:
        raise LoginRefused(error.message, fix=error.fix) from error
    except TokenMissing as error:
        raise MailboxError(_describe(settings, error), fix=error.fix) from error
    except SettingsError as error:
        raise MailboxError(error.message, fix=error.fix) from error
    except ssl.SSLCertVerificationError as error:
        server_name = f"{settings.host}:{settings.port}"
        text, fix = explain_certificate(server_name, error.verify_message, "imap")
        raise MailboxError(text, fix=fix) from error
    except _FAILURES as error:
        hint = f"check host in [imap] in campaign.toml, {login_hint(settings)}" if settings.uses_token else _HINT
        raise MailboxError(_describe(settings, error), fix=hint) from error
    finally:
        if box is not None:
            with suppress(*_FAILURES):
                box.logout()


def _describe(settings: ImapTable, error: Exception) -> str:
    return f"{settings.host}:{settings.port}: the mailbox cannot be read ({type(error).__name__}: {str(error)[:200]})"


def _connect(settings: ImapTable) -> BaseMailBox:
    """Connect. The TLS context is set explicitly, because imaplib by default accepts every certificate."""
    if settings.security == PLAIN:
        return MailBoxUnencrypted(settings.host, settings.port, timeout=_SECONDS)
    trusted = trusted_certificates(settings)
    if settings.security == STARTTLS:
        return MailBoxStartTls(settings.host, settings.port, timeout=_SECONDS, ssl_context=trusted)
    return MailBox(settings.host, settings.port, timeout=_SECONDS, ssl_context=trusted)


def _log_in(box: BaseMailBox, settings: ImapTable) -> None:
    """Log in with a token or the password. LOGIN accepts only ASCII, so other passwords are sent with SASL."""
    need_same_host(settings)
    if settings.uses_token:
        _log_in_by_token(box, settings)
        return
    plain = (settings.username + settings.password).isascii()
    (box.login if plain else box.login_utf8)(settings.username, settings.password, initial_folder=None)


def _log_in_by_token(box: BaseMailBox, settings: ImapTable) -> None:
    """A refusal comes as a question, which is answered by nothing, or by one byte (RFC 7628 section 3.2.3)."""
    offers = {str(name).upper() for name in box.client.capabilities}
    username, token = settings.username, access_token(settings)
    if "AUTH=OAUTHBEARER" in offers and "AUTH=XOAUTH2" not in offers:
        responses = iter((oauthbearer(username, token, settings.host, settings.port), b"\x01"))
        box.client.authenticate("OAUTHBEARER", lambda _: next(responses, b""))
    else:
        responses = iter((xoauth2(username, token), b""))
        box.client.authenticate("XOAUTH2", lambda _: next(responses, b""))
