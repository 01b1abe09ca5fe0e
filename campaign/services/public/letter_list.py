"""The letters of a site that has several, as its first page lists them."""

from collections.abc import Sequence

from campaign.adapters.store.signons import counts
from campaign.core.publish.letter_index import ListedLetter
from campaign.core.render.characters import clean
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.signons.signing_state import SigningState
from campaign.services.public.letter import PublicLetter


def list_letters(letters: Sequence[PublicLetter], language: str) -> tuple[ListedLetter, ...]:
    """The letters that are public now, in a language where they have it."""
    return tuple(listed for letter in letters if (listed := _listed(letter, language)))


def _listed(letter: PublicLetter, language: str) -> ListedLetter | None:
    campaign = letter.campaign
    text = letter.texts.newest()
    if text is None or campaign.settings.campaign.is_under_embargo(campaign.now()):
        return None
    own = text.language_or_main(language)
    numbers = {kind: campaign.store.read(counts.of, campaign.letter, kind) for kind in SignOnKind}
    return ListedLetter(
        campaign.letter,
        own,
        text.title(own) or clean(campaign.settings.campaign.name),
        clean(text.letters[own].ask),
        numbers[SignOnKind.ORGANISATION].get(SignOnState.LISTED, 0),
        numbers[SignOnKind.PERSON].get(SignOnState.LISTED, 0),
        letter.signing_state(text) is SigningState.OPEN,
    )
