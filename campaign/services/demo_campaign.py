"""The sample campaign of the demo: sign-ons in each state, a wave that was sent, answers, and a wave to come.

The sample's addressees and organisations are real. Nothing is said of them that is not true: the people who answer,
hesitate or have a position here are invented.
"""

import asyncio
import datetime as dt
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.folder import read_bytes
from campaign.adapters.smtp.catcher import Catcher, run_catcher
from campaign.adapters.store import replies, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import additions, public_form, submissions
from campaign.adapters.store.signons.transitions import transition
from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.records import Delivery
from campaign.core.drafting.signing_position import SigningAnswer
from campaign.core.drafting.text_map import passages
from campaign.core.drafting.thread import CommentOutcome, DraftReader
from campaign.core.intake.csv_tables import whole_addressees
from campaign.core.replies import read
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent, record_line
from campaign.core.team.account import COMMAND_LINE
from campaign.core.team.roles import Role
from campaign.services.acts.act import perform
from campaign.services.acts.answer_acts import RECORD_POSITION
from campaign.services.acts.draft_acts import BEGIN_THREAD, OFFER, REPLY, SETTLE_THREAD, SUGGEST, TAKE_POSITION
from campaign.services.acts.letter_acts import FREEZE
from campaign.services.acts.settings_acts import CHANGE_SETTINGS
from campaign.services.acts.team_acts import ADMIT
from campaign.services.acts.wave_acts import PREPARE_WAVE, RELEASE_WAVE
from campaign.services.campaign import Campaign
from campaign.services.drafting.commenting import CommentRequest
from campaign.services.drafting.signing_positions import PositionRequest
from campaign.services.letters.drafting import read_draft_text
from campaign.services.letters.freeze import FreezeDecision, plan_freeze
from campaign.services.notices.background_mailer import BackgroundMailer
from campaign.services.people.importing import (
    import_addressees,
    import_organisations,
    plan_addressees_import,
    plan_organisations_import,
)
from campaign.services.setup.sample import LETTER
from campaign.services.setup.settings_form import plan_settings
from campaign.services.team.admission import new_account
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.wave_desk import plan_release

