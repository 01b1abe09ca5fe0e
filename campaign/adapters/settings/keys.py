"""Every setting there is: the one table that reading, docs and the file of `campaign init` are made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.settings import NO_PACE, PLAIN, STARTTLS, TLS, values
from campaign.core.settings.values import Kind
from campaign.core.settings.zones import ZONE


@dataclass(frozen=True, slots=True)
class Key:
    """One key of campaign.toml.

    `default` is the value in TOML that stands for a missing key; None where there is none, and then `otherwise` says
    in words what happens. `starter` is what `campaign init` writes and a person replaces.
    """

    table: str
    name: str
    kind: Kind
    meaning: str
    example: object
    default: object = None
    otherwise: str = ""
    needed: bool = False
    starter: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of `.env` or the environment. `key` is the key of [smtp] it stands in for, "" for none."""

    name: str
    key: str
    meaning: str


TABLES: Mapping[str, str] = {
    "campaign": "What is decided, and when.",
    "timetable": "The dates before the vote; `campaign timetable` shows them, and what is late.",
    "sender": "Whom the mails come from.",
    "sending": "When mails may go, and how fast.",
    "inviting": "Asking organisations to sign, and how fast mails to signatories go.",
    "smtp": "The mail server. Without it, mails are written to the folder outbox/ instead of being sent.",
    "privacy": "What the sign-on page tells those who sign, and how long their data is kept.",
    "store": "Where the campaign's data is kept. Without it, in the file campaign.db.",
    "signing": "Who may sign on the web, and from when until when.",
    "web": "How the pages of `campaign serve` stand on the web.",
    "imap": "The mailbox that answers come to. It is only read; nothing in it is changed.",
}

