"""Test mails: an addressee's mail, sent to oneself through the real server, marked as a test, outside the ledger."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

from campaign.adapters.smtp import SmtpTransport
from campaign.core.addressees import Addressee
from campaign.core.delivery.attempt import Outcome
from campaign.core.letters import Letter
from campaign.core.message.mail import Mail
from campaign.core.settings import SmtpTable
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.waves.audience import Audience
from campaign.services.waves.mails import draft_mails
from campaign.services.waves.state import LetterState, letter_state

_MARK = "[test] "


@dataclass(frozen=True, slots=True)
class TrialMail:
    """One finished test mail."""

    name: str
    """Whose mail it is: the addressee's name."""
    recipient: str
    """The one who tries."""
    sender: str
    message: bytes


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """The test mails that would be sent, and the server that they go through."""

    mails: tuple[TrialMail, ...]
    server: SmtpTable


def plan_trial(campaign: Campaign, to: str, *, only_first: bool) -> TrialPlan:
    """The mails of the frozen version (of the folder's text while nothing is frozen) with To and Subject changed: the
    first addressee's, or everybody's. Raises Refused when no mail server is set."""
    server = campaign.settings.smtp
    if server is None:
        hint = "fill in [smtp] in campaign.toml, or try rehearse"
        raise Refused("no mail server is set, nothing was sent", hint=hint)
    state = letter_state(campaign.folder, campaign.store, campaign.letter)
    people, now = state.with_mail, campaign.now()
    texts = {language: _marked(letter) for language, letter in (state.frozen or state.letters).items()}
    state = replace(state, letters=texts)
    chosen = people[:1] if only_first else people
    return TrialPlan(tuple(_trial_mail(campaign, state, person, to, now) for person in chosen), server)


def send_trial(campaign: Campaign, plan: TrialPlan) -> tuple[Outcome, ...]:
    """Hand over the very mails of the plan, each on a line of its own; no retries."""
    transport = SmtpTransport(plan.server, campaign.settings.sending.timeout_seconds)
    return asyncio.run(_handed_over(plan.mails, transport))


def _trial_mail(campaign: Campaign, state: LetterState, person: Addressee, to: str, at: dt.datetime) -> TrialMail:
    diverted = replace(person, mail=to)
    people = tuple(diverted if each.key == person.key else each for each in state.addressees)
    (mail,) = draft_mails(campaign, replace(state, addressees=people), Audience((diverted,)), at)
    return TrialMail(person.name, mail.mail, mail.sender, mail.message)


def _marked(letter: Letter) -> Letter:
    return replace(letter, subject=_MARK + letter.subject_line)


async def _handed_over(mails: tuple[TrialMail, ...], transport: SmtpTransport) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    for mail in mails:
        line = await transport.connect()
        if isinstance(line, Outcome):
            outcomes.append(line)
            continue
        outcomes.append(await line.hand_over(Mail(mail.sender, mail.recipient, mail.message), _always))
        await line.close()
    return tuple(outcomes)


async def _always() -> bool:
    return True