_TEAM = (("Maya Lindqvist", Role.COORDINATOR), ("Jonas Weber", Role.SENDER), ("Inês Duarte", Role.EDITOR))
_PEOPLE = """\
name,given_name,family_name,honorific,mail,country,group,role,phone
Saoirse Keane,Saoirse,Keane,Ms,saoirse.keane@parliament.example,IE,Group of the Hills,,+32 2 000 00 01
Jens Falkenried,Jens,Falkenried,Mr,jens.falkenried@parliament.example,AT,Group of the Rivers,,+32 2 000 00 02
Petra Brandtner,Petra,Brandtner,Ms,petra.brandtner@parliament.example,AT,Group of the Hills,,+32 2 000 00 03
Lucien Garrel,Lucien,Garrel,Mr,lucien.garrel@parliament.example,FR,Group of the Rivers,,+32 2 000 00 04
Milda Jankauskė,Milda,Jankauskė,Ms,milda.jankauske@parliament.example,LT,Group of the Hills,,
Tomasz Zieliński,Tomasz,Zieliński,Mr,tomasz.zielinski@parliament.example,PL,Group of the Rivers,,+32 2 000 00 06
"""
_ORGANISATIONS = (
    ("Open Lab Porto", "Rui Castanheira", "Portugal", SignOnState.CONFIRMED),
    ("Gamma Guild", "Ilse Vandermeer", "Austria", SignOnState.CONFIRMED),
    ("Digital Commons Network", "Noor Haddad", "Belgium", SignOnState.LISTED),
    ("Libre Tools Foundation", "Aino Saarela", "Finland", SignOnState.LISTED),
    ("Code Cooperative", "Marek Dvořan", "Czechia", SignOnState.PROMISED),
    ("Free Maps Association", "Elif Aksoy", "Germany", SignOnState.INVITED),
    ("Hackspace Union", "Lotte Bakkenes", "Netherlands", SignOnState.OPENED),
    ("Data Stewards", "Pål Nordvik", "Norway", SignOnState.DECLINED),
    ("Quick Signatures Ltd", "A. Nonymous", "Malta", SignOnState.REFUSED),
    ("Archive Friends", "Chiara Montefusco", "Italy", SignOnState.WITHDRAWN),
)
_PENDING = ("Open Labs Porto", "Rui Castanheira", "Portugal")
"""A form that nobody has confirmed, with nearly the name of another."""
_STEPS: dict[SignOnState, tuple[tuple[SignOnState, RecordEvent, Actor], ...]] = {
    SignOnState.INVITED: (),
    SignOnState.OPENED: ((SignOnState.OPENED, RecordEvent.OPENED, Actor.SIGNER),),
    SignOnState.PROMISED: ((SignOnState.PROMISED, RecordEvent.PROMISED, Actor.SIGNER),),
    SignOnState.DECLINED: ((SignOnState.DECLINED, RecordEvent.DECLINED, Actor.SIGNER),),
    SignOnState.CONFIRMED: (),
    SignOnState.LISTED: ((SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR),),
    SignOnState.REFUSED: ((SignOnState.REFUSED, RecordEvent.REFUSED, Actor.COORDINATOR),),
    SignOnState.WITHDRAWN: (
        (SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR),
        (SignOnState.WITHDRAWN, RecordEvent.WITHDRAWN, Actor.SIGNER),
    ),
}
_ANSWERS = (
    ("saoirse.keane", "Re: your letter", "Thank you. The Member supports the exemption and will say so in committee."),
    (
        "petra.brandtner",
        "Re: your letter",
        "We have read it. Can you send the wording for recital 12c that you propose?",
    ),
    ("lucien.garrel", "Re: your letter", "The Member cannot support this as it stands."),
)
_POSITIONS = (
    ("Saoirse Keane", "supports", "mail", "Her office: she supports the exemption"),
    ("Lucien Garrel", "against", "phone", "His assistant: not as it stands"),
)
_MAYA = DraftReader(None, "Maya Lindqvist", "", settles=True)
_PARTNERS = (
    DraftReader(None, "Rui Castanheira", "Open Lab Porto", settles=False),
    DraftReader(None, "Noor Haddad", "Digital Commons Network", settles=False),
    DraftReader(None, "Aino Saarela", "Libre Tools Foundation", settles=False),
)
_DAYS = {"begins": 9, "signs": 8, "sent": 4, "answers": 2}


@dataclass
class _Clock:
    """A clock that a story turns on."""

    at: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.at


def demo_mail_server() -> AbstractAsyncContextManager[Catcher]:
    """A mail server on this machine that keeps every email, and passes none on."""
    return run_catcher()


async def play_campaign(root: Path, now: dt.datetime, public_url: str, mail_port: int) -> None:
    """Bring a copy of the sample in `root` into full swing, as if its team had worked for nine days before `now`
    (aware UTC). Emails go to the mail server on this machine at `mail_port`."""
    morning = now.replace(hour=8, minute=12, second=0, microsecond=0)
    now, clock = morning if morning < now else morning - dt.timedelta(days=1), _Clock(now)
    with Campaign(root, clock) as campaign:
        await asyncio.to_thread(_begin, campaign, clock, now, public_url, mail_port)
    with Campaign(root, clock) as campaign:  # with the settings of the step before
        await asyncio.to_thread(_sign, campaign, clock, now)
        await asyncio.to_thread(_comment, campaign)
        clock.at = now - dt.timedelta(days=_DAYS["sent"])
        await asyncio.to_thread(_release_first, campaign)
        await BackgroundMailer(campaign, lambda _: None).look(asyncio.Event())
        await asyncio.to_thread(_answer, campaign, clock, now)


