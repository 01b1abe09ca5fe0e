"""Cells that every table has, read the same way: a country, a language."""

from campaign.core.tables.reading import RowNotes
from campaign.core.tables.text import quote_value
from campaign.core.tables.world import country, language


def country_cell(text: str, notes: RowNotes) -> str:
    """A country's English name; what is not known is remarked and kept as it is written. "" for an empty cell."""
    name = country(text) if text else ""
    if name is None:
        notes.remark(f"the country {quote_value(text)} is not known", "kept as it is written")
    return name or text


def language_cell(text: str, notes: RowNotes) -> str:
    """A language's code; a row with one that is not known is refused. "" for an empty cell."""
    code = language(text) if text else ""
    if code is None:
        notes.refuse(f"the language {quote_value(text)} is not known", "write a code such as en, de or fr")
    return code or ""
