"""One text of a letter with everything that decides what it says: addressees, signatories and campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from campaign.core.addressees import Addressee
from campaign.core.compose.message_frame import Frame
from campaign.core.compose.values import shared_values
from campaign.core.letters import Letter
from campaign.core.letters.tree import SignatoryLine
from campaign.core.signatories import Organisation, signatory_lines


@dataclass(frozen=True)
class LetterContext:
    """A text that is not yet filled for an addressee. Values that are the same for all are computed once."""

    letter: Letter
    """The text, in one language."""
    addressees: Sequence[Addressee]
    """Everybody that a joint salutation greets, in order."""
    organisations: Sequence[Organisation]
    """Every organisation that was asked to sign. Only listed ones appear as signatories."""
    frame: Frame
    """The campaign's values for the letter: zone, vote, version and public page."""

    @cached_property
    def signatory_lines(self) -> tuple[SignatoryLine, ...]:
        """One line for each signatory, in order."""
        return signatory_lines(self.organisations)

    @cached_property
    def values_for_all(self) -> Mapping[str, str]:
        """The value of each placeholder that is the same for every addressee."""
        return shared_values(self.letter, self.addressees, len(self.signatory_lines), self.frame)
