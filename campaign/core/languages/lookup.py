"""The table of languages, by code. "de-AT" uses the row of "de"."""

import re
from collections.abc import Mapping

from campaign.core.languages.germanic import GERMANIC
from campaign.core.languages.language import Language
from campaign.core.languages.other_languages import OTHERS
from campaign.core.languages.romance import ROMANCE
from campaign.core.languages.slavic import SLAVIC

LANGUAGES: Mapping[str, Language] = {
    row.code: row for row in sorted((*GERMANIC, *ROMANCE, *SLAVIC, *OTHERS), key=lambda row: row.code)
}

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?")


def is_language_code(code: str) -> bool:
    """Whether a text can be a language code, such as en or pt-BR."""
    return _CODE.fullmatch(code) is not None


def find_language(code: str) -> Language | None:
    """Return the row of a code such as "de" or "de-AT"; None if there is none."""
    return LANGUAGES.get(code.partition("-")[0].lower())


def language_or_english(code: str) -> Language:
    """Return the row of a code; English if there is none."""
    return find_language(code) or LANGUAGES["en"]
