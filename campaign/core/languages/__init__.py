"""The 24 official languages of the European Union: how a letter greets, closes and names its parts in each."""

from campaign.core.languages.language import Form, Grade, Greeting, Language, Terms, Together
from campaign.core.languages.table import LANGUAGES, english, known

__all__ = ["LANGUAGES", "Form", "Grade", "Greeting", "Language", "Terms", "Together", "english", "known"]
