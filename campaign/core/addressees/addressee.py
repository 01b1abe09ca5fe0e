"""An addressee: a person to whom a letter is sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """One addressee of a letter. Text that is not known is ""."""

    key: str
    """An id that stays the same across imports: one from the source, such as a Parliament's person id, or a slug of the
    name."""
    name: str
    """The full name in normal case."""
    family_name: str
    """The family name in normal case, as the greeting says it; "" if the name has only one part."""
    given_name: str = ""
    """The given names in normal case."""
    honorific: str = ""
    """The honorific without a full stop ("Mr", "Dr"), as the source has it."""
    honorific_override: str = ""
    """Replaces `honorific`, for instance a doctorate that the source leaves out."""
    salutation: str = ""
    """A complete greeting ("Dear President,"). It replaces the one made from honorific and name."""
    address: str = ""
    """The email address; without one the letter is not sent to this person."""
    country: str = ""
    """The English name of the country."""
    group: str = ""
    """The political group."""
    role: str = ""
    """A function, such as rapporteur."""
    language: str = ""
    """The code of the language to write in; "" for the letter's main language."""
    phone: str = ""
    """The office's telephone number, for calls after the letter. No letter or page shows it."""
    sentence: str = ""
    """A sentence for this person alone, in the language of the letter; "" for none."""
