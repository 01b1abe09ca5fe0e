"""Compares a translation with its original."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.check import parity, parity_figures
from campaign.core.check.check import gather_problems
from campaign.core.check.freshness import freshness
from campaign.core.check.translation_record import TranslationRecord
from campaign.core.letters import Letter
from campaign.errors import Problem

RULES = (parity.front, parity.law, parity.notes, parity.placeholders, parity.links, parity.blocks)


@dataclass(frozen=True, slots=True)
class TranslationFindings:
    """What differs between a translation and its original. The places are in the translation.

    `problems` must be fixed before the letter is sent, `warnings` are worth a look.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def original_of(language: str, letters: Mapping[str, Letter]) -> str:
    """Return the language that the text in `language` is translated from; "" for the original.

    It is the one in the text's front matter, or else the one that most other translations name, or else English, or
    else the first language.
    """
    named = letters[language].translation_of
    if named in letters:
        return named if named != language else ""
    others = [text.translation_of for code, text in letters.items() if text.translation_of != code]
    common = Counter(code for code in others if code in letters).most_common(1)
    original = common[0][0] if common else "en" if "en" in letters else min(letters)
    return original if original != language else ""


def check_translation(original: Letter, translation: Letter, record: TranslationRecord | None) -> TranslationFindings:
    """Compare a translation with its original.

    `record` is the one of the translation's last confirmation. Without it there is a warning instead of a comparison
    passage by passage.
    """
    pair = parity.text_pair(original, translation)
    rules = [rule(pair) for rule in RULES]
    warnings = list(gather_problems([parity_figures.figures(pair)], translation.path))
    if record is not None and record.language == original.language:
        rules.append(freshness(original, translation, record))
    else:
        what = f"nobody has confirmed yet that this text is up to date with {pair.name}"
        fix = f"read both, then run: campaign letter translated {translation.language}"
        warnings.append(Problem(translation.path, None, what, fix))
    return TranslationFindings(gather_problems(rules, translation.path), tuple(warnings))
