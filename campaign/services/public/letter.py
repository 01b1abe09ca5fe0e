"""The letter that visitors meet: what every service of the public pages takes."""

from dataclasses import dataclass, field

from campaign.adapters.store import keys
from campaign.core.publish import CampaignContact
from campaign.core.publish.design import Design
from campaign.core.render.characters import clean
from campaign.core.signons.consent import Consent
from campaign.core.signons.signing_state import SigningState, signing_state
from campaign.services.campaign import Campaign
from campaign.services.public.frozen_letters import FrozenLetter, FrozenLetters
from campaign.services.publishing.consents import consent_of
from campaign.services.publishing.design import design_of


@dataclass(frozen=True, slots=True)
class PublicLetter:
    """One letter of a campaign, open to visitors."""

    campaign: Campaign
    """Its folder, settings, store, letter and clock. The settings have a public address."""
    texts: FrozenLetters
    """The letter's frozen texts."""
    design: Design
    """The templates of its pages and our words in each language."""
    consent: Consent
    """What signers are told of their data."""
    link_secret: bytes = field(repr=False)
    """What the tokens of personal links are made of."""
    form_secret: bytes = field(repr=False)
    """What the tokens of forms are made of."""

    @property
    def contact(self) -> CampaignContact:
        """Who answers for the campaign."""
        sender = self.campaign.settings.sender
        return CampaignContact(clean(sender.name), sender.reply_to or sender.address)

    def signing_state(self, text: FrozenLetter | None) -> SigningState:
        """How signing stands now, with the newest text or None where nothing is frozen."""
        settings = self.campaign.settings
        return signing_state(
            settings.signing.opens_at, settings.signing_closes_at, self.campaign.now(), has_text=text is not None
        )


def public_letter(campaign: Campaign) -> PublicLetter:
    """The campaign's letter for its visitors, with its newest text read. Makes the secrets of links and forms where
    there are none. Raises FolderError for a catalogue that cannot be read, Refused where the settings do not say who
    answers for the signers' data."""
    store = campaign.store
    letter = PublicLetter(
        campaign,
        FrozenLetters(store, campaign.letter),
        design_of(campaign.folder),
        consent_of(campaign.settings),
        link_secret=store.write(keys.secret, keys.LINKS),
        form_secret=store.write(keys.secret, keys.FORMS),
    )
    letter.texts.newest()
    return letter
