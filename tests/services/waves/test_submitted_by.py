"""Which emails of the program have the header Auto-Submitted (RFC 3834 section 5)."""

from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

from campaign.core.compose import Identity, mails
from campaign.core.compose.notices import notice_message
from campaign.core.settings import PLAIN, SmtpTable
from campaign.core.signons.notice import NoticeKind
from campaign.services.campaign import Campaign
from campaign.services.waves.emails_to_oneself import plan_trial
from tests.helpers.campaign import frozen_sample
from tests.helpers.notice_context import notice_context
from tests.helpers.sample_letter import AT, PEOPLE, SENDER, TEMPLATES, compose_message, context, frame, recipient

BY_ITSELF = "auto-generated"


def test_automatic_notices_are_marked(tmp_path: Path) -> None:
    """Letters, and notices that a person sends with a command (invitation, reminder, refusal, question, sent,
    result), do not have
    it, because absence notes in answer to them are wanted. Notices that are sent automatically have it."""
    headers = {f"notice: {kind}": header(notice(kind)) for kind in NoticeKind}
    headers |= {"letter": header(compose_message().message), "letter of many": header(second_of_a_series())}
    headers |= {"test of a letter": header(trial_message(tmp_path))}
    assert headers == {
        "letter": None,
        "letter of many": None,
        "test of a letter": None,
        "notice: invitation": None,
        "notice: reminder": None,
        "notice: refused": None,
        "notice: question": None,
        "notice: sent": None,
        "notice: result": None,
        "notice: merged": BY_ITSELF,
        "notice: confirm": BY_ITSELF,
        "notice: own": BY_ITSELF,
        "notice: listed": BY_ITSELF,
        "notice: withdrawn": BY_ITSELF,
        "notice: correction": BY_ITSELF,
        "notice: window": BY_ITSELF,
        "notice: ask": BY_ITSELF,
    }


def header(message: bytes) -> str | None:
    """The header Auto-Submitted of a message, None if it has none."""
    values = message_from_bytes(message).get_all("Auto-Submitted", [])
    assert len(values) < 2
    return values[0] if values else None


def notice(kind: NoticeKind) -> bytes:
    return notice_message(notice_context(kind), frame(), Identity("<1@coalition.example>", AT), TEMPLATES).content


def second_of_a_series() -> bytes:
    first, second = mails({"en": context()}, SENDER, TEMPLATES, map(recipient, PEOPLE[:2]))
    assert first.wire != second.wire  # the second one is assembled from pieces
    return second.message


def trial_message(root: Path) -> bytes:
    with Campaign(frozen_sample(root)) as campaign:
        campaign.settings = replace(campaign.settings, smtp=SmtpTable("127.0.0.1", 25, PLAIN))
        (message,) = plan_trial(campaign, "me@coalition.example", only_first=True).messages
    return message.content
