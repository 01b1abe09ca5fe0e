"""One text of a letter with all that decides what it says: to whom, signed by whom, in which campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from campaign.core.addressees import Addressee
from campaign.core.compose.frame import Frame
from campaign.core.compose.values import shared_values
from campaign.core.letters import Letter
from campaign.core.letters.tree import SignatoryLine
from campaign.core.signatories import Organisation, signatory_lines


@dataclass(frozen=True)
class LetterContext:
    """A text before it is written to anybody. What it says to all is worked out once."""

    letter: Letter
    """The text, in its one language."""
    addressees: Sequence[Addressee]
    """All whom a joint salutation greets, in their order."""
    organisations: Sequence[Organisation]
    """Those that were asked to sign; the listed ones stand under the letter."""
    frame: Frame
    """What the campaign says to the letter."""

    @cached_property
    def signatory_lines(self) -> tuple[SignatoryLine, ...]:
        """The lines of those who sign, in their order."""
        return signatory_lines(self.organisations)

    @cached_property
    def values_for_all(self) -> Mapping[str, str]:
        """A value for each placeholder that says the same to every addressee."""
        return shared_values(self.letter, self.addressees, len(self.signatory_lines), self.frame)
