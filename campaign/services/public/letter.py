"""The public letter, which every service of the public pages takes."""

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
    """A letter of a campaign for its visitors."""

    campaign: Campaign
    """The open campaign. Its settings have a public address."""
    texts: FrozenLetters
    """The letter's frozen versions."""
    design: Design
    """The templates of the pages and the catalogues of their language."""
    consent: Consent
    """The privacy notice for signers."""
    link_secret: bytes = field(repr=False)
    """The key for the tokens of personal links."""
    form_secret: bytes = field(repr=False)
    """The key for the tokens of forms."""

    @property
    def contact(self) -> CampaignContact:
        """The name and address of the campaign's contact."""
        sender = self.campaign.settings.sender
        return CampaignContact(clean(sender.name), sender.reply_to or sender.address)

    def signing_state(self, text: FrozenLetter | None) -> SigningState:
        """Whether the letter can be signed now. `text` is the newest one, None if no version is frozen."""
        settings = self.campaign.settings
        return signing_state(
            settings.signing.opens_at, settings.signing_closes_at, self.campaign.now(), has_text=text is not None
        )


def public_letter(campaign: Campaign) -> PublicLetter:
    """Open the campaign's letter for visitors and read its newest version. Creates the keys for links and forms once.

    Raises FolderError for a catalogue that cannot be read, Refused if the settings for the privacy notice are
    incomplete.
    """
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
