"""A letter in one language: front matter and document tree."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from campaign.core.letters import tree_builder
from campaign.core.letters.annex import Annex, annexes_for, parse_annexes
from campaign.core.letters.front_matter import LetterFile, Values, split
from campaign.core.letters.tree import Document
from campaign.errors import Problem

JOINT = "joint"
SINGLE = "single"
FOOTNOTES = "footnotes"
ANNEX = "annex"
FORMAL = "formal"

# The keys of a letter's front matter, each with its line in docs/letter.md.
KEYS: Mapping[str, str] = {
    "title": "The ask in a few words; the heading of the page, the email and the PDF.",
    "subject": "Subject of the email. Default: the title.",
    "language": "Language of this text (en, de, ...). Default: the one in the file name.",
    "date": "Date of the letter, YYYY-MM-DD. Default: the day its version is frozen.",
    "place": "Place before the date in the PDF, for example: Brussels.",
    "delivery": "Line above the letter, for example: For direct delivery by email.",
    "ask": "What the letter asks for, in one sentence.",
    "why": "The reason, in two sentences, for invitations to sign. It is not part of the text that is signed.",
    "deadline": "Day of the vote, YYYY-MM-DD; the same day as in campaign.toml.",
    "salutation": "joint (one greeting for all addressees) or single (each by name). Default: joint.",
    "closing": "Line above the signatories; `formal` is the language's own (Yours sincerely,). Default: Signed:",
    "translation_of": "Language of the text that this one translates. Default: en, or else the first language.",
    "long_notes": "footnotes or annex: where the PDF puts footnotes of more than 150 words. Default: footnotes.",
    "law": "Footnotes that quote law, one line each below the key: `label: source, provision, date of the draft`.",
}


UNTITLED = "Untitled letter"
"""The title that an import writes if the file has none."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One text of a letter. What comes from the front matter is empty where the author left it out."""

    path: str
    """The file, relative to the campaign folder, with / between the parts."""
    language: str
    """Language code: "en", "de-AT"."""
    source: str
    """The decoded file, exactly as the author wrote it."""
    document: Document
    """The body and its footnotes, not filled in."""
    title: str = ""
    """The ask in a few words: the heading of the page, the email and the PDF."""
    subject: str = ""
    """Subject of the email; `subject_line` falls back to the title."""
    date: dt.date | None = None
    """Date of the letter, in the campaign's zone. None: the day on which the version is frozen."""
    delivery: str = ""
    """Line above the letter."""
    ask: str = ""
    """What the letter asks for, in one sentence."""
    deadline: dt.date | None = None
    """Day of the vote, in the campaign's zone."""
    salutation: str = JOINT
    """JOINT (one greeting for all addressees) or SINGLE (each by name)."""
    closing: str = ""
    """Line above the signatories, FORMAL for the usual one of the language, "" for `Signed:`."""
    translation_of: str = ""
    """Language of the text that this one translates."""
    law: Mapping[str, str] = field(default_factory=dict)
    """The source of each footnote that quotes law, by the footnote's label."""
    body_line: int = 1
    """The line of the file in which the body begins, from 1."""
    annexes: tuple[Annex, ...] = ()
    """The annexes that the text quotes, by label and draft. Empty after `read`; `read_all` fills it in."""
    place: str = ""
    """Place before the date in the PDF."""
    long_notes: str = FOOTNOTES
    """FOOTNOTES or ANNEX: where the PDF puts long footnotes."""
    why: str = ""
    """The reason for the letter, for invitations to sign. Not part of the text that is signed."""

    @property
    def file(self) -> LetterFile:
        """The file that the letter was read from."""
        return LetterFile(self.path, self.source)

    @property
    def is_untitled(self) -> bool:
        """Whether the title is missing, or is the one that an import writes."""
        return self.title.casefold() in ("", UNTITLED.casefold())

    @property
    def subject_line(self) -> str:
        return self.subject or self.title


def read_all(
    texts: Mapping[str, LetterFile], annex_files: Iterable[LetterFile]
) -> tuple[dict[str, Letter], tuple[Problem, ...]]:
    """Read all texts of a letter, with the annexes that each quotes.

    `texts` maps the language in a file's name to the file. Returns the letters by language, and the problems in their
    front matter and annexes. Raises LetterError as `read` does.
    """
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
    """Read a letter. `language` is the one in the file's name; the front matter may name another.

    Returns the letter and the problems in its front matter. Raises LetterError, which names the file, for a body that
    cannot be parsed: too large, nested too deeply, or with too much markup in one paragraph.
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
