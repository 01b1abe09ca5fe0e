"""Intake: what people really have (raw text, Markdown, HTML) becomes a letter of ours, with a list to look at."""

from campaign.core.intake.draft import ADDRESSEES, LETTER, ORGANISATIONS, Draft, draft, draft_of

__all__ = ["ADDRESSEES", "LETTER", "ORGANISATIONS", "Draft", "draft", "draft_of"]
