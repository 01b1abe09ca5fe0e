"""An addressee: a person whom the letter is written to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person. Empty strings stand for what is not known.

    `key` is stable across imports: an identifier from the source (a Parliament's person id) or one made from the
    name. `honorific` is what the source says; `honorific_override` wins over it. `salutation` is a whole greeting
    word for word ("Dear President,") and wins over everything. `language` is a code such as "en"; "" means the
    letter's own. `phone` is the office's number, for those who ring after the send; no letter or page shows it.
    """

    key: str
    name: str
    family_name: str
    given_name: str = ""
    honorific: str = ""
    honorific_override: str = ""
    salutation: str = ""
    address: str = ""
    country: str = ""
    group: str = ""
    role: str = ""
    language: str = ""
    phone: str = ""
