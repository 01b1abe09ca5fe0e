"""Reads editions of a letter from folder and database."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.adapters.files import folder
from campaign.adapters.store import Store, people, replies, signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import waves
from campaign.adapters.store.signons import public, record, text_changes
from campaign.core.delivery.reach import ReachState
from campaign.core.letters import Version, letter_of
from campaign.core.publish import CampaignContact, Edition, Person
from campaign.core.publish.edition import (
    CampaignFacts,
    LatestSignatories,
    LetterDelivery,
    NewSignatory,
    PublicAnswer,
    SignatoryQuote,
    SignedVersion,
)
from campaign.core.publish.signing_status import SigningStatus
from campaign.core.settings import Settings
from campaign.core.signons import SignOn
from campaign.core.signons.consent import Consent
from campaign.core.signons.record import RecordHead
from campaign.core.signons.signing_state import signing_state
from campaign.errors import Refused
from campaign.services.publishing.consents import consent_of
from campaign.services.publishing.design import design_of
from campaign.services.publishing.logos import LogoCache
from campaign.services.waves.reach import read_reach

_FREEZE = "campaign letter freeze -m MESSAGE"
_NEWEST = 50  # individuals on the letter's page, organisations in the feed


class EditionReader:
    """Reads editions of one letter. Frozen texts, logos, templates and fonts are cached between them.

    `form` is the address of the form; "" for a site without one. Raises Refused if there is a form and the settings do
    not name the controller of the signers' data.
    """

    def __init__(
        self,
        campaign_folder: folder.Folder,
        settings: Settings,
        store: Store,
        name: str,
        form: str = "",
        *,
        is_live: bool = False,
    ) -> None:
        self._settings = settings
        self._store = store
        self._name = name
        self._form = form
        self._is_live = is_live
        self._design = design_of(campaign_folder)
        self._campaign = campaign_facts(settings, consent_of(settings) if form else None)
        self._frozen: dict[int, SignedVersion] = {}
        self.logos = LogoCache(campaign_folder)

    def edition(self, now: dt.datetime, pdf_languages: frozenset[str] = frozenset()) -> Edition:
        """The edition at `now` (aware). `pdf_languages` are the languages that have a PDF.

        Raises Refused if no version is frozen.
        """
        all_versions = self._store.read(versions.all_of, self._name)
        if not all_versions:
            raise Refused(
                f"letters/{self._name}: no version is frozen yet, so there is nothing to publish", fix=_FREEZE
            )
        listed = self._store.read(signons.listed_organisations, self._name)
        counts = self._store.read(public.people_by_version, self._name, tuple(version.id for version in all_versions))
        public_version = self._store.read(versions.public, self._name) or all_versions[-1]
        newest = [signon for signon in listed if signon.version == public_version.id]
        return Edition(
            name=self._name,
            campaign=self._campaign,
            versions=tuple(self._with_names(version, listed, counts[version.id]) for version in all_versions),
            addressees=self._store.read(people.addressees, self._name),
            design=self._design,
            signing=self.signing(now),
            latest=LatestSignatories(
                people=tuple(map(_person, self._store.read(signons.people, public_version.id, None, _NEWEST))),
                new_signatories=_new_signatories(newest),
                quotes=tuple(SignatoryQuote(signon.name, signon.quote) for signon in newest if signon.quote),
            ),
            changes=self._store.read(text_changes.changes, self._name),
            delivery=self._delivery(),
            answers=self._answers(),
            logos=self.logos.logos_of(tuple(signon.as_organisation for signon in newest)),
            pdf_languages=pdf_languages,
            proposals=sum(version.number > public_version.number for version in all_versions),
            record=self._record_head(),
            is_live=self._is_live,
        )

    def _answers(self) -> tuple[PublicAnswer, ...]:
        """Who of those who have had the letter has answered, if the campaign publishes it."""
        campaign = self._settings.campaign
        if campaign.public_answers == "none":
            return ()
        return self._store.read(
            _public_answers, self._name, campaign.zone, with_positions=campaign.public_answers == "positions"
        )

    def _record_head(self) -> RecordHead | None:
        number, digest = self._store.read(record.last)
        return RecordHead(number, digest.hex()) if number else None

    def signing(self, now: dt.datetime) -> SigningStatus:
        """Whether signing is open at `now` (aware)."""
        table, closes_at = self._settings.signing, self._settings.signing_closes_at
        return SigningStatus(
            self._form, signing_state(table.opens_at, closes_at, now), table.opens_at, closes_at, table.individuals
        )

    def _with_names(self, version: Version, listed: tuple[SignOn, ...], people: int) -> SignedVersion:
        signed = tuple(signon.as_organisation for signon in listed if signon.version == version.id)
        known = self._frozen.get(version.id) or self._read(version)
        if (known.organisations, known.people) != (signed, people):
            known = SignedVersion(version, known.texts, known.letters, signed, people)
        self._frozen[version.id] = known
        return known

    def _read(self, version: Version) -> SignedVersion:
        texts = self._store.read(versions.texts, version.id)
        return SignedVersion(version, texts, {text.language: letter_of(text) for text in texts})

    def _delivery(self) -> LetterDelivery | None:
        delivery = self._store.read(public.delivery_summary, self._name)
        return LetterDelivery(*delivery) if delivery else None


def _new_signatories(listed: list[SignOn]) -> tuple[NewSignatory, ...]:
    dated = [(signon.listed_at, signon) for signon in listed if signon.listed_at]
    newest = sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)[:_NEWEST]
    return tuple(NewSignatory(signon.as_organisation, at) for at, signon in newest)


def _public_answers(db: Database, letter: str, zone: ZoneInfo, *, with_positions: bool) -> tuple[PublicAnswer, ...]:
    first: dict[str, dt.date] = {}
    for answer in waves.answers(db, letter):
        if answer.kind != "complaint":
            first.setdefault(answer.addressee, answer.at.astimezone(zone).date())
    positions = replies.positions(db, letter) if with_positions else {}
    had = [reach.addressee for reach in read_reach(db, letter).reaches if reach.state is ReachState.RECEIVED]
    return tuple(
        PublicAnswer(person, first.get(person.key), positions[person.key].stance if person.key in positions else "")
        for person in had
    )


def _person(signon: SignOn) -> Person:
    return Person(signon.id, signon.name, signon.country)


def campaign_facts(settings: Settings, consent: Consent | None) -> CampaignFacts:
    """What a site says about the campaign. `consent` is None for a site without a form."""
    campaign, sender = settings.campaign, settings.sender
    return CampaignFacts(
        name=campaign.name,
        contact=CampaignContact(sender.name, sender.reply_to or sender.address),
        zone=campaign.zone,
        honorific_style=campaign.honorific_style,
        vote_at=campaign.vote_at,
        deadline_at=campaign.deadline_at,
        public_url=campaign.public_url,
        name_order=campaign.name_order,
        consent=consent,
    )
