"""One row of the table of languages: what a letter in it says that its author does not write.

A name is never declined by a rule. Where a language would want the vocative of a name, its form leaves the name out,
or sets it as it is where institutions do so; `remark` says which.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Form:
    """The greeting of one person, opening and address parted by `|`: "Sehr geehrter | Herr {grade} {family}".

    Slots: {family} the family name, {name} the full name, {own} the full name in the language's own order, {grade}
    the academic grade or nothing, {called} honorific and family name in English. `graded` is the form for a person
    with a grade that the language has a word for; "" where it is the same.
    """

    plain: str
    graded: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """An academic grade as it is said to a man, to a woman, and where the gender is unknown; "" leaves it out."""

    man: str
    woman: str
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class JointOpening:
    """One opening for several people: only men, only women, all others. `last` joins the last name."""

    men: str
    women: str
    mixed: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class Greeting:
    """How one language greets.

    Without `together` a joint greeting repeats each person's own: "Sehr geehrter Herr X, sehr geehrte Frau Y,", with
    a small letter after the comma where `small_after_comma`. `mark` ends the greeting.
    """

    man: Form
    woman: Form
    unknown: Form
    grades: Mapping[str, Grade] = field(default_factory=dict)
    joint_opening: JointOpening | None = None
    mark: str = ","
    small_after_comma: bool = True

    @property
    def has_name(self) -> bool:
        """Whether the person's name stands in it."""
        return "{" in self.man.plain


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of ours that outputs print: headings of notes and links, the plain line above the signatories, and the
    two lines of the footer."""

    notes: str
    links: str
    signed: str
    version: str
    on_the_web: str


@dataclass(frozen=True, slots=True)
class Language:
    """`closing` is the formal closing of a letter, with its mark. `first_day` is how the first day of a month is
    written where it is not "1". `reviewed` says that people who speak it from birth have seen these words."""

    code: str
    name: str
    greeting: Greeting
    closing: str
    terms: Terms
    first_day: str = ""
    reviewed: bool = False
    remark: str = ""


def same_opening(opening: str, last: str = "") -> JointOpening:
    """One opening, whoever is greeted."""
    return JointOpening(opening, opening, opening, last)


def same_grade(word: str) -> Grade:
    """A grade that is the same for everybody."""
    return Grade(word, word, word)
