"""campaign.toml, `.env` and the environment: what is read, and every message about a problem."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from campaign.adapters.settings import parse, remaining_starters
from campaign.adapters.settings.settings_doc import starter_file
from campaign.core.settings import KEYS, ImapTable, Sender, SendingRules, Settings, SmtpTable
from campaign.core.settings.kinds import display_value
from campaign.core.settings.settings import TABLES
from campaign.core.settings.tables import CampaignTable, InvitingTable, PrivacyTable, SigningTable, StoreTable, WebTable
from campaign.core.settings.times import Window
from campaign.core.timetable import Step, Timetable
from campaign.core.timetable.dates import StepDate
from campaign.errors import SettingsError

CAMPAIGN = '[campaign]\nname = "Keep it"\nvote = "2027-04-26 12:00"\n'  # three lines
SENDER = '[sender]\nname = "Anna"\naddress = "anna@ngo.example"\n'
BASE = CAMPAIGN + SENDER  # six lines: what is added begins in the seventh
BRUSSELS = ZoneInfo("Europe/Brussels")
NOON = dt.datetime(2027, 4, 26, 10, 0, tzinfo=dt.UTC)

KNOWN_VARIABLES = [key.variable.name for key in KEYS.values() if key.variable]


def read(source: str, dotenv: str = "", **environ: str) -> Settings:
    return parse(source, dotenv, environ)


def wrong(source: str, dotenv: str = "", **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(source, dotenv, **environ)
    return [str(problem) for problem in caught.value.problems]


def campaign(line: str) -> str:
    """The base with one more line in [campaign], the fourth."""
    return CAMPAIGN + line + "\n" + SENDER


def sending(line: str) -> str:
    """The base with [sending] in line 7 and one key in line 8."""
    return f"{BASE}[sending]\n{line}\n"


def smtp(*lines: str) -> str:
    """The base with [smtp] in line 7 and its keys from line 8."""
    return BASE + "\n".join(["[smtp]", *lines]) + "\n"


def test_optional_keys_have_the_defaults_of_the_dataclasses() -> None:
    """With the required keys alone, all others have the defaults of the core."""
    assert replace(read(BASE), timetable=Timetable()) == Settings(
        CampaignTable("Keep it", NOON), Sender("Anna", "anna@ngo.example")
    )


def test_every_key_is_read() -> None:
    """Each key is read into its field, times in UTC."""
    source = """
        [campaign]
        name = "Keep it"
        vote = "2027-04-26 12:00"
        deadline = 2027-01-25T18:00:00
        zone = "Europe/Athens"
        letter = "first"
        honorific_style = "US"
        minimum_signatories = 8
        max_words = 900
        public_url = "https://coalition.example/letter"
        [timetable]
        approval = "NONE"
        freeze = "none"
        first = 2027-01-19T09:00:00
        follow_up = "60 days before 10:00"
        last_call = "1 working day before, 09:00"
        [sender]
        name = "Anna Berg"
        address = "anna@ngo.example"
        reply_to = "office@ngo.example"
        dkim_selector = "mail2027"
        dkim_sign = true
        [sending]
        not_before = "2027-01-19T09:00:30"
        window = "08:00-18:30"
        weekdays = "Mon-Wed, fri"
        window_zone = "campaign"
        holidays = "EU"
        attach_pdf = true
        rspamd = "http://filter.ngo.example:11333"
        per_minute = 7.5
        per_hour = 60
        jitter = 0
        per_day = 400
        per_day_by_domain = "Parliament.example 200, * 50"
        connections = 1
        attempts = 3
        stop_after = 9
        timeout_seconds = 20
        [smtp]
        host = "smtp.ngo.example"
        port = 2525
        security = "tls"
        username = "anna"
        [signing]
        opens = "2027-01-10 09:00"
        closes = "2027-01-20 18:00"
        individuals = true
        [web]
        frame_ancestors = "https://partner.example https://*.ngo.example"
        client_header = "X-Forwarded-For"
        [imap]
        host = "imap.ngo.example"
        port = 1143
        security = "starttls"
        username = "box"
        token_command = "get box"
        folder = "Replies"
        [privacy]
        controller = "Coalition, Athens"
        contact = "privacy@ngo.example"
        retention_days = 30
        [store]
        database = "postgresql://campaign@db.example/campaign"
        [inviting]
        soft_deadline = "2027-01-15 12:00"
        remind_after_days = 5
        per_minute = 12
        register = "private/register.xml"
    """
    athens = ZoneInfo("Europe/Athens")
    assert read(source, CAMPAIGN_SMTP_PASSWORD="open sesame") == Settings(
        CampaignTable(
            name="Keep it",
            vote_at=dt.datetime(2027, 4, 26, 9, 0, tzinfo=dt.UTC),
            deadline=dt.datetime(2027, 1, 25, 16, 0, tzinfo=dt.UTC),
            zone=athens,
            letter="first",
            honorific_style="us",
            minimum_signatories=8,
            max_words=900,
            public_url="https://coalition.example/letter",
        ),
        Sender("Anna Berg", "anna@ngo.example", "office@ngo.example", "mail2027", dkim_sign=True),
        SendingRules(
            not_before_at=dt.datetime(2027, 1, 19, 7, 0, 30, tzinfo=dt.UTC),
            window=Window(dt.time(8), dt.time(18, 30)),
            by_addressee=False,
            weekdays=(0, 1, 2, 4),
            holidays=True,
            per_minute=7.5,
            per_hour=60.0,
            jitter=0.0,
            per_day=400,
            per_day_by_domain=(("parliament.example", 200), ("*", 50)),
            connections=1,
            attempts=3,
            stop_after=9,
            timeout_seconds=20.0,
            attach_pdf=True,
            rspamd="http://filter.ngo.example:11333",
        ),
        smtp=SmtpTable("smtp.ngo.example", 2525, "tls", "anna", "open sesame"),
        imap=ImapTable("imap.ngo.example", 1143, "starttls", "box", ("get", "box"), "Replies"),
        privacy=PrivacyTable("Coalition, Athens", "privacy@ngo.example", 30),
        store=StoreTable("postgresql://campaign@db.example/campaign"),
        web=WebTable("https://partner.example https://*.ngo.example", "x-forwarded-for"),
        signing=SigningTable(
            dt.datetime(2027, 1, 10, 7, 0, tzinfo=dt.UTC),
            dt.datetime(2027, 1, 20, 16, 0, tzinfo=dt.UTC),
            individuals=True,
        ),
        timetable=Timetable(
            (
                StepDate(Step.SIGN_ON_CLOSES, dt.datetime(2027, 1, 20, 16, 0, tzinfo=dt.UTC), is_set=True),
                StepDate(Step.FIRST, dt.datetime(2027, 1, 19, 7, 0, tzinfo=dt.UTC), is_set=True),
                StepDate(Step.FOLLOW_UP, dt.datetime(2027, 2, 25, 8, 0, tzinfo=dt.UTC), is_set=True),
                StepDate(Step.LAST_CALL, dt.datetime(2027, 4, 23, 6, 0, tzinfo=dt.UTC), is_set=True),
            )
        ),
        inviting=InvitingTable(dt.datetime(2027, 1, 15, 10, 0, tzinfo=dt.UTC), 5, 12.0, "private/register.xml"),
    )


def test_dates_are_planned_back_from_the_vote() -> None:
    """Without [timetable] each step has a date on a working day before the vote, in local time."""
    dates = read(BASE).timetable.dates
    assert [(date.step, f"{date.at.astimezone(BRUSSELS):%a %d.%m. %H:%M}", date.is_set) for date in dates] == [
        (Step.SIGN_ON_CLOSES, "Thu 08.04. 18:00", False),
        (Step.APPROVAL, "Fri 09.04. 12:00", False),
        (Step.FREEZE, "Fri 09.04. 18:00", False),
        (Step.FIRST, "Mon 12.04. 09:00", False),
        (Step.FOLLOW_UP, "Mon 19.04. 09:00", False),
        (Step.LAST_CALL, "Fri 23.04. 09:00", False),
    ]


def test_holidays_move_what_is_counted_in_working_days() -> None:
    """Before a vote after Easter, ten working days reach further back if holidays are observed."""
    source = BASE.replace("2027-04-26", "2027-03-31")
    for holidays, day in (("none", 17), ("eu", 12)):
        first = read(f'{source}[sending]\nholidays = "{holidays}"\n').timetable.date(Step.FIRST)
        assert first is not None
        assert first.at == dt.datetime(2027, 3, day, 8, 0, tzinfo=dt.UTC)


def test_a_date_that_the_clocks_skip_is_reported() -> None:
    """A time counted back from the vote must exist, too."""
    source = BASE.replace("2027-04-26", "2027-03-29") + '[timetable]\nlast_call = "1 day before, 02:30"\n'
    assert wrong(source) == [
        (
            "campaign.toml:8: last_call is 2027-03-28 02:30; this time does not exist in Europe/Brussels, because "
            "the clocks skip it; write 2027-03-28 03:30"
        )
    ]


def test_every_example_and_default_fits_its_key() -> None:
    """Every example and every default can be read."""
    for key in KEYS.values():
        key.kind.read(key.example)
        assert key.default is None or key.kind.read(key.default) == key.value


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('voet = "x"', "campaign.toml:4: unknown key voet in [campaign]; did you mean vote?"),
        ('window = "x"', "campaign.toml:4: unknown key window in [campaign]; move it below [sending]"),
        (
            '"a b" = 1',
            (
                'campaign.toml:4: unknown key "a b" in [campaign]; known keys: name, vote, deadline, embargo, zone, '
                "letter, honorific_style, name_order, public_answers, minimum_signatories, max_words, public_url, "
                "timestamp_server, timestamp_certificate"
            ),
        ),
        (
            'max_words = "many"',
            'campaign.toml:4: max_words is "many"; write a whole number from 1 to 1000000, for instance 1500',
        ),
        (
            "max_words = true",
            "campaign.toml:4: max_words is true; write a whole number from 1 to 1000000, for instance 1500",
        ),
        (
            "minimum_signatories = -1",
            "campaign.toml:4: minimum_signatories is -1; write a whole number from 0 to 100000, for instance 5",
        ),
        (
            'honorific_style = "uk"',
            'campaign.toml:4: honorific_style is "uk"; write "eu" or "us", for instance "eu"',
        ),
        (
            'letter = "../private"',
            'campaign.toml:4: letter is "../private"; write the name of a folder below letters/, for instance "first"',
        ),
        (
            'public_url = "coalition.example"',
            (
                'campaign.toml:4: public_url is "coalition.example"; write a web address that begins with https://, '
                'for instance "https://coalition.example/letter"'
            ),
        ),
        (
            'public_url = "http://[x"',
            (
                'campaign.toml:4: public_url is "http://[x"; write a web address that begins with https://, '
                'for instance "https://coalition.example/letter"'
            ),
        ),
        ('zone = "Europe/Brusels"', 'campaign.toml:4: zone is "Europe/Brusels"; did you mean Europe/Brussels?'),
        (
            'zone = "../../etc"',
            (
                'campaign.toml:4: zone is "../../etc"; write the name of a time zone in quotes, for instance '
                '"Europe/Brussels"'
            ),
        ),
        (
            "zone = 1",
            'campaign.toml:4: zone is 1; write the name of a time zone in quotes, for instance "Europe/Brussels"',
        ),
        (
            'deadline = "2027-04-26 12:01"',
            (
                "campaign.toml:4: deadline is after the vote (2027-04-26 12:00); write an earlier time, or remove "
                "deadline"
            ),
        ),
        (
            'deadline = "2027-04-31 12:00"',
            (
                'campaign.toml:4: deadline is "2027-04-31 12:00"; write day and time as YYYY-MM-DD HH:MM in quotes, '
                'in the campaign\'s zone, for instance "2027-04-25 18:00"'
            ),
        ),
        (
            "deadline = 2027-04-25",
            (
                "campaign.toml:4: deadline is 2027-04-25; write day and time as YYYY-MM-DD HH:MM in quotes, "
                'in the campaign\'s zone, for instance "2027-04-25 18:00"'
            ),
        ),
        (
            'deadline = "0001-01-01 00:00"',
            (
                'campaign.toml:4: deadline is "0001-01-01 00:00"; write day and time as YYYY-MM-DD HH:MM in quotes, '
                'in the campaign\'s zone, for instance "2027-04-25 18:00"'
            ),
        ),
        (
            "deadline = 2027-04-25T12:00:00Z",
            (
                "campaign.toml:4: deadline is 2027-04-25 12:00:00+00:00; write the local time without an offset; "
                "its zone is set in [campaign]"
            ),
        ),
        (
            'deadline = "2027-03-28 02:30"',
            (
                "campaign.toml:4: deadline is 2027-03-28 02:30; this time does not exist in Europe/Brussels, "
                "because the clocks skip it; write 2027-03-28 03:30"
            ),
        ),
        (
            'deadline = "2026-10-25 02:30"',
            (
                "campaign.toml:4: deadline is 2026-10-25 02:30; this time occurs twice in Europe/Brussels, because "
                "the clocks go back; choose a time outside that hour"
            ),
        ),
    ],
)
def test_a_wrong_line_in_campaign_is_named(line: str, problem: str) -> None:
    """A problem in [campaign] names the line, the value and what is expected."""
    assert wrong(campaign(line)) == [problem]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'reply_to = "office"',
            (
                'campaign.toml:7: reply_to is "office"; write it like name@domain '
                "(the email address 'office' is not valid: An email address must have an @-sign)"
            ),
        ),
        (
            'reply_to = "anna@gmial.com"',
            (
                'campaign.toml:7: reply_to is "anna@gmial.com"; did you mean anna@gmail.com? '
                "(the email address 'anna@gmial.com' looks mistyped)"
            ),
        ),
        (
            'reply_to = "anna@ngo.example\\nBcc: x@y.example"',
            (
                'campaign.toml:7: reply_to is "anna@ngo.example\\nBcc: x@y.example"; write it on one line, without '
                "control characters or direction marks"
            ),
        ),
        (
            'reply_to = "a\u202eb@ngo.example"',
            (
                'campaign.toml:7: reply_to is "a\\u202eb@ngo.example"; write it on one line, without control '
                "characters or direction marks"
            ),
        ),
        (
            "reply_to = []",
            (
                "campaign.toml:7: reply_to is a list; write one email address, without a name, in quotes, for "
                'instance "office@coalition.example"'
            ),
        ),
        (
            'dkim_selector = "a/b"',
            (
                'campaign.toml:7: dkim_selector is "a/b"; write the selector alone, without ._domainkey, '
                'for instance "mail2027"'
            ),
        ),
        (
            "dkim_sign = true",
            ('campaign.toml:7: dkim_sign is true, but dkim_selector is missing; add dkim_selector = "mail2027"'),
        ),
    ],
)
def test_a_wrong_line_in_sender_is_named(line: str, problem: str) -> None:
    """Values for headers are one line of plain text, and addresses are valid."""
    assert wrong(f"{BASE}{line}\n") == [problem]


def test_an_empty_reply_to_is_like_a_missing_one() -> None:
    """With `reply_to = ""` replies go to the sender."""
    assert read(BASE + 'reply_to = ""\n').sender == Sender("Anna", "anna@ngo.example")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('window = "18:00-08:00"', '"18:00-08:00"; write an end that is after the start, on the same day'),
        ('window = "8-18"', '"8-18"; write hours of the day as HH:MM-HH:MM in quotes, for instance "08:00-18:00"'),
        (
            'window = "08:00-25:00"',
            '"08:00-25:00"; write hours of the day as HH:MM-HH:MM in quotes, for instance "08:00-18:00"',
        ),
        ('weekdays = "mo-fr"', '"mo-fr"; write days as mon-fri or mon,wed in quotes, for instance "mon-fri"'),
        ('weekdays = ""', '""; write days as mon-fri or mon,wed in quotes, for instance "mon-fri"'),
        ("per_minute = 0", "0; write a number above 0 and up to 100000, for instance 30"),
        ("per_minute = nan", "nan; write a number above 0 and up to 100000, for instance 30"),
        ("per_minute = 1e400", "inf; write a number above 0 and up to 100000, for instance 30"),
        ("per_minute = false", "false; write a number above 0 and up to 100000, for instance 30"),
        ('attach_pdf = "yes"', '"yes"; write true or false, for instance true'),
        (
            'per_day_by_domain = "* 5, * 6"',
            (
                '"* 5, * 6"; write domains, each with a number, and "*" for all others, in quotes, for instance '
                '"parliament.example 200, * 50"'
            ),
        ),
        ("connections = 1.5", "1.5; write a whole number from 1 to 100, for instance 2"),
        ("attempts = { a = 1 }", "a table; write a whole number from 1 to 100, for instance 5"),
        (
            'not_before = "2027-03-28 02:30"',
            (
                "2027-03-28 02:30; this time does not exist in Europe/Brussels, because the clocks skip it; write "
                "2027-03-28 03:30"
            ),
        ),
    ],
)
def test_a_wrong_line_in_sending_is_named(line: str, problem: str) -> None:
    """A problem in [sending] names the value and what is expected."""
    name = line.partition(" ")[0]
    assert wrong(sending(line)) == [f"campaign.toml:8: {name} is {problem}"]


def test_not_before_must_leave_time_until_the_deadline() -> None:
    """A campaign that could never send anything is a problem."""
    assert wrong(sending('not_before = "2027-04-26 12:00"')) == [
        (
            "campaign.toml:8: not_before is not before the deadline; write a time before the deadline, or remove "
            "not_before"
        )
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('closes = "2027-04-26 12:01"', "closes is after the vote; write an earlier time, or remove closes"),
        ('opens = "2027-04-26 12:00"', "opens is not before signing closes; write a time before signing closes"),
        ('individuals = "yes"', 'individuals is "yes"; write true or false, for instance true'),
    ],
)
def test_signing_must_open_before_it_closes(line: str, problem: str) -> None:
    """A letter that could never be signed, or after the vote, is a problem."""
    assert wrong(f"{BASE}[signing]\n{line}\n") == [f"campaign.toml:8: {problem}"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'frame_ancestors = "partner.example; script-src *"',
            (
                'frame_ancestors is "partner.example; script-src *"; write "*" for all, or sites such as '
                'https://partner.example separated by spaces, for instance "https://partner.example '
                'https://*.coalition.example"'
            ),
        ),
        (
            'client_header = "X Forwarded"',
            (
                'client_header is "X Forwarded"; write the name of an HTTP header in quotes, '
                'for instance "X-Forwarded-For"'
            ),
        ),
    ],
)
def test_a_wrong_line_in_web_is_named(line: str, problem: str) -> None:
    """A value for a header cannot add to the header."""
    assert wrong(f"{BASE}[web]\n{line}\n") == [f"campaign.toml:8: {problem}"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [("mon-sun", (0, 1, 2, 3, 4, 5, 6)), ("fri-mon", (0, 4, 5, 6)), ("wed", (2,)), ("sun,mon", (0, 6))],
)
def test_days_are_read_as_people_write_them(days: str, expected: tuple[int, ...]) -> None:
    """Ranges can include the weekend, and days can be in any order."""
    assert read(sending(f'weekdays = "{days}"')).sending.weekdays == expected


def test_a_window_may_end_with_the_day() -> None:
    """24:00 is the last second of the day."""
    assert read(sending('window = "20:00-24:00"')).sending.window.end == dt.time(23, 59, 59)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(security: str, port: int) -> None:
    """A missing port is the usual one."""
    assert read(smtp('host = "smtp.ngo.example"', f'security = "{security}"')).smtp == SmtpTable(
        "smtp.ngo.example", port, security
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ['host = "smtp.ngo.example:587"'],
            (
                'campaign.toml:8: host is "smtp.ngo.example:587"; write the name of a server, without a port, for '
                'instance "smtp.coalition.example"'
            ),
        ),
        (
            ['host = "smtp.ngo.example"', 'port = "587"'],
            'campaign.toml:9: port is "587"; write a whole number from 1 to 65535, for instance 587',
        ),
        (
            ['host = "smtp.ngo.example"', 'security = "ssl"'],
            'campaign.toml:9: security is "ssl"; write "starttls" or "tls" or "none", for instance "starttls"',
        ),
        (
            ['host = "smtp.ngo.example"', 'username = "anna"'],
            (
                "campaign.toml:9: username is set, but its password is missing; write CAMPAIGN_SMTP_PASSWORD=... "
                "in .env, or set it in the environment"
            ),
        ),
        (
            ["port = 25"],
            'campaign.toml:7: host is missing in [smtp], but port is set; add host = "smtp.coalition.example"',
        ),
        (
            ['host = "smtp.ngo.example"', 'Password = "hunter2"'],
            (
                "campaign.toml:9: Password is a secret and must not be in this file; remove it, and write "
                "CAMPAIGN_SMTP_PASSWORD=... in .env, or set it in the environment"
            ),
        ),
    ],
)
def test_a_wrong_line_in_smtp_is_named(lines: list[str], problem: str) -> None:
    """Problems with the mail server are named; a password in the file is an error and not shown."""
    assert wrong(smtp(*lines)) == [problem]


def test_a_login_is_never_sent_unencrypted() -> None:
    """security = "none" with a username is an error, unless the server is this machine."""
    lines = ['security = "none"', 'username = "anna"']
    assert wrong(smtp('host = "smtp.ngo.example"', *lines), CAMPAIGN_SMTP_PASSWORD="x") == [
        'campaign.toml:9: security = "none" would send the password unencrypted; write security = "starttls" or "tls"'
    ]
    for host in ("localhost", "127.0.0.1", "::1"):
        assert read(smtp(f'host = "{host}"', *lines), CAMPAIGN_SMTP_PASSWORD="x").smtp == SmtpTable(
            host, 25, "none", "anna", "x"
        )


def test_a_password_without_a_username_is_named() -> None:
    """A password without a username is reported at its line."""
    assert wrong(smtp('host = "smtp.ngo.example"'), "\n\nCAMPAIGN_SMTP_PASSWORD=x\n") == [
        (
            ".env:3: CAMPAIGN_SMTP_PASSWORD is set, but username is missing in [smtp]; add username to [smtp], or "
            "remove the password"
        )
    ]


def test_a_password_is_in_no_repr() -> None:
    """The repr of the settings does not contain the password."""
    settings = read(smtp('host = "h.example"', 'username = "anna"'), "CAMPAIGN_SMTP_PASSWORD=hunter2")
    assert settings.smtp is not None
    assert (settings.smtp.password, "hunter2" in repr(settings)) == ("hunter2", False)


def test_the_environment_wins_over_env_and_env_over_the_file() -> None:
    """The environment overrides `.env`, which overrides campaign.toml; empty values are ignored."""
    source = smtp('host = "file.example"', "port = 1", 'security = "tls"', 'username = "file"')
    dotenv = (
        "CAMPAIGN_SMTP_HOST=dotenv.example\nCAMPAIGN_SMTP_PORT=2\n"
        "CAMPAIGN_SMTP_USERNAME=dotenv\nCAMPAIGN_SMTP_PASSWORD='a$b${HOME}'\n"
    )
    settings = read(source, dotenv, CAMPAIGN_SMTP_HOST="env.example", CAMPAIGN_SMTP_PORT="", CAMPAIGN_OTHER="1")
    assert settings.smtp == SmtpTable("env.example", 2, "tls", "dotenv", "a$b${HOME}")


@pytest.mark.parametrize(
    ("dotenv", "environ", "problem"),
    [
        (
            "# a remark\nexport CAMPAIGN_SMTP_PASWORD=x\n",
            {},
            ".env:2: unknown variable CAMPAIGN_SMTP_PASWORD; did you mean CAMPAIGN_SMTP_PASSWORD?",
        ),
        (
            "OTHER=1\nCAMPAIGN_X=1\n",
            {},
            (".env:2: unknown variable CAMPAIGN_X; known variables: " + ", ".join(KNOWN_VARIABLES)),
        ),
        ("CAMPAIGN_SMTP_PASSWORD='x\n", {}, ".env:1: this line cannot be read; write NAME=value"),
        (
            "CAMPAIGN_SMTP_HOST=h.example\nCAMPAIGN_SMTP_PORT=all\n",
            {},
            '.env:2: CAMPAIGN_SMTP_PORT is "all"; write a whole number from 1 to 65535, for instance 587',
        ),
        (
            "",
            {"CAMPAIGN_SMTP_HOST": "h.example", "CAMPAIGN_SMTP_SECURITY": "ssl"},
            (
                'environment: CAMPAIGN_SMTP_SECURITY is "ssl"; write "starttls" or "tls" or "none", '
                'for instance "starttls"'
            ),
        ),
    ],
)
def test_a_wrong_variable_is_named(dotenv: str, environ: dict[str, str], problem: str) -> None:
    """A problem in `.env` names the line, one in the environment names the variable."""
    assert wrong(BASE, dotenv, **environ) == [problem]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("[campaign\n", "campaign.toml:1: not valid TOML (expected ']' at the end of a table declaration, column 10)"),
        ("[campaign]\nname = Keep it\n", "campaign.toml:2: not valid TOML (invalid value, column 8)"),
        (
            "[campaign]\nname = 'a'\nname = 'b'\n\n",
            "campaign.toml:3: not valid TOML (cannot overwrite a value, column 11)",
        ),
        ("[campaign]\nname = 'a", 'campaign.toml:2: not valid TOML (expected "\'")'),
    ],
)
def test_a_syntax_error_carries_its_line(source: str, problem: str) -> None:
    """A syntax error names the line that the parser reports, or the last one."""
    assert wrong(source) == [f'{problem}; write name = "value", with straight quotes, and each key once']


@pytest.mark.parametrize("source", ["a = " + "[" * 60_000, "a = " + "9" * 5_000])
def test_absurd_toml_is_named(source: str) -> None:
    """Deeply nested brackets and numbers with thousands of digits are reported, not a crash."""
    assert wrong(source) == ["campaign.toml: not valid TOML; check for stray brackets"]


def test_an_absurd_file_is_named() -> None:
    """A file of ten megabytes is too large."""
    assert wrong("#" * 10_000_000) == ["campaign.toml: too large for a settings file; check that it is the right file"]


def test_an_empty_file_names_all_that_is_needed() -> None:
    """All required keys are reported at once, each with a line to add."""
    assert wrong("") == [
        'campaign.toml: name is missing in [campaign]; add name = "Keep the open source exemption"',
        'campaign.toml: vote is missing in [campaign]; add vote = "2027-04-26 12:00"',
        'campaign.toml: name is missing in [sender]; add name = "Anna Berg, Open Coalition"',
        'campaign.toml: address is missing in [sender]; add address = "anna@coalition.example"',
    ]


@pytest.mark.parametrize(
    ("table", "key", "variable"),
    [
        ("imap", "password", "CAMPAIGN_IMAP_PASSWORD"),
        ("smtp", "imap_password", "CAMPAIGN_IMAP_PASSWORD"),
        ("imap", "smtp_password", "CAMPAIGN_SMTP_PASSWORD"),
        ("oauth", "secret", "CAMPAIGN_OAUTH_CLIENT_SECRET"),
        ("imap", "client_secret", "CAMPAIGN_OAUTH_CLIENT_SECRET"),
        ("store", "CAMPAIGN_DATABASE", "CAMPAIGN_DATABASE"),
        ("sending", "token", "CAMPAIGN_SMTP_PASSWORD"),
    ],
)
def test_a_secret_in_the_file_is_sent_to_its_own_variable(table: str, key: str, variable: str) -> None:
    """The advice names the variable that the key's name says, else the one of the table."""
    advice = f"{key} is a secret and must not be in this file; remove it, and write {variable}=... in .env"
    line = BASE.count("\n") + 2
    assert wrong(f'{BASE}[{table}]\n{key} = "hunter2"\n')[:1] == [
        f"campaign.toml:{line}: {advice}, or set it in the environment"
    ]


