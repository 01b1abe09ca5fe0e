"""Files of Word: written and read through pandoc, an extra, as a program of its own."""

from campaign.adapters.word.read import read_docx
from campaign.adapters.word.write import write_docx

__all__ = ["write_docx", "read_docx"]
