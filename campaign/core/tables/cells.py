"""Reads the cells that several tables have: country and language."""

from campaign.core.tables.reading import RowNotes
from campaign.core.tables.text import quote_value
from campaign.core.tables.world import country, language


def country_cell(text: str, notes: RowNotes) -> str:
    """Return a country's English name; "" for an empty cell. An unknown country stays as written, with a remark."""
    if "@" in text:
        notes.refuse(
            f"the country {quote_value(text)} is an email address", "the cells of this row have moved: move them back"
        )
    name = country(text) if text else ""
    if name is None:
        notes.remark(f"unknown country {quote_value(text)}", "it stays as written")
    return name or text


def language_cell(text: str, notes: RowNotes) -> str:
    """Return a language's code; "" for an empty cell. A row with an unknown language is refused."""
    code = language(text) if text else ""
    if code is None:
        notes.refuse(f"unknown language {quote_value(text)}", "use a code such as en, de or fr")
    return code or ""
