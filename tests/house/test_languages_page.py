"""docs/languages.md is generated from the table of languages."""

import re
from pathlib import Path

from campaign.core.compose.languages_doc import reference
from campaign.core.languages import LANGUAGES

PAGE = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    """The page is up to date; `python -m tools.docs` writes it."""
    assert reference() == PAGE


def test_rows_that_nobody_reviewed_are_marked() -> None:
    """Each language has two rows, and exactly those that no native speaker has reviewed are marked."""
    rows = re.findall(r"^\| \w+ \((\w\w)\)( \\\*)? \|", PAGE, re.MULTILINE)
    assert rows == 2 * [(code, "" if row.reviewed else " \\*") for code, row in LANGUAGES.items()]
