"""One row of the table of languages: the words of a letter that its author does not write.

No rule inflects a name. In a language with a vocative, the form leaves the name out, or keeps it unchanged if
institutions do so; `remark` says which.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Form:
    """The greeting of one person, opening and name separated by `|`: "Sehr geehrter | Herr {title} {family}".

    Slots: {family} the family name, {name} the full name, {own} the full name in the language's own order, {title}
    the academic title or nothing, {called} honorific and family name in English, {capital} the family name with a
    capital letter, as Dutch writes it where no given name precedes. `with_title` is the form for a person
    with an academic title that the language has a word for; "" where it is the same.
    """

    plain: str
    with_title: str = ""


@dataclass(frozen=True, slots=True)
class AcademicTitle:
    """An academic title for a man, for a woman, and for an unknown gender; "" leaves it out."""

    man: str
    woman: str
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class JointOpening:
    """One opening for several people: only men, only women, or others. `last` is the word before the last name."""

    men: str
    women: str
    mixed: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class Greeting:
    """How one language greets.

    Without `joint_opening` a joint greeting repeats each person's own: "Sehr geehrter Herr X, sehr geehrte Frau Y,",
    with a small letter after the comma where `small_after_comma`. `mark` ends the greeting.
    """

    man: Form
    woman: Form
    unknown: Form
    academic_titles: Mapping[str, AcademicTitle] = field(default_factory=dict)
    joint_opening: JointOpening | None = None
    mark: str = ","
    small_after_comma: bool = True

    @property
    def has_name(self) -> bool:
        """Whether the greeting has the person's name."""
        return "{" in self.man.plain


@dataclass(frozen=True, slots=True)
class Terms:
    """The fixed words of every output: headings of notes and links, the line above the signatories, and the two lines
    of the footer."""

    notes: str
    links: str
    signed: str
    version: str
    on_the_web: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """The name in the address of a letter, for a man, for a woman, and for an unknown gender. Slots as in `Form`."""

    man: str = "{name}"
    woman: str = "{name}"
    unknown: str = "{name}"


@dataclass(frozen=True, slots=True)
class Language:
    """One row of the table of languages."""

    code: str
    name: str
    """In English."""
    greeting: Greeting
    closing: str
    """The formal closing of a letter, with its punctuation."""
    terms: Terms
    first_day: str = ""
    """How the first day of a month is written, if not as "1"."""
    dateline: str = "{place}, {day}"
    """Place and day above a letter."""
    day_endings: Mapping[str, str] = field(default_factory=dict)
    """Endings of the day that the dateline writes in another case; the first that fits counts."""
    located: Mapping[str, str] = field(default_factory=dict)
    """Places as the dateline writes them, where it needs another form: "Bryssel" is "Brysselissä"."""
    envelope: Envelope = Envelope()
    """How a person's name is written in the address of a letter."""
    reviewed: bool = False
    """Whether native speakers have reviewed these words."""
    remark: str = ""


def same_opening(opening: str, last: str = "") -> JointOpening:
    """Return the same opening for everybody."""
    return JointOpening(opening, opening, opening, last)


def same_title(word: str) -> AcademicTitle:
    """Return the same academic title for everybody."""
    return AcademicTitle(word, word, word)
