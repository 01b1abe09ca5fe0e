"""Import of letters: plain text, Markdown, HTML or a Word file becomes a letter, with a list of what to check."""

from campaign.core.intake.draft import ADDRESSEES, LETTER, ORGANISATIONS, Draft, draft, draft_of

__all__ = ["ADDRESSEES", "LETTER", "ORGANISATIONS", "Draft", "draft", "draft_of"]