def test_unknown_tables_are_reported() -> None:
    """Unknown tables, keys outside of tables, and a table's name used as a key are reported."""
    source = 'vote = 1\npassword = "hunter2"\nwords = 1\nsmtp = "x"\n' + BASE + "[sendign]\n[mail]\n"
    known = "known tables: " + ", ".join(f"[{table.TABLE.name}]" for table in TABLES)
    assert wrong(source) == [
        "campaign.toml:1: key vote is not in a table; move it below [campaign]",
        (
            "campaign.toml:2: password is a secret and must not be in this file; remove it, and write "
            "CAMPAIGN_SMTP_PASSWORD=... in .env, or set it in the environment"
        ),
        f"campaign.toml:3: key words is not in a table; {known}",
        'campaign.toml:4: smtp is "x"; write [smtp] on its own line, and the keys below it',
        "campaign.toml:11: unknown table [sendign]; did you mean [sending]?",
        f"campaign.toml:12: unknown table [mail]; {known}",
    ]


def test_all_problems_come_at_once_in_the_order_of_lines() -> None:
    """One reading reports and counts all problems."""
    with pytest.raises(SettingsError) as caught:
        read('[campaign]\nvoet = "x"\nzone = "x"\n[sender]\nname = ""\naddress = "a@ngo.example"\n')
    assert [str(problem) for problem in caught.value.problems] == [
        'campaign.toml:1: name is missing in [campaign]; add name = "Keep the open source exemption"',
        'campaign.toml:1: vote is missing in [campaign]; add vote = "2027-04-26 12:00"',
        "campaign.toml:2: unknown key voet in [campaign]; did you mean vote?",
        'campaign.toml:3: zone is "x"; write the name of a time zone in quotes, for instance "Europe/Brussels"',
        'campaign.toml:5: name is ""; write text in quotes, not empty, for instance "Anna Berg, Open Coalition"',
    ]
    assert caught.value.message == "the settings cannot be used: 5 problems"


