"""Files of Word: written and read through pandoc, an extra, as a program of its own."""

from campaign.adapters.word.read import source
from campaign.adapters.word.write import docx

__all__ = ["docx", "source"]
