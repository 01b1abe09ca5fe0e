"""Whose fault a refusal is, in the words of the providers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.delivery.refusals import RefusalCause, judge_limit, judge_refusal

RECIPIENT, LIMIT, SENDER, UNCLEAR = RefusalCause

# Provider, code, words, whose fault it is after RCPT or the body. Words as the providers document them, or as their
# servers say them.
CASES = [
    # RFC 5321 section 4.2.3 and RFC 3463
    ("rfc", 550, "5.1.1 no such user", RECIPIENT),
    ("rfc", 551, "5.1.6 user has moved", RECIPIENT),
    ("rfc", 553, "5.1.3 bad recipient address syntax", RECIPIENT),
    ("rfc", 556, "5.1.10 recipient address has null MX", RECIPIENT),
    ("rfc", 552, "5.2.2 mailbox full", RECIPIENT),
    ("rfc", 550, "5.2.1 mailbox disabled, not accepting messages", RECIPIENT),
    ("rfc", 550, "5.4.4 unable to route", RECIPIENT),
    ("rfc", 554, "5.3.0 other mail system status", SENDER),
    ("rfc", 503, "5.5.1 bad sequence of commands", SENDER),
    ("rfc", 503, "bad sequence of commands", SENDER),
    ("rfc", 530, "5.7.0 Must issue a STARTTLS command first", SENDER),
    ("rfc", 535, "5.7.8 authentication credentials invalid", SENDER),
    ("rfc", 550, "", UNCLEAR),
    ("rfc", 554, "5.6.0 no", UNCLEAR),
    ("rfc", 554, "transaction failed", UNCLEAR),
    ("rfc", 550, "5.7.17 mailbox owner has changed", RECIPIENT),
    ("rfc", 550, "5.7.25 reverse DNS validation failed", SENDER),
    # Postfix: postconf(5), SASL_README
    ("postfix", 550,
     "5.1.1 <a@b.example>: Recipient address rejected: User unknown in virtual mailbox table", RECIPIENT),
    ("postfix", 550, "<a@b.example>: Recipient address rejected: User unknown in local recipient table", RECIPIENT),
    ("postfix", 550, "5.1.2 <a@b.example>: Recipient address rejected: Domain not found", RECIPIENT),
    ("postfix", 553, "5.7.1 <anna@b.example>: Sender address rejected: not owned by user otto@b.example", SENDER),
    ("postfix", 550, "5.1.8 <anna@b.example>: Sender address rejected: Domain not found", SENDER),
    ("postfix", 550, "5.1.7 <anna@b.example>: Sender address rejected: not owned by user otto@b.example", SENDER),
    ("postfix", 550, "5.1.1 <anna@b.example>: Sender address rejected: not owned by user otto@b.example", SENDER),
    ("postfix", 550, "5.1.0 <anna@b.example>: Sender address rejected: User unknown in local recipient table", SENDER),
    ("postfix", 554, "5.7.1 <a@b.example>: Relay access denied", SENDER),
    ("postfix", 554, "5.7.1 <a@b.example>: Recipient address rejected: Access denied", UNCLEAR),
    ("postfix", 554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", SENDER),
    ("postfix", 552, "5.3.4 Message size exceeds fixed limit", SENDER),
    ("policyd", 554,
     "5.7.1 <a@b.example>: Recipient address rejected: Policy rejection; Message count quota exceeded", LIMIT),
    # Exim, as hosting providers run it with cPanel
    ("exim", 550, "No such person at this address", RECIPIENT),
    ("exim", 550, "Unrouteable address", RECIPIENT),
    ("exim", 550, "relay not permitted", SENDER),
    ("exim", 550, "Sender verify failed", SENDER),
    ("exim", 550,
     "Domain b.example has exceeded the max emails per hour (100/100 (100%)) allowed. Message discarded.", LIMIT),
    ("exchange", 554,
     "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message", LIMIT),
    ("zoho", 550, "5.4.6 Unusual sending activity detected. Please try after sometime", LIMIT),
    # Gmail: support.google.com/a/answer/3726730 and /166852
    ("gmail", 550,
     "5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to", LIMIT),
    ("gmail", 550, "5.4.5 Daily SMTP relay sending limit exceeded for customer.", LIMIT),
    ("gmail", 550, "5.7.1 Daily SMTP relay limit exceeded for user.", LIMIT),
    ("gmail", 550, "5.1.1 The email account that you tried to reach does not exist.", RECIPIENT),
    ("gmail", 550, "5.2.1 The email account that you tried to reach is inactive.", RECIPIENT),
    ("gmail", 550,
     "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery", RECIPIENT),
    ("gmail", 552, "5.2.2 The recipient's inbox is out of storage space.", RECIPIENT),
    ("gmail", 552, "5.3.4 Your message exceeded Google's message size limits.", SENDER),
    ("gmail", 530, "5.5.1 Authentication Required.", SENDER),
    ("gmail", 550, "5.7.1 Our system has detected that this message is likely unsolicited mail.", SENDER),
    ("gmail", 550, "5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy.", SENDER),
    ("gmail", 550, "5.7.28 There is an unusual rate of unsolicited mail originating from your IP address.", LIMIT),
    ("gmail", 553, "5.1.7 The sender address is not a valid RFC 5321 address.", SENDER),
    ("gmail", 550,
     "5.7.1 The user or domain that you are sending to (or from) has a policy that prohibited it", SENDER),
    # Exchange Online: "Email non-delivery reports", "Exchange Online limits", learn.microsoft.com
    ("microsoft", 550, "5.1.90 Your message can't be sent because you've reached your daily limit", LIMIT),
    ("microsoft", 554, "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied", SENDER),
    ("microsoft", 550, "5.2.252 SendAsDenied; otto@b.example not allowed to send as anna@b.example", SENDER),
    ("microsoft", 550, "5.2.253 SubmissionQuotaExceeded", LIMIT),
    ("microsoft", 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", SENDER),
    ("microsoft", 550, "5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM", SENDER),
    ("microsoft", 550, "5.7.30 Basic authentication is not supported for Client Submission.", SENDER),
    ("microsoft", 550, "5.1.8 Access denied, bad outbound sender", SENDER),
    ("microsoft", 550, "5.7.501 Access denied, spam abuse detected", SENDER),
    ("microsoft", 550, "5.7.515 Access denied, sending domain does not meet the required authentication level", SENDER),
    ("microsoft", 550, "5.7.606 Access denied, banned sending IP [192.0.2.1]", SENDER),
    ("microsoft", 550, "5.7.606 Access denied", SENDER),
    ("microsoft", 550, "5.7.705 Access denied, tenant has exceeded threshold", LIMIT),
    ("microsoft", 550,
     "5.7.232 Your message can't be sent because your trial tenant has exceeded its daily limit", LIMIT),
    ("microsoft", 550, "5.7.708 Access denied, traffic not accepted from this IP", SENDER),
    ("microsoft", 550, "5.4.1 Recipient address rejected: Access denied. AS(201806281)", RECIPIENT),
    ("microsoft", 550, "5.1.10 RESOLVER.ADR.RecipientNotFound; not found", RECIPIENT),
    ("microsoft", 550, "5.7.124 Sender not in allowed-senders list", RECIPIENT),
    ("microsoft", 550, "5.2.121 Recipient's per hour message receive limit exceeded", RECIPIENT),
    ("microsoft", 550, "5.4.6 Routing loop detected", UNCLEAR),
    # Amazon SES: docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html
    ("ses", 554, "Message rejected: Email address is not verified. The following identities failed the check", SENDER),
    ("ses", 554, "Message rejected: Sending suspended for this account. For more information", UNCLEAR),
    ("ses", 530, "Authentication required", SENDER),
    # Others, as their servers answer
    ("sendgrid", 550, "Maximum credits exceeded", LIMIT),
    ("gmx", 550, "Requested action not taken: mailbox unavailable", RECIPIENT),
    ("gmx", 550, "Requested mail action not taken: mailbox unavailable. Mail send limit exceeded.", LIMIT),
    ("qmail", 553,
     "sorry, that domain isn't in my list of allowed rcpthosts; no valid recipient: not a valid address", UNCLEAR),
    ("any", 550, "Too many messages today", LIMIT),
    ("any", 552, "mailbox is full", RECIPIENT),
    ("any", 554, "5.7.1 This message looks like spam", SENDER),
    ("any", 550, "5.7.1 No such user here", RECIPIENT),
    ("any", 550, "<a@b.example>: recipient rejected: content policy", UNCLEAR),
    ("ours", 553, "ä@b.example: the mail server accepts only ASCII addresses (no SMTPUTF8); replace it", RECIPIENT),
    ("ours", 553, "not a valid email address", RECIPIENT),
]  # fmt: skip

# Temporary answers: whether they name a limit of ours, and how long to wait.
TEMPORARY = [
    (432, "4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", 5),
    (421, "4.7.28 There is an unusual rate of unsolicited mail from your IP address", 5),
    (454, "Throttling failure: Maximum sending rate exceeded.", 5),
    (454, "Throttling failure: Daily message quota exceeded.", 240),
    (450, "4.7.1 You have reached the hourly sending limit", 60),
    (451, "4.7.1 Greylisting in action, at most 5 minutes per message", None),
    (421, "4.7.0 too many messages on this connection", None),
    (450, "4.2.1 The user you are trying to contact is receiving mail too quickly", None),
    (452, "4.2.2 mailbox full", None),
    (452, "4.3.1 insufficient storage", None),
    (452, "4.3.4 message size exceeds the limit for now", None),
    (421, "4.3.2 closing", None),
    (451, "4.3.0 try again later", None),
]


@pytest.mark.parametrize(
    ("code", "words", "cause"), [pytest.param(*case[1:], id=f"{case[0]} {case[2]}"[:60]) for case in CASES]
)
def test_the_answers_of_providers(code: int, words: str, cause: RefusalCause) -> None:
    """Only a refusal of the recipient is the recipient's; limits go on by themselves, other refusals of us need a
    person."""
    refusal = judge_refusal(code, words, before_recipient=False)
    assert refusal.cause is cause
    assert bool(refusal.what) == (cause in (LIMIT, SENDER))
    assert bool(refusal.wait) == (cause is LIMIT)


@pytest.mark.parametrize(("code", "words"), [case[1:3] for case in CASES])
def test_before_the_recipient(code: int, words: str) -> None:
    """Whatever a server answers to MAIL, it is about us: it does not know the recipient yet."""
    assert judge_refusal(code, words, before_recipient=True).cause in (LIMIT, SENDER)


@pytest.mark.parametrize(("code", "words", "minutes"), TEMPORARY)
def test_a_limit_that_passes(code: int, words: str, minutes: int | None) -> None:
    """A temporary answer that names a limit of ours has its wait; greylisting and a full mailbox are no limits of
    ours."""
    limit = judge_limit(code, words)
    assert (limit and limit.wait) == (minutes and dt.timedelta(minutes=minutes))


@given(st.integers(500, 599), st.text(max_size=120), st.booleans())
def test_any_words_are_judged(code: int, words: str, before_recipient: bool) -> None:
    """Whatever a server says, the judgement ends, and nothing is the recipient's before the server knows the
    recipient."""
    cause = judge_refusal(code, words, before_recipient=before_recipient).cause
    assert not (before_recipient and cause in (RECIPIENT, UNCLEAR))