def _begin(campaign: Campaign, clock: _Clock, now: dt.datetime, public_url: str, mail_port: int) -> None:
    """The settings, the team, both tables and the frozen text."""
    clock.at = now - dt.timedelta(days=_DAYS["begins"])
    texts = {
        "campaign.public_url": public_url,
        "smtp.host": "127.0.0.1",
        "smtp.port": str(mail_port),
        "smtp.security": "none",
        "sending.window": "00:00-24:00",
        "sending.weekdays": "mon-sun",
        "sending.holidays": "none",
        "sending.per_minute": "600",
        "signing.individuals": "true",
    }
    perform(campaign, COMMAND_LINE, CHANGE_SETTINGS, plan_settings(campaign, texts))
    for name, role in _TEAM:
        address = f"{name.partition(' ')[0].lower().replace('ê', 'e')}@coalition.example"
        perform(campaign, COMMAND_LINE, ADMIT, new_account(address, name, role))
    real = read_bytes(campaign.folder.addressees_csv(LETTER))
    for table in (real, _PEOPLE.encode()):
        import_addressees(campaign, plan_addressees_import(campaign, table, "addressees.csv", LETTER))
    people = plan_addressees_import(campaign, real, "addressees.csv", LETTER).stored
    campaign.folder.addressees_csv(LETTER).write_text(whole_addressees(people), "utf-8", newline="")
    organisations = read_bytes(campaign.folder.organisations_csv)
    import_organisations(campaign, plan_organisations_import(campaign, organisations, "organisations.csv"))
    perform(campaign, COMMAND_LINE, FREEZE, plan_freeze(campaign), FreezeDecision("agreed by all eight organisations"))


def _sign(campaign: Campaign, clock: _Clock, now: dt.datetime) -> None:
    """Organisations in each state, a day's work at a time."""
    for day, (name, person, country, state) in enumerate(_ORGANISATIONS):
        clock.at = now - dt.timedelta(days=_DAYS["signs"]) + dt.timedelta(hours=9 * day)
        campaign.store.write(_put, name, person, country, state, clock.at)
    clock.at = now - dt.timedelta(hours=3)
    new = _new_signon(*_PENDING, SignOnState.PENDING, SignOnSource.PAGE)
    campaign.store.write(submissions.add, new, clock.at, by_stranger=False)


def _put(db: Database, name: str, person: str, country: str, state: SignOnState, at: dt.datetime) -> None:
    """Enter an organisation and move it to its state, through the table of states."""
    steps = _STEPS[state]
    is_invited = state in (SignOnState.INVITED, SignOnState.OPENED, SignOnState.PROMISED, SignOnState.DECLINED)
    if is_invited:
        new = _new_signon(name, person, country, SignOnState.INVITED, SignOnSource.INVITATION)
        number: int | None = additions.add(db, new, RecordEvent.INVITED, Actor.COORDINATOR, at).id
    else:
        new = _new_signon(name, person, country, SignOnState.PENDING, SignOnSource.PAGE)
        submission = submissions.add(db, new, at, by_stranger=False)
        form = submissions.one(db, submission)
        number = public_form.confirm_submission(db, submission, form.seed, at) if form else None
    for step, event, actor in steps:
        known = signons.one(db, number) if number else None
        if known is not None:
            transition(db, known, step, record_line(known, event, actor, at + dt.timedelta(hours=1)))


def _new_signon(name: str, person: str, country: str, state: SignOnState, source: SignOnSource) -> NewSignOn:
    domain = name.lower().replace(" ", "-")
    address = f"office@{domain}.example"
    return NewSignOn(
        letter=LETTER,
        kind=SignOnKind.ORGANISATION,
        name=name,
        state=state,
        version=1,
        language="en",
        source=source,
        url=f"https://{domain}.example",
        country=country,
        person=person,
        role="Director",
        address=address,
        address_key=address,
        authority="I may sign for it",
    )


def _comment(campaign: Campaign) -> None:
    """What partners say of the draft: a red line with words offered for it, a suggestion, a settled comment, positions.
    The text stays as it is."""
    rui, noor, aino = _PARTNERS
    paper = "Paperwork that is due before the first step means that the step is\ntaken elsewhere."
    red = _on(campaign, paper, "We cannot sign a text that calls all paperwork harmful.", is_red_line=True)
    line = perform(campaign, COMMAND_LINE, BEGIN_THREAD, red, rui).result
    passage = _passage(campaign, red)
    after = passage.replace(
        paper, "Registration that is due before the first step means that the step is\ntaken elsewhere."
    )
    perform(campaign, COMMAND_LINE, OFFER, line.id, "", red.passage or 0, after, _MAYA)
    figure = _on(campaign, "65 and 95 billion", "The study gives the figures for one year: say which.")
    wanted = _passage(campaign, figure).replace("billion euro a year", "billion euro in 2018")
    perform(campaign, COMMAND_LINE, SUGGEST, figure, wanted, noor)
    ask = perform(
        campaign, COMMAND_LINE, BEGIN_THREAD, _on(campaign, "clarified form", "Name the amendment?"), aino
    ).result
    perform(campaign, COMMAND_LINE, REPLY, ask.id, "It has no number yet.", _MAYA)
    perform(campaign, COMMAND_LINE, SETTLE_THREAD, ask.id, CommentOutcome.LATER, "Once it has a number.", _MAYA)
    for reader, answer, threads in (
        (rui, SigningAnswer.IF, (line.id,)),
        (noor, SigningAnswer.WILL_SIGN, ()),
        (aino, SigningAnswer.WILL_SIGN, ()),
    ):
        perform(campaign, COMMAND_LINE, TAKE_POSITION, PositionRequest("", answer, None, threads, "en"), reader)


