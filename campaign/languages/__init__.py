"""The 24 official languages of the European Union: how a letter greets, closes and names its parts in each."""

from campaign.languages.language import Form, Grade, Greeting, Language, Terms, Together
from campaign.languages.table import LANGUAGES, english, known

__all__ = ["LANGUAGES", "Form", "Grade", "Greeting", "Language", "Terms", "Together", "english", "known"]
