"""Files of Word: written and read through pandoc, an extra, as a program of its own."""

from campaign.word.read import source
from campaign.word.write import docx

__all__ = ["docx", "source"]
