"""The rules that a letter is checked against before it is frozen. Pure: text and facts in, problems out."""

from campaign.core.check.check import Findings, check_letter
from campaign.core.check.facts import LetterFacts
from campaign.core.check.translation import TranslationFindings, check_translation, original_of

__all__ = ["TranslationFindings", "LetterFacts", "Findings", "check_letter", "check_translation", "original_of"]