def test_a_wrong_server_is_reported_once() -> None:
    """A wrong host causes no second problem about the login."""
    assert wrong(smtp('host = "a b"', 'username = "anna"')) == [
        (
            'campaign.toml:8: host is "a b"; write the name of a server, without a port, for instance '
            '"smtp.coalition.example"'
        )
    ]


def test_a_starter_file_without_a_vote_is_an_error() -> None:
    """The starter file without a vote is an error with a fix; with a vote it can be read."""
    assert wrong(starter_file({})) == ['campaign.toml:8: vote is not filled in yet; write vote = "2027-04-26 12:00"']
    assert read(starter_file({("campaign", "vote"): "2027-04-26 12:00"})).campaign.vote_at == NOON


def test_remaining_starters_are_reported() -> None:
    """Texts of `init` are reported until somebody replaces them."""
    assert [str(problem) for problem in remaining_starters(starter_file({("sender", "name"): 'An"na'}))] == [
        'campaign.toml:6: name in [campaign] is still "Name of the campaign"; replace it with your own',
        'campaign.toml:8: vote in [campaign] is still "YYYY-MM-DD HH:MM"; replace it with your own',
        'campaign.toml:50: address in [sender] is still "name@organisation.example"; replace it with your own',
    ]
    assert remaining_starters(BASE) == ()


