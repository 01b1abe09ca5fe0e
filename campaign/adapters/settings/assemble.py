"""From what was written to Settings: each value read by its kind, then what must hold between them."""

import datetime as dt
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.adapters.settings.environment import Given
from campaign.adapters.settings.keys import DATABASE, IMAP_PASSWORD, KEYS, PASSWORD, VARIABLES, Key
from campaign.adapters.settings.lines import KeyPath, line_of
from campaign.core.settings import (
    PLAIN,
    STARTTLS,
    TLS,
    CampaignTable,
    ImapTable,
    InvitingTable,
    PrivacyTable,
    Rules,
    Sender,
    Settings,
    SigningTable,
    SmtpTable,
    WebTable,
)
from campaign.core.settings.values import Unfit, shown
from campaign.core.settings.zones import SHOWN, instant
from campaign.core.timetable import SIGN_ON_CLOSES, Date, Lead, Step, Timetable
from campaign.errors import Problem

DEFAULT_PORTS: Mapping[str, int] = {STARTTLS: 587, TLS: 465, PLAIN: 25}
# Keys of [sending] that are taken over as they are read.
_PLAIN_RULES = (
    "weekdays",
    "per_minute",
    "per_hour",
    "jitter",
    "per_day",
    "per_day_by_domain",
    "connections",
    "attempts",
    "stop_after",
    "timeout_seconds",
)
_KEYS = {(key.table, key.name): key for key in KEYS}
_INSTEAD = {variable.key: variable.name for variable in VARIABLES if variable.key}


@dataclass(slots=True)
class Reading:
    """The document, where its keys stand, the variables, and the problems found so far."""

    document: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    variables: Mapping[str, Given]
    problems: list[Problem]

    def given(self, key: Key) -> Given | None:
        """The value as it was written, None where it was not. A variable wins over campaign.toml."""
        instead = _INSTEAD.get(key.name, "") if key.table == "smtp" else ""
        if instead in self.variables:
            return self.variables[instead]
        table = self.document.get(key.table)
        if not isinstance(table, dict) or key.name not in table:
            return None
        return Given(table[key.name], key.name, SETTINGS_FILE, line_of(self.lines, (key.table, key.name)))

    def value(self, table: str, name: str) -> Any:
        """A key's value, or its default; None where there is neither, or where it is wrong (and now named)."""
        key = _KEYS[table, name]
        given = self.given(key)
        if given is not None:
            return self._fitting(key, given)
        if key.needed:
            self._missing(key)
        return None if key.default is None else key.kind.read(key.default)

    def is_written(self, table: str, name: str) -> bool:
        return self.given(_KEYS[table, name]) is not None

    def instant(self, table: str, name: str, zone: ZoneInfo | None) -> dt.datetime | None:
        """A key's local time in UTC; None where it is missing or wrong, or where the zone is."""
        return self.in_utc(table, name, self.value(table, name), zone)

    def in_utc(self, table: str, name: str, local: dt.datetime | None, zone: ZoneInfo | None) -> dt.datetime | None:
        """A local time that a key stands for in UTC; None as above."""
        if local is None or zone is None:
            return None
        try:
            return instant(local, zone)
        except Unfit as unfit:
            self.wrong(table, name, f"{name} is {local.strftime(SHOWN)}", unfit.mend)
            return None

    def wrong(self, table: str, name: str, what: str, mend: str) -> None:
        """Name what is wrong where the key was written, or where its table is."""
        given = self.given(_KEYS[table, name])
        path, line = (given.path, given.line) if given else (SETTINGS_FILE, line_of(self.lines, (table,)))
        self.problems.append(Problem(path, line, what, mend))

    def _fitting(self, key: Key, given: Given) -> Any:
        try:
            return key.kind.read(_number_in(given) if key.name == "port" else given.raw)
        except Unfit as unfit:
            if key.starter and given.raw == key.starter:
                what, mend = f"{given.label} is not filled in yet", f"write {_example(key)}"
            else:
                what = f"{given.label} is {shown(given.raw)}"
                mend = unfit.mend or f"write {key.kind.expected}, for instance {shown(key.example)}"
            self.problems.append(Problem(given.path, given.line, what, mend))
            return None

    def _missing(self, key: Key) -> None:
        line = line_of(self.lines, (key.table,))
        self.problems.append(
            Problem(SETTINGS_FILE, line, f"{key.name} is missing in [{key.table}]", f"add {_example(key)}")
        )


