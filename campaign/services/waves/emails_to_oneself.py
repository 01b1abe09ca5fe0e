"""Test emails: an addressee's email sent to oneself through the real server, marked as a test and not recorded."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

from campaign.adapters.smtp import Transport
from campaign.core.addressees import Addressee
from campaign.core.delivery.attempt import Outcome
from campaign.core.delivery.audience import WavePurpose
from campaign.core.letters import Letter
from campaign.core.message.message import Message
from campaign.core.settings import SmtpTable
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.send_wave import transport_for
from campaign.services.sending.single_email import send_single
from campaign.services.waves.audience import Audience
from campaign.services.waves.letter_state import LetterState, read_letter_state
from campaign.services.waves.planned_deliveries import draft_deliveries

_SUBJECT_MARK = "[test] "


def trial_command(campaign: Campaign) -> str:
    """The command that tries a wave out: a test email, or a rehearsal on this machine while no mail server is set."""
    return "campaign send test --to YOU" if campaign.settings.smtp else "campaign send rehearse"


@dataclass(frozen=True, slots=True)
class TrialMessage:
    """One finished test email."""

    name: str
    """The name of the addressee whose email it is."""
    recipient: str
    """The email address of the tester."""
    sender: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """The test emails that would be sent, and the server that sends them."""

    messages: tuple[TrialMessage, ...]
    server: SmtpTable


def plan_trial(
    campaign: Campaign, to: str, *, only_first: bool, purpose: WavePurpose = WavePurpose.FIRST, key: str = ""
) -> TrialPlan:
    """The emails of the frozen version, or of the text in the folder if none is frozen, with To and Subject changed:
    the first addressee's, or everybody's; with `key`, only this addressee's. They have the covering note of `purpose`.
    Raises Refused when no mail server is set."""
    server = campaign.settings.smtp
    if server is None:
        fix = "fill in [smtp] in campaign.toml, or use campaign send rehearse"
        raise Refused("nothing was sent: no mail server is set", fix=fix)
    state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    people, now = tuple(person for person in state.with_address if key in ("", person.key)), campaign.now()
    texts = {language: _mark_as_test(letter) for language, letter in (state.frozen or state.letters).items()}
    state = replace(state, letters=texts)
    chosen = people[:1] if only_first else people
    return TrialPlan(tuple(_trial_message(campaign, state, person, to, now, purpose) for person in chosen), server)


def send_trial(campaign: Campaign, plan: TrialPlan) -> tuple[Outcome, ...]:
    """Send the emails of the plan, each over its own connection, without retries."""
    transport = transport_for(campaign.settings)
    return asyncio.run(_send_all(plan.messages, transport))


def _trial_message(
    campaign: Campaign, state: LetterState, person: Addressee, to: str, at: dt.datetime, purpose: WavePurpose
) -> TrialMessage:
    tester = replace(person, address=to)
    people = tuple(tester if addressee.key == person.key else addressee for addressee in state.addressees)
    (draft,) = draft_deliveries(campaign, replace(state, addressees=people), Audience((tester,), purpose=purpose), at)
    return TrialMessage(person.name, draft.address, draft.sender, draft.message)


def _mark_as_test(letter: Letter) -> Letter:
    return replace(letter, subject=_SUBJECT_MARK + letter.subject_line)


async def _send_all(messages: tuple[TrialMessage, ...], transport: Transport) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    for message in messages:
        outcomes.append(await send_single(transport, Message(message.sender, message.recipient, message.content)))
    return tuple(outcomes)