def test_a_displayed_value_is_short_and_visible() -> None:
    """A value in a message is shortened, and its invisible characters are escaped."""
    assert display_value("a" * 100) == '"' + "a" * 60 + '..."'
    assert display_value("\x1b[31mré\u202e\u200b") == '"\\u001b[31mré\\u202e\\u200b"'


def test_the_soft_deadline_is_before_signing_closes() -> None:
    """The soft deadline is a local time; one after signing closes is reported with its line."""
    soft = BASE + '[inviting]\nsoft_deadline = "2027-04-16 18:00"\n'
    assert read(soft).inviting.soft_deadline_at == dt.datetime(2027, 4, 16, 16, 0, tzinfo=dt.UTC)
    assert wrong(soft + '[signing]\ncloses = "2027-04-15 18:00"\n') == [
        "campaign.toml:8: soft_deadline is after signing closes; write an earlier time, or remove soft_deadline"
    ]


IMAP = BASE + '[imap]\nhost = "imap.ngo.example"\n'


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            "",
            (
                "campaign.toml:7: the mailbox needs a username and a password; add username to [imap], and write "
                "CAMPAIGN_IMAP_PASSWORD=... in .env"
            ),
        ),
        (
            'username = "anna"\ntoken_command = "get"\nsecurity = "none"\n',
            (
                'campaign.toml:11: security = "none" would send the password unencrypted; write security = "tls" '
                'or "starttls"'
            ),
        ),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_named(lines: str, problem: str) -> None:
    """A mailbox needs a login over an encrypted connection."""
    assert wrong(IMAP + lines) == [problem]