KEYS: tuple[Key, ...] = (
    Key(
        "campaign",
        "name",
        values.NEEDED_TEXT,
        "Name of the campaign, for people.",
        "Keep the open source exemption",
        needed=True,
        starter="Name of the campaign",
    ),
    Key(
        "campaign",
        "vote",
        values.MOMENT,
        "Day and time of the vote, in the zone below.",
        "2027-04-26 12:00",
        needed=True,
        starter="YYYY-MM-DD HH:MM",
    ),
    Key(
        "campaign",
        "deadline",
        values.MOMENT,
        "Nothing is sent after this time; not after the vote.",
        "2027-04-25 18:00",
        otherwise="the time of the vote",
    ),
    Key("campaign", "zone", ZONE, "Zone of every time in this file.", "Europe/Brussels", default="Europe/Brussels"),
    Key(
        "campaign",
        "letter",
        values.FOLDER,
        "Folder below letters/ with the letter that is worked on.",
        "first",
        default="",
        otherwise="the only letter there is",
    ),
    Key(
        "campaign",
        "honorific_style",
        values.choice("eu", "us"),
        "eu writes Mr Voss, us writes Mr. Voss.",
        "eu",
        default="eu",
    ),
    Key(
        "campaign",
        "minimum_signatories",
        values.whole(0, 100_000),
        "Nothing is sent with fewer organisations under the letter.",
        5,
        default=0,
    ),
    Key(
        "campaign",
        "max_words",
        values.whole(1, 1_000_000),
        "A letter with more words is named by the check.",
        1500,
        default=1500,
    ),
    Key(
        "campaign",
        "public_url",
        values.URL,
        "Where the letter stands on the web.",
        "https://coalition.example/letter",
        default="",
        otherwise="no link to it",
    ),
    Key(
        "timetable",
        "approval",
        values.DATE,
        "Until when each sign-on is approved or refused.",
        "2027-04-09 12:00",
        default="11 working days before, 12:00",
    ),
    Key(
        "timetable",
        "freeze",
        values.DATE,
        "Until when the text is frozen.",
        "2027-04-09 18:00",
        default="11 working days before, 18:00",
    ),
    Key(
        "timetable",
        "first",
        values.DATE,
        "When the letter goes. Written here, it does not go before; the default only reminds.",
        "2027-04-12 09:00",
        default="10 working days before, 09:00",
    ),
    Key(
        "timetable",
        "follow_up",
        values.DATE,
        "When the letter goes again to those who have not answered, and not before.",
        "2027-04-19 09:00",
        default="5 working days before, 09:00",
    ),
    Key(
        "timetable",
        "last_call",
        values.DATE,
        "When it goes to them for the last time, and not before.",
        "2027-04-23 09:00",
        default="1 working day before, 09:00",
    ),
    Key(
        "sender",
        "name",
        values.NEEDED_TEXT,
        "Name in the From line.",
        "Anna Berg, Open Coalition",
        needed=True,
        starter="Name of the sender",
    ),
    Key(
        "sender",
        "address",
        values.MAIL,
        "Address in the From line; a real mailbox that people read.",
        "anna@coalition.example",
        needed=True,
        starter="name@organisation.example",
    ),
    Key(
        "sender",
        "reply_to",
        values.Kind(values.MAIL.expected, lambda raw: values.mail(raw) if raw != "" else ""),
        "Where answers go.",
        "office@coalition.example",
        default="",
        otherwise="the address of the sender",
    ),
    Key(
        "sender",
        "dkim_selector",
        values.Kind("the selector alone, without ._domainkey", values.host),
        "Name of the DKIM key that mails are signed with, here or by the mail server.",
        "mail2027",
        default="",
        otherwise="DKIM is not checked",
    ),
    Key(
        "sender",
        "dkim_sign",
        values.FLAG,
        "Whether mails are signed here, with the key that `campaign doctor --make-dkim` makes. Needs the extra `dkim`.",
        example=True,
        default=False,
        otherwise="the mail server signs",
    ),
    Key(
        "sending",
        "not_before",
        values.MOMENT,
        "Nothing is sent before this time.",
        "2027-04-19 09:00",
        otherwise="at once",
    ),
    Key(
        "sending",
        "window",
        values.WINDOW,
        "Hours of the day in which mails go, on the clock that window_zone names.",
        "08:00-18:00",
        default="00:00-24:00",
    ),
    Key(
        "sending",
        "window_zone",
        values.choice("addressee", "campaign"),
        "Whose clock: that of the capital of the addressee's country (the campaign's where no country is known), or "
        "the campaign's zone for all.",
        "campaign",
        default="addressee",
    ),
    Key("sending", "weekdays", values.DAYS, "Days on which mails go.", "mon-fri", default="mon-sun"),
    Key(
        "sending",
        "holidays",
        values.choice("eu", "none"),
        "eu: nothing goes on the days on which the EU's institutions are closed every year, and the timetable does "
        "not count them as working days.",
        "eu",
        default="none",
    ),
    Key(
        "sending",
        "per_minute",
        values.number(0, NO_PACE),
        f"Mails a minute, at most; {NO_PACE} for no limit.",
        30,
        default=30,
    ),
    Key(
        "sending",
        "per_hour",
        values.number(0, 6_000_000),
        "Mails an hour, at most, evenly spread.",
        60,
        otherwise="as many as per_minute allows",
    ),
    Key(
        "sending",
        "jitter",
        values.share(1),
        "How irregular the pace is: each gap between two mails is longer by up to this share of it.",
        0.3,
        default=0.3,
    ),
    Key(
        "sending",
        "per_day",
        values.whole(1, 10_000_000),
        "Mails in any 24 hours, at most; what your provider allows.",
        400,
        otherwise="no limit",
    ),
    Key(
        "sending",
        "per_day_by_domain",
        values.DOMAIN_LIMITS,
        "Mails in any 24 hours by the recipient's domain, at most.",
        "parliament.example 200, * 50",
        default="",
        otherwise="no limit",
    ),
    Key("sending", "connections", values.whole(1, 100), "Connections to the mail server at a time.", 2, default=2),
    Key("sending", "attempts", values.whole(1, 100), "How often one delivery is tried.", 5, default=5),
    Key("sending", "stop_after", values.whole(1, 10_000), "Failures in a row that end a run.", 5, default=5),
    Key(
        "sending",
        "timeout_seconds",
        values.number(0, 3600),
        "How long the mail server may stay silent, in seconds.",
        60,
        default=60,
    ),
    Key(
        "sending",
        "attach_pdf",
        values.FLAG,
        "Whether each mail carries its letter as PDF.",
        example=True,
        default=False,
    ),
    Key(
        "sending",
        "rspamd",
        values.URL,
        'Where rspamd answers, which `campaign send preview` gives the first mail to; "" for nowhere.',
        "http://127.0.0.1:11333",
        default="http://127.0.0.1:11333",
        otherwise="one on this machine, if there is any",
    ),
    Key(
        "inviting",
        "soft_deadline",
        values.MOMENT,
        "By when an answer is wished for; invitations and reminders say it, and when signing closes.",
        "2027-04-16 18:00",
        otherwise="they say only when signing closes",
    ),
    Key(
        "inviting",
        "remind_after_days",
        values.whole(1, 365),
        "Days between two mails to the same silent contact, at least.",
        3,
        default=3,
    ),
    Key(
        "inviting",
        "per_minute",
        values.number(0, NO_PACE),
        f"Mails to signatories a minute, at most; {NO_PACE} for no limit. [sending] does not hold them back.",
        30,
        default=30,
    ),
    Key(
        "inviting",
        "register",
        values.TEXT,
        "Path of the Transparency Register's export, to find organisations in while reviewing.",
        "private/register.xml",
        default="",
        otherwise="not looked at",
    ),
    Key(
        "smtp",
        "host",
        values.HOST,
        "Name of the mail server.",
        "smtp.coalition.example",
        default="",
        otherwise="mails are written to outbox/",
    ),
    Key(
        "smtp",
        "port",
        values.whole(1, 65_535),
        "Port of the mail server.",
        587,
        otherwise="587 for starttls, 465 for tls, 25 for none",
    ),
    Key(
        "smtp",
        "security",
        values.choice(STARTTLS, TLS, PLAIN),
        "How the connection is protected.",
        STARTTLS,
        default=STARTTLS,
    ),
    Key(
        "smtp",
        "username",
        values.TEXT,
        "Login name; its password stands in .env, never in this file.",
        "anna@coalition.example",
        default="",
        otherwise="no login",
    ),
    Key(
        "smtp",
        "token_command",
        values.COMMAND,
        "Command that prints a fresh access token for each login (XOAUTH2), in place of a password.",
        "oama access anna@coalition.example",
        default="",
        otherwise="the password counts",
    ),
    Key(
        "privacy",
        "controller",
        values.TEXT,
        "Who answers for the signers' data: name and place of the organisation.",
        "Open Coalition, Brussels",
        default="",
        otherwise="the name of the sender",
    ),
    Key(
        "privacy",
        "contact",
        values.Kind(values.MAIL.expected, lambda raw: values.mail(raw) if raw != "" else ""),
        "Where signers write about their data.",
        "privacy@coalition.example",
        default="",
        otherwise="where answers go",
    ),
    Key(
        "privacy",
        "retention_days",
        values.whole(1, 3650),
        "Days after the vote until the signers' personal data is deleted by `campaign purge`.",
        180,
        default=180,
    ),
    Key(
        "store",
        "database",
        values.DATABASE,
        "A PostgreSQL database that several machines share; an address with a password belongs in .env.",
        "postgresql://campaign@db.coalition.example/campaign",
        default="",
        otherwise="the file campaign.db",
    ),
    Key(
        "signing",
        "opens",
        values.MOMENT,
        "Before this time nobody can sign on the web.",
        "2027-03-01 09:00",
        otherwise="as soon as a version is frozen",
    ),
    Key(
        "signing",
        "closes",
        values.MOMENT,
        "After this time nobody can sign on the web; not after the vote. The first date of the timetable.",
        "2027-04-20 18:00",
        otherwise="the deadline",
    ),
    Key(
        "signing",
        "individuals",
        values.FLAG,
        "Whether people may sign in their own names, apart from organisations.",
        example=True,
        default=False,
    ),
    Key(
        "web",
        "frame_ancestors",
        values.SITES,
        "Sites that may show the counter of signatories in a frame.",
        "https://partner.example https://*.coalition.example",
        default="*",
    ),
    Key(
        "web",
        "client_header",
        values.HEADER,
        "Header in which the proxy before the pages writes whose request it is; its last address counts. Set it only "
        "where the proxy sets it.",
        "X-Forwarded-For",
        default="",
        otherwise="the other end of the connection",
    ),
    Key(
        "imap",
        "host",
        values.HOST,
        "Name of the mailbox's server.",
        "imap.coalition.example",
        default="",
        otherwise="`campaign reply fetch` has nothing to read",
    ),
    Key(
        "imap",
        "port",
        values.whole(1, 65_535),
        "Port of the mailbox's server.",
        993,
        otherwise="993 for tls, 143 for starttls and none",
    ),
    Key("imap", "security", values.choice(STARTTLS, TLS, PLAIN), "How the connection is protected.", TLS, default=TLS),
    Key(
        "imap",
        "username",
        values.TEXT,
        "Login name; its password stands in .env, never in this file.",
        "anna@coalition.example",
        default="",
        otherwise="refused where there is a host",
    ),
    Key(
        "imap",
        "token_command",
        values.COMMAND,
        "Command that prints a fresh access token for each login (XOAUTH2), in place of a password.",
        "oama access anna@coalition.example",
        default="",
        otherwise="the password counts",
    ),
    Key("imap", "folder", values.TEXT, "The mailbox's folder that is read.", "INBOX", default="INBOX"),
)