def assembled(reading: Reading) -> Settings | None:
    """The settings; None when something needed is missing or wrong. Problems are added to the reading's."""
    campaign = _campaign(reading)
    sender = _sender(reading)
    deadline_at = campaign.deadline_at if campaign else None
    sending = _sending(reading, campaign.zone if campaign else None, deadline_at)
    smtp = _smtp(reading)
    selector = reading.value("sender", "dkim_selector")
    dkim_sign = _dkim_sign(reading, selector)
    attach = reading.value("sending", "attach_pdf")
    imap = _imap(reading)
    privacy = _privacy(reading)
    signing = _signing(reading, campaign)
    timetable = _timetable(reading, campaign, signing.closes_at, holidays=sending.holidays)
    inviting = _inviting(reading, signing.closes_at or (campaign.deadline_at if campaign else None), campaign)
    web = WebTable(**{name: reading.value("web", name) for name in ("frame_ancestors", "client_header")})
    database = _database(reading)
    if campaign is None or sender is None or reading.problems:
        return None
    return Settings(
        campaign,
        sender,
        sending,
        smtp,
        selector,
        attach,
        imap,
        privacy,
        database,
        web=web,
        signing=signing,
        timetable=timetable,
        inviting=inviting,
        dkim_sign=dkim_sign,
        rspamd=reading.value("sending", "rspamd") or "",
    )


def _dkim_sign(reading: Reading, selector: str | None) -> bool:
    signs = bool(reading.value("sender", "dkim_sign"))
    if signs and selector == "":
        mend = f"add {_example(_KEYS['sender', 'dkim_selector'])}"
        reading.wrong("sender", "dkim_sign", "dkim_sign is true, and no dkim_selector names the key", mend)
    return signs


def _campaign(reading: Reading) -> CampaignTable | None:
    zone = reading.value("campaign", "zone")
    vote_at = reading.instant("campaign", "vote", zone)
    deadline_at = reading.instant("campaign", "deadline", zone) or vote_at
    plain = {
        name: reading.value("campaign", name)
        for name in ("name", "letter", "honorific_style", "minimum_signatories", "max_words", "public_url")
    }
    if vote_at is None or deadline_at is None:
        return None
    if deadline_at > vote_at:
        vote = vote_at.astimezone(zone).strftime(SHOWN)
        mend = "write a time before it, or leave deadline out"
        reading.wrong("campaign", "deadline", f"deadline is after the vote ({vote})", mend)
    return CampaignTable(vote_at=vote_at, deadline_at=deadline_at, zone=zone, **plain)


def _sender(reading: Reading) -> Sender | None:
    found = {name: reading.value("sender", name) for name in ("name", "address", "reply_to")}
    return Sender(**found) if None not in found.values() else None


def _database(reading: Reading) -> str:
    """The variable wins: it may hold a password."""
    if DATABASE in reading.variables:
        given = reading.variables[DATABASE]
        if str(given.raw).startswith(("postgresql://", "postgres://")):
            return str(given.raw)
        mend = "write postgresql://user:password@host/name"
        reading.problems.append(Problem(given.path, given.line, f"{DATABASE} is no address of a database", mend))
    return reading.value("store", "database") or ""


def _privacy(reading: Reading) -> PrivacyTable:
    return PrivacyTable(
        **{name: reading.value("privacy", name) for name in ("controller", "contact", "retention_days")}
    )


def _sending(reading: Reading, zone: ZoneInfo | None, deadline_at: dt.datetime | None) -> Rules:
    not_before_at = reading.instant("sending", "not_before", zone)
    if not_before_at and deadline_at and not_before_at >= deadline_at:
        mend = "write a time before the deadline, or leave not_before out"
        reading.wrong("sending", "not_before", "not_before leaves no time until the deadline", mend)
    window_start, window_end = reading.value("sending", "window") or (dt.time(), dt.time())
    plain = {name: reading.value("sending", name) for name in _PLAIN_RULES}
    return Rules(
        not_before_at=not_before_at,
        window_start=window_start,
        window_end=window_end,
        by_addressee=reading.value("sending", "window_zone") != "campaign",
        holidays=reading.value("sending", "holidays") == "eu",
        **plain,
    )


def _timetable(
    reading: Reading, campaign: CampaignTable | None, closes_at: dt.datetime | None, *, holidays: bool
) -> Timetable:
    """The dates, counted back from the day of the vote where they are not told; [signing] says when sign-on closes."""
    if campaign is None:
        return Timetable()
    day = campaign.vote_at.astimezone(campaign.zone).date()
    usual = SIGN_ON_CLOSES.before(day, holidays=holidays).replace(tzinfo=campaign.zone).astimezone(dt.UTC)
    dates = [Date(Step.SIGN_ON_CLOSES, closes_at or usual, written=closes_at is not None)]
    for step in (each for each in Step if each is not Step.SIGN_ON_CLOSES):
        planned = reading.value("timetable", step)
        local = planned.before(day, holidays=holidays) if isinstance(planned, Lead) else planned
        if at := reading.in_utc("timetable", step, local, campaign.zone):
            dates.append(Date(step, at, reading.is_written("timetable", step)))
    return Timetable(tuple(dates))