def _on(campaign: Campaign, words: str, text: str, *, is_red_line: bool = False) -> CommentRequest:
    """A comment on words of the sample letter."""
    source = read_draft_text(campaign, "en").text
    number = next(at for at, passage in enumerate(passages(source), 1) if words in passage.of(source))
    return CommentRequest("en", "", number, words, text, is_red_line=is_red_line)


def _passage(campaign: Campaign, wanted: CommentRequest) -> str:
    source = read_draft_text(campaign, "en").text
    return passages(source)[(wanted.passage or 1) - 1].of(source)


def _release_first(campaign: Campaign) -> None:
    wave = perform(campaign, COMMAND_LINE, PREPARE_WAVE, WaveOptions("first")).result
    perform(campaign, COMMAND_LINE, RELEASE_WAVE, plan_release(campaign, wave))


def _answer(campaign: Campaign, clock: _Clock, now: dt.datetime) -> None:
    """Answers of invented offices, an email that came back, positions, and the follow-up that is prepared."""
    clock.at = now - dt.timedelta(days=_DAYS["answers"])
    sent = _deliveries(campaign)
    mails = [_answer_mail(sent[f"{who}@parliament.example"], subject, text) for who, subject, text in _ANSWERS]
    mails.append(_automatic_answer(sent["jens.falkenried@parliament.example"]))
    mails.append(_bounce(sent["milda.jankauske@parliament.example"]))
    for mail in mails:
        campaign.store.write(replies.add, read(mail.encode(), clock.at), "inbox", clock.at)
    for name, stance, way, note in _POSITIONS:
        key = next(delivery.addressee for delivery in sent.values() if delivery.name == name)
        perform(campaign, COMMAND_LINE, RECORD_POSITION, key, stance, way, note)
    perform(campaign, COMMAND_LINE, PREPARE_WAVE, WaveOptions("follow-up", WavePurpose.FOLLOW_UP))


def _deliveries(campaign: Campaign) -> dict[str, Delivery]:
    """The deliveries of the wave that went, by address."""
    wave = campaign.store.read(deliveries.find_mailing, LETTER, "first")
    assert wave is not None  # `_release_first` released it
    return {delivery.address: delivery for delivery in campaign.store.read(deliveries.deliveries, wave.id)}


def _answer_mail(delivery: Delivery, subject: str, text: str) -> str:
    return (
        f"From: Office of {delivery.name} <{delivery.address}>\nTo: letters@coalition.example\nSubject: {subject}\n"
        f"In-Reply-To: {delivery.message_id}\nMessage-ID: <answer-{delivery.id}@parliament.example>\n\n{text}\n"
    )


def _automatic_answer(delivery: Delivery) -> str:
    mail = _answer_mail(delivery, "Out of office", "I am out of the office until Monday.")
    return f"Auto-Submitted: auto-replied\n{mail}"


def _bounce(delivery: Delivery) -> str:
    return (
        "From: MAILER-DAEMON@parliament.example\nTo: letters@coalition.example\nSubject: Undelivered\n"
        f"Message-ID: <bounce-{delivery.id}@parliament.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nNo such user.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.parliament.example\n\n"
        f"Final-Recipient: rfc822; {delivery.address}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such user\n\n"
        f"--b\nContent-Type: message/rfc822-headers\n\nMessage-ID: {delivery.message_id}\n\n--b--\n"
    )
