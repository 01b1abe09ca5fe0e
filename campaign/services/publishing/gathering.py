"""What is public of a letter, gathered from folder and store."""

import datetime as dt

from campaign.adapters.files import folder
from campaign.adapters.store import Store, people, signons, versions
from campaign.adapters.store.signons import public, standing
from campaign.core.letters import Version, letter_of
from campaign.core.publish import Contact, Edition, Person
from campaign.core.publish.edition import CampaignFacts, Delivered, Frozen, Joined, Latest, Quote
from campaign.core.publish.signing import Signing
from campaign.core.settings import Settings
from campaign.core.signons import SignOn
from campaign.core.signons.consent import Consent
from campaign.core.signons.opening import opening
from campaign.errors import Refused
from campaign.services.publishing.consents import consent_of
from campaign.services.publishing.design import design_of
from campaign.services.publishing.logos import Logos

_FREEZE = "campaign letter freeze -m MESSAGE"
_NEWEST = 50  # persons on the letter's page, organisations in the feed


class Gathering:
    """Editions of one letter, as often as one is asked for.

    What never changes or takes long is kept from one to the next: frozen texts, logos, templates, fonts. `form` is the
    address of the form, "" for a site without one. Raises Refused where people are led to a form and nobody is named
    who answers for their data.
    """

    def __init__(
        self,
        place: folder.Folder,
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
        self._design = design_of(place)
        self._campaign = campaign_facts(settings, consent_of(settings) if form else None)
        self._frozen: dict[int, Frozen] = {}
        self.logos = Logos(place)

    def edition(self, now: dt.datetime, prints: frozenset[str] = frozenset()) -> Edition:
        """What is public at `now` (aware). `prints` are the languages in which there is a PDF.

        Raises Refused when nothing is frozen.
        """
        found = self._store.read(versions.all_of, self._name)
        if not found:
            raise Refused(f"letters/{self._name}: nothing is frozen yet, so there is no text to publish", hint=_FREEZE)
        listed = self._store.read(signons.listed_organisations, self._name)
        counts = self._store.read(public.people_under, self._name, tuple(version.id for version in found))
        newest = [each for each in listed if each.version == found[-1].id]
        return Edition(
            name=self._name,
            campaign=self._campaign,
            versions=tuple(self._with_names(version, listed, counts[version.id]) for version in found),
            addressees=self._store.read(people.addressees, self._name),
            design=self._design,
            signing=self.signing(now),
            latest=Latest(
                people=tuple(map(_person, self._store.read(signons.people, found[-1].id, None, _NEWEST))),
                joined=_joined(newest),
                quotes=tuple(Quote(each.name, each.quote) for each in newest if each.quote),
            ),
            changes=self._store.read(standing.changes, self._name),
            delivered=self._delivered(),
            logos=self.logos.of(tuple(each.public for each in newest)),
            prints=prints,
            is_live=self._is_live,
        )

    def signing(self, now: dt.datetime) -> Signing:
        """How signing stands at `now` (aware)."""
        said, closes_at = self._settings.signing, self._settings.signing_closes_at
        return Signing(self._form, opening(said.opens_at, closes_at, now), said.opens_at, closes_at, said.individuals)

    def _with_names(self, version: Version, listed: tuple[SignOn, ...], people: int) -> Frozen:
        signed = tuple(each.public for each in listed if each.version == version.id)
        known = self._frozen.get(version.id) or self._read(version)
        if (known.organisations, known.people) != (signed, people):
            known = Frozen(version, known.texts, known.letters, signed, people)
        self._frozen[version.id] = known
        return known

    def _read(self, version: Version) -> Frozen:
        texts = self._store.read(versions.texts, version.id)
        return Frozen(version, texts, {text.language: letter_of(text) for text in texts})

    def _delivered(self) -> Delivered | None:
        found = self._store.read(public.delivered, self._name)
        return Delivered(*found) if found else None


def _joined(listed: list[SignOn]) -> tuple[Joined, ...]:
    dated = [(each.listed_at, each) for each in listed if each.listed_at]
    newest = sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)[:_NEWEST]
    return tuple(Joined(each.public, at) for at, each in newest)


def _person(signon: SignOn) -> Person:
    return Person(signon.id, signon.name, signon.country)


def campaign_facts(settings: Settings, consent: Consent | None) -> CampaignFacts:
    """What a site says of a campaign. `consent` is None for a site that leads to no form."""
    campaign, sender = settings.campaign, settings.sender
    return CampaignFacts(
        name=campaign.name,
        contact=Contact(sender.name, sender.reply_to or sender.address),
        zone=campaign.zone,
        honorific_style=campaign.honorific_style,
        vote_at=campaign.vote_at,
        deadline_at=campaign.deadline_at,
        public_url=campaign.public_url,
        consent=consent,
    )