def _signing(reading: Reading, campaign: CampaignTable | None) -> SigningTable:
    zone = campaign.zone if campaign else None
    opens_at, closes_at = (reading.instant("signing", name, zone) for name in ("opens", "closes"))
    if campaign and closes_at and closes_at > campaign.vote_at:
        mend = "write a time before it, or leave closes out"
        reading.wrong("signing", "closes", "closes is after the vote", mend)
    last = closes_at or (campaign.deadline_at if campaign else None)
    if opens_at and last and opens_at >= last:
        reading.wrong("signing", "opens", "opens leaves no time to sign", "write a time before signing closes")
    return SigningTable(opens_at, closes_at, reading.value("signing", "individuals"))


def _inviting(reading: Reading, closes_at: dt.datetime | None, campaign: CampaignTable | None) -> InvitingTable:
    soft_at = reading.instant("inviting", "soft_deadline", campaign.zone if campaign else None)
    if soft_at and closes_at and soft_at > closes_at:
        mend = "write a time before it, or leave soft_deadline out"
        reading.wrong("inviting", "soft_deadline", "soft_deadline is after signing closes", mend)
    plain = {name: reading.value("inviting", name) for name in ("remind_after_days", "per_minute", "register")}
    return InvitingTable(soft_at, **plain)


def _smtp(reading: Reading) -> SmtpTable | None:
    found = {name: reading.value("smtp", name) for name in ("host", "port", "security", "username")}
    if found["host"] == "":
        _check_no_server(reading)
        return None
    if found["host"] is None or found["security"] is None or found["username"] is None:
        return None
    password = str(reading.variables[PASSWORD].raw) if PASSWORD in reading.variables else ""
    command = reading.value("smtp", "token_command") or ()
    _check_login(reading, found["username"], password, command)
    if found["security"] == PLAIN and found["username"] and not _is_loopback(found["host"]):
        mend = f'write security = "{STARTTLS}" or "{TLS}"'
        reading.wrong("smtp", "security", 'security = "none" would send the password in the clear', mend)
    port = found["port"] or DEFAULT_PORTS[found["security"]]
    return SmtpTable(found["host"], port, found["security"], found["username"], password, command)


def _imap(reading: Reading) -> ImapTable | None:
    found = {name: reading.value("imap", name) for name in ("host", "port", "security", "username", "folder")}
    if not found["host"] or found["security"] is None or found["username"] is None or not found["folder"]:
        return None
    password = str(reading.variables[IMAP_PASSWORD].raw) if IMAP_PASSWORD in reading.variables else ""
    command = reading.value("imap", "token_command") or ()
    if not found["username"] or not (password or command):
        mend = f"write username into [imap] and {IMAP_PASSWORD}=... into .env"
        reading.wrong("imap", "username", "the mailbox needs a username and its password", mend)
    if found["security"] == PLAIN and not _is_loopback(found["host"]):
        mend = f'write security = "{TLS}" or "{STARTTLS}"'
        reading.wrong("imap", "security", 'security = "none" would send the password in the clear', mend)
    port = found["port"] or (993 if found["security"] == TLS else 143)
    return ImapTable(found["host"], port, found["security"], found["username"], found["folder"], password, command)


def _check_no_server(reading: Reading) -> None:
    others = [name for name in ("port", "security", "username") if reading.given(_KEYS["smtp", name])]
    if others:
        reading.wrong(
            "smtp", "host", f"host is missing in [smtp], {others[0]} is there", f"add {_example(_KEYS['smtp', 'host'])}"
        )


def _check_login(reading: Reading, username: str, password: str, command: Sequence[str]) -> None:
    if command and not username:
        reading.wrong("smtp", "token_command", "token_command is there, username is not", "add username to [smtp]")
    if username and not (password or command):
        mend = f"write {PASSWORD}=... into .env or set it in the environment"
        reading.wrong("smtp", "username", "username is there, its password is not", mend)
    if password and not username:
        given = reading.variables[PASSWORD]
        mend = "add username to [smtp], or take the password out"
        reading.problems.append(
            Problem(given.path, given.line, f"{PASSWORD} is there, username in [smtp] is not", mend)
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _number_in(given: Given) -> object:
    """A port in a variable is text; in campaign.toml, text is no port."""
    text = given.raw
    if given.path != SETTINGS_FILE and isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    return text


def _example(key: Key) -> str:
    return f"{key.name} = {shown(key.example)}"
