"""Settings as values: defaults, and the declarations of keys."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from campaign.core.settings import KEYS, PLAIN, TLS, ImapTable, Sender, Settings, SmtpTable
from campaign.core.settings.key import keys_of
from campaign.core.settings.settings import TABLES
from campaign.core.settings.tables import CampaignTable, PrivacyTable, SigningTable, StoreTable, TimetableTable
from campaign.core.timetable import Step

VOTE = dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC)
EARLIER = VOTE - dt.timedelta(days=1)
SETTINGS = Settings(CampaignTable("Keep it", VOTE), Sender("Anna", "anna@ngo.example"))


def test_the_deadline_is_the_vote_unless_another_is_named() -> None:
    """Sending ends at the deadline, or at the vote if there is none."""
    campaign = SETTINGS.campaign
    assert (campaign.deadline_at, replace(campaign, deadline=EARLIER).deadline_at) == (VOTE, EARLIER)


def test_signing_closes_with_the_deadline_unless_earlier() -> None:
    """Signing closes at its own time, or at the deadline if there is none."""
    named = replace(SETTINGS, signing=SigningTable(closes_at=EARLIER))
    assert (SETTINGS.signing_closes_at, named.signing_closes_at) == (VOTE, EARLIER)


def test_the_data_is_due_to_be_deleted_days_after_the_vote() -> None:
    """Personal data has to be deleted a number of days after the vote."""
    short = replace(SETTINGS, privacy=PrivacyTable(retention_days=2))
    assert short.purge_at == VOTE + dt.timedelta(days=2)


@pytest.mark.parametrize(
    ("reply_to", "privacy", "expected"),
    [
        ("", PrivacyTable(), ("Anna", "anna@ngo.example")),
        ("office@ngo.example", PrivacyTable(), ("Anna", "office@ngo.example")),
        ("office@ngo.example", PrivacyTable("NGO", "privacy@ngo.example"), ("NGO", "privacy@ngo.example")),
    ],
)
def test_the_sender_answers_for_the_data_unless_another_is_named(
    reply_to: str, privacy: PrivacyTable, expected: tuple[str, str]
) -> None:
    """Without [privacy], the sender is the controller, and the address for replies is the contact."""
    settings = replace(SETTINGS, privacy=privacy, sender=replace(SETTINGS.sender, reply_to=reply_to))
    assert (settings.controller, settings.privacy_contact) == expected


def test_a_server_without_a_port_has_the_usual_one() -> None:
    """A missing port is the usual one for the security; a port that is set stays."""
    assert [SmtpTable("h").port, SmtpTable("h", security=TLS).port, SmtpTable("h", 26, PLAIN).port] == [587, 465, 26]
    assert [ImapTable("h").port, ImapTable("h", security=PLAIN).port, ImapTable("h", 144).port] == [993, 143, 144]


def test_no_secret_is_in_a_repr() -> None:
    """Passwords, and the address of the database, are not in a repr."""
    tables = (SmtpTable("h", password="hunter2"), ImapTable("h", password="hunter2"), StoreTable("x:hunter2@h"))
    assert [table for table in tables if "hunter2" in repr(table)] == []


def test_every_step_has_its_key() -> None:
    """[timetable] has a key for every step except the first, whose time is in [signing]."""
    first, *others = Step
    assert first is Step.SIGN_ON_CLOSES
    assert [field.name for field in fields(TimetableTable)] == others


def test_every_field_declares_a_key_of_its_own() -> None:
    """Every field of every table declares a key, and no key twice; but [smtp] and [imap] also hold [oauth]."""
    assert len(KEYS) == sum(len(fields(table)) for table in TABLES) - 2


def test_what_is_left_out_has_the_declared_value() -> None:
    """A table that is made in code has the same defaults as one that is read."""
    for table in TABLES:
        declared = keys_of(table)
        own = [field for field in fields(table) if field.name in declared]
        values = {field.name: field.default for field in own if not declared[field.name].required}
        assert values == {name: key.value for name, key in declared.items() if not key.required}
