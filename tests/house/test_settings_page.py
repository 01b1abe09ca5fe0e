"""docs/settings.md is generated from the table of settings."""

from pathlib import Path

from campaign.adapters.settings.settings_doc import reference

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_is_up_to_date() -> None:
    """The page is up to date; `python -m tools.docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == reference()
