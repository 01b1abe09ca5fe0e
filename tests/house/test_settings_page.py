"""docs/settings.md is what the program's table of keys says."""

from pathlib import Path

from campaign.adapters.settings.document import reference

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_is_made_from_the_table() -> None:
    """The page is the table's own text; `python -m tools.docs` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == reference()
