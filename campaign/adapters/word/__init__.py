"""Word files, written and read by pandoc, an optional program."""

from campaign.adapters.word.read import read_docx, read_odt, read_rtf
from campaign.adapters.word.write import write_docx

__all__ = ["write_docx", "read_docx", "read_odt", "read_rtf"]
