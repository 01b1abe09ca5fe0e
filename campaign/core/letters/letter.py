"""A letter in one language: its front matter and its tree."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from campaign.core.letters import tree_builder
from campaign.core.letters.annex import Annex, annexes_for, parse_annexes
from campaign.core.letters.front import LetterFile, Values, split
from campaign.core.letters.tree import Document
from campaign.errors import Problem

JOINT = "joint"
SINGLE = "single"
FOOTNOTES = "footnotes"
ANNEX = "annex"
FORMAL = "formal"

# What a letter's front matter may hold, with one line for the docs.
KEYS: Mapping[str, str] = {
    "title": "The ask in a few words; the heading of the page, the mail and the print.",
    "subject": "Subject of the mail. Without it, the title.",
    "language": "Language of this text (en, de, ...). Without it, the one in the file's name.",
    "date": "Date of the letter, YYYY-MM-DD. Without it, the day its version is frozen.",
    "place": "Where the letter is dated from, before the date in print, for instance: Brussels.",
    "delivery": "The line above the letter, for instance: For direct delivery via email.",
    "ask": "What is asked, in one sentence.",
    "why": "Why, in two sentences; invitations to sign say it. It is no part of the text that is signed.",
    "deadline": "Day of the vote, YYYY-MM-DD; must be the day that campaign.toml names.",
    "salutation": "joint (all addressees in one greeting) or single (each his or her own). Without it, joint.",
    "closing": "The line above the signatories; `formal` is the language's own (Yours sincerely,). Without it: Signed:",
    "translation_of": "Language of the text that this one translates. Without it, en (else the first there is).",
    "long_notes": "footnotes or annex: where print sets notes of more than 150 words. Without it, footnotes.",
    "law": "Footnotes that quote law, a line each below the key: `label: source, provision, date of the draft`.",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One text of a letter. `source` is the file's text, byte for byte what the author wrote (decoded).

    `law` maps the label of a footnote that quotes law to its source; `annexes` are the texts of law beside the letter,
    which `read` does not see, in the order of their labels and drafts. `date` and `deadline` are days in the
    campaign's zone; None where the front matter leaves them out.
    """

    path: str
    language: str
    source: str
    document: Document
    title: str = ""
    subject: str = ""
    date: dt.date | None = None
    delivery: str = ""
    ask: str = ""
    deadline: dt.date | None = None
    salutation: str = JOINT
    closing: str = ""
    translation_of: str = ""
    law: Mapping[str, str] = field(default_factory=dict)
    body_line: int = 1
    annexes: tuple[Annex, ...] = ()
    place: str = ""
    long_notes: str = FOOTNOTES
    why: str = ""

    @property
    def file(self) -> LetterFile:
        """The file that it was read from."""
        return LetterFile(self.path, self.source)

    @property
    def subject_line(self) -> str:
        return self.subject or self.title


def read_all(
    texts: Mapping[str, LetterFile], annex_files: Iterable[LetterFile]
) -> tuple[dict[str, Letter], tuple[Problem, ...]]:
    """A letter's texts with the annexes that they quote, by language, and what is wrong in their front matter. `texts`
    has each file by the language that its name says. Raises LetterError as `read` does."""
    letters: dict[str, Letter] = {}
    problems: list[Problem] = []
    for language, file in texts.items():
        letter, wrong = _read(file, language)
        letters[letter.language] = letter
        problems += wrong
    annexes, wrong = parse_annexes(annex_files)
    quoted = {language: annexes_for(language, annexes) for language in letters}
    letters = {language: replace(letter, annexes=quoted[language]) for language, letter in letters.items()}
    return letters, (*wrong, *problems)


def read(source: str, path: str, language: str = "en") -> tuple[Letter, tuple[Problem, ...]]:
    """The letter and what is wrong in its front matter. `language` is what the file's name says.

    Raises LetterError naming the file when the body cannot be read at all (too large, too deep, too dense).
    """
    return _read(LetterFile(path, source), language)


def _read(file: LetterFile, language: str) -> tuple[Letter, tuple[Problem, ...]]:
    matter = split(file)
    values = Values(matter, KEYS)
    letter = Letter(
        path=file.path,
        language=values.text("language") or language,
        source=file.source,
        title=values.text("title"),
        subject=values.text("subject"),
        date=values.day("date"),
        delivery=values.text("delivery"),
        ask=values.text("ask"),
        deadline=values.day("deadline"),
        salutation=values.choice("salutation", (JOINT, SINGLE)),
        closing=values.text("closing"),
        translation_of=values.text("translation_of"),
        law=values.pairs("law"),
        place=values.text("place"),
        long_notes=values.choice("long_notes", (FOOTNOTES, ANNEX)),
        body_line=matter.body_line,
        why=values.text("why"),
        document=tree_builder.read(matter),
    )
    return letter, tuple(values.problems)