def test_a_mailbox_without_a_folder_is_none() -> None:
    """With `folder = ""` no mailbox is read."""
    assert read(IMAP + 'folder = ""\n').imap is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'database = "mysql://db/x"',
            (
                'database is "mysql://db/x"; write an address that begins with postgresql://, without a password, '
                'for instance "postgresql://campaign@db.coalition.example/campaign"'
            ),
        ),
        (
            'database = "postgresql://c:hunter2@db/x"',
            (
                "database contains a password; remove it here, and write the address with its password as "
                "CAMPAIGN_DATABASE=... in .env"
            ),
        ),
        (
            'database = "postgresql://[x"',
            (
                'database is "postgresql://[x"; write an address that begins with postgresql://, without a '
                'password, for instance "postgresql://campaign@db.coalition.example/campaign"'
            ),
        ),
    ],
)
def test_a_wrong_database_is_named(line: str, problem: str) -> None:
    """Only PostgreSQL is allowed, and no password in the shared file; messages do not show it."""
    assert wrong(f"{BASE}[store]\n{line}\n") == [f"campaign.toml:8: {problem}"]


def test_a_database_in_a_variable_may_hold_its_password() -> None:
    """The variable overrides [store]; a wrong one is reported and not shown."""
    source, address = f'{BASE}[store]\ndatabase = "postgresql://db/x"\n', "postgresql://c:hunter2@db/x"
    assert read(source, CAMPAIGN_DATABASE=address).store == StoreTable(address)
    assert wrong(source, "CAMPAIGN_DATABASE=c:hunter2@db/x\n") == [
        ".env:1: CAMPAIGN_DATABASE is not the address of a database; write postgresql://user:password@host/name"
    ]


def test_conflicts_are_reported_beside_wrong_values() -> None:
    """A wrong or missing key hides no conflict between others, and causes none itself."""
    source = (
        '[campaign]\nvote = "2027-04-26 12:00"\ndeadline = "2027-04-27 12:00"\nmax_words = 0\n'
        '[sender]\nname = "Anna"\naddress = "anna@ngo.example"\n'
        '[signing]\ncloses = "tomorrow"\nopens = "2027-04-28 12:00"\n'
    )
    assert [problem.partition(";")[0] for problem in wrong(source)] == [
        "campaign.toml:1: name is missing in [campaign]",
        "campaign.toml:3: deadline is after the vote (2027-04-26 12:00)",
        "campaign.toml:4: max_words is 0",
        'campaign.toml:9: closes is "tomorrow"',
    ]


def test_without_a_zone_no_time_is_checked() -> None:
    """A wrong zone is reported once; times are then not checked."""
    source = campaign('zone = "Mars"') + '[sending]\nnot_before = "2027-05-01 02:30"\n'
    assert wrong(source) == [
        'campaign.toml:4: zone is "Mars"; write the name of a time zone in quotes, for instance "Europe/Brussels"'
    ]
