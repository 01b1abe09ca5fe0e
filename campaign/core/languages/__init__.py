"""The 24 official languages of the European Union: how a letter greets, closes and names its parts in each."""

from campaign.core.languages.language import AcademicTitle, Form, Greeting, JointOpening, Language, Terms
from campaign.core.languages.lookup import LANGUAGES, find_language, language_or_english

__all__ = [
    "LANGUAGES",
    "Form",
    "AcademicTitle",
    "Greeting",
    "Language",
    "Terms",
    "JointOpening",
    "language_or_english",
    "find_language",
]
