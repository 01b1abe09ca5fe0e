"""What a person must know before typing the number of emails: which text goes, and who is listed under it."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store import signons, versions
from campaign.adapters.store.signons import public
from campaign.core.delivery.records import Mailing
from campaign.core.delivery.rules import not_before
from campaign.core.letters.version import Version
from campaign.core.message.preview import message_preview
from campaign.core.settings import Settings
from campaign.core.signatories import listed_organisations
from campaign.core.signons.signing_state import SigningState, signing_state
from campaign.services.campaign import Campaign
from campaign.services.waves.plan import PlannedWave


@dataclass(frozen=True, slots=True)
class WaveSummary:
    """The text of a wave and its signatories."""

    version: Version
    """The version that goes."""
    subject: str
    """The subject of the first email; "" if the wave has none."""
    organisations: tuple[str, ...]
    """The names of the organisations listed under this version, in the letter's order."""
    people: int
    """The number of individuals listed under it."""
    first_addressee: str
    """The name of the first addressee; "" if there is none."""
    last_addressee: str
    """The name of the last addressee; "" if there is none."""
    signing_open_until_at: dt.datetime | None
    """When signing closes (aware UTC); None if the letter cannot be signed now."""
    planned_at: dt.datetime | None = None
    """When the timetable has this wave (aware UTC), if that is ahead; None if not, or if the wave has a time of its
    own."""


def wave_summary(campaign: Campaign, wave: PlannedWave) -> WaveSummary:
    """The summary of a planned wave, read now."""
    store, mailing, settings, now = campaign.store, wave.mailing, campaign.settings, campaign.now()
    listed = listed_organisations(store.read(signons.signatories, mailing.letter, mailing.version))
    deliveries = tuple(wave.deliveries())
    state = signing_state(settings.signing.opens_at, settings.signing_closes_at, now)
    is_open = state is SigningState.OPEN and bool(settings.campaign.public_url)
    return WaveSummary(
        version=store.read(versions.one, mailing.version),
        subject=message_preview(wave.message(deliveries[0])).subject if deliveries else "",
        organisations=tuple(organisation.name for organisation in listed),
        people=store.read(public.count_people, mailing.letter, mailing.version),
        first_addressee=deliveries[0].name if deliveries else "",
        last_addressee=deliveries[-1].name if deliveries else "",
        signing_open_until_at=settings.signing_closes_at if is_open else None,
        planned_at=_planned_at(settings, mailing, now),
    )


def _planned_at(settings: Settings, mailing: Mailing, now: dt.datetime) -> dt.datetime | None:
    date = settings.timetable.date(mailing.purpose.step)
    is_early = date is not None and date.at > now and not_before(mailing, settings) is None
    return date.at if date and is_early else None