PASSWORD = "CAMPAIGN_SMTP_PASSWORD"  # noqa: S105 -- the variable's name

IMAP_PASSWORD = "CAMPAIGN_IMAP_PASSWORD"  # noqa: S105 -- the variable's name

DATABASE = "CAMPAIGN_DATABASE"

VARIABLES: tuple[Variable, ...] = (
    Variable(PASSWORD, "", "Password for the login at the mail server."),
    Variable("CAMPAIGN_SMTP_HOST", "host", "In place of host in [smtp]."),
    Variable("CAMPAIGN_SMTP_PORT", "port", "In place of port in [smtp]."),
    Variable("CAMPAIGN_SMTP_SECURITY", "security", "In place of security in [smtp]."),
    Variable("CAMPAIGN_SMTP_USERNAME", "username", "In place of username in [smtp]."),
    Variable(DATABASE, "", "In place of database in [store], with its password."),
    Variable(IMAP_PASSWORD, "", "Password for the mailbox that answers come to."),
)

# Names under which people write a password into a file where none belongs.
SECRET_NAMES = frozenset(
    {"password", "passwd", "pass", "pwd", "secret", "token", "smtp_password", PASSWORD.lower(), "imap_password"}
)


def names(table: str) -> tuple[str, ...]:
    """The keys of a table, in their order."""
    return tuple(key.name for key in KEYS if key.table == table)
