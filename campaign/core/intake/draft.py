"""Turns a text into a letter, its addressees, its signatories, and a list of what to check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import EU, joint_salutation
from campaign.core.intake import clean, greeting, kinds, letter_file, opening, phrases, redirects, signatories
from campaign.core.intake.html import html
from campaign.core.intake.pieces import HTML, MARKDOWN, TEXT, DraftSource, NoteText, Piece, Remark, refuse_long
from campaign.core.intake.read_back import differences
from campaign.core.intake.runs import words_of
from campaign.core.intake.text import markdown, notes, text
from campaign.core.intake.text.joins import join_paragraphs
from campaign.core.intake.text.lines import split_lone_lines, unwrap
from campaign.core.letters.fill import SALUTATION
from campaign.core.letters.letter import KEYS, UNTITLED
from campaign.core.letters.tree import Paragraph, Placeholder, Rule, plain_blocks
from campaign.core.signatories import Organisation
from campaign.errors import LetterError, Problem

# The files that a draft becomes, as its review list names them.
LETTER = "letter"
ADDRESSEES = "addressees"
ORGANISATIONS = "organisations"

_READERS = {TEXT: text.read, MARKDOWN: markdown.read, HTML: html.read}


@dataclass(frozen=True, slots=True)
class Draft:
    """An imported letter, before its files are written."""

    title: str
    language: str
    """The language code, such as "en"."""
    letter: str
    """The letter's file: Markdown with front matter."""
    addressees: tuple[Addressee, ...]
    organisations: tuple[Organisation, ...]
    salutation: str
    """The greeting, word for word; "" if there is none."""
    honorific_style: str
    """The setting that generates exactly this greeting; "" if none does."""
    review: tuple[Problem, ...]
    """What a person should check. The path is LETTER, ADDRESSEES or ORGANISATIONS, the line that of the future file."""


def draft(source_text: str, name: str = "", language: str = "") -> Draft:
    """Read plain text, Markdown or HTML as a letter. `name` is the file's name; `language` overrides the text's own.

    Raises LetterError if the text is empty or cannot be read.
    """
    letter_text, remarks = clean.clean_text(source_text)
    if not letter_text.strip():
        raise LetterError(
            f"{name or 'the text'} is empty", fix="put the letter's text into the file and import it again"
        )
    kind = kinds.kind(letter_text, name)
    if kind != HTML:  # a page may have far more markup than text; its reader counts the text
        refuse_long(len(letter_text))
    return draft_of(_READERS[kind](letter_text), language, remarks)


def draft_of(source: DraftSource, language: str = "", remarks: Iterable[Remark] = ()) -> Draft:
    """Turn a source that a reader has read into a letter. `remarks` come before the reader's own."""
    if not (source.pieces or source.notes):
        raise LetterError("the file has no text", fix="put the letter's text into the file and import it again")
    source, unwrapped = redirects.unwrap_all(source)
    remarks = (*remarks, *source.remarks, *unwrapped)
    return _own_letter(source, language, remarks) if source.is_own_letter else _Import(source, language).draft(remarks)


def _own_letter(source: DraftSource, language: str, remarks: Iterable[Remark]) -> Draft:
    """Import a letter that this program exported for editing. Its addressees and signatories stay as they are."""
    fields = {key: source.fields[key] for key in KEYS if key in source.fields} | {
        key: value for key, value in {"language": language}.items() if value
    }
    unknown = [Remark(f"ignored the row {key} of the table at the top", "") for key in source.fields if key not in KEYS]
    letter_page = letter_file.write_page(fields, source.pieces, source.notes, [*remarks, *unknown])
    lost = ((None, remark) for remark in differences(source, letter_page.text, source.omitted_words))
    review = [Problem(LETTER, line, remark.what, remark.fix) for line, remark in (*letter_page.remarks, *lost)]
    return Draft(fields.get("title", ""), fields.get("language", "en"), letter_page.text, (), (), "", "", tuple(review))


class _Import:
    """One import: splits the source into opening, body, signatories and notes."""

    def __init__(self, source: DraftSource, language: str) -> None:
        self.source = source
        self.opening = opening.read(split_lone_lines(source.pieces), source.fields)
        self.greeting = greeting.read(self.opening.greeting)
        self.language = language or source.fields.get("language") or source.language or self.greeting.language or "en"
        body, self.closing, below = _split_at_signed(self.opening.rest)
        letter_parts = notes.cut(notes.DraftParts(tuple(body), tuple(below), source.notes))
        self.body = [unwrap(piece) for piece in letter_parts.body]
        self.notes = [replace(note, pieces=tuple(map(unwrap, note.pieces))) for note in letter_parts.notes]
        body_text = plain_blocks(tuple(piece.block for piece in self.body))
        self.signatories, sentences = signatories.read(letter_parts.below, body_text)
        self.sentences = [_with_sentence_remark(unwrap(piece)) for piece in sentences]
        name_pieces = [piece for piece in letter_parts.below if piece not in sentences]
        below_words = plain_blocks(tuple(piece.block for piece in name_pieces))
        self.omitted_words = [
            *source.omitted_words,
            *self.opening.omitted_words,
            self.closing,
            below_words,
            *letter_parts.omitted_words,
        ]

    def draft(self, remarks: Iterable[Remark]) -> Draft:
        letter_page = letter_file.write_page(
            self.fields(), self.pieces(), self.notes_with_joins(), [*remarks, *self.front_matter_remarks()]
        )
        lost = differences(self.source, letter_page.text, self.omitted_words)
        review = [
            *(Problem(LETTER, line, remark.what, remark.fix) for line, remark in letter_page.remarks),
            *(Problem(LETTER, None, remark.what, remark.fix) for remark in lost),
            *self.addressee_problems(),
            *self.organisation_problems(),
        ]
        return Draft(
            title=self.title,
            language=self.language,
            letter=letter_page.text,
            addressees=self.greeting.people,
            organisations=tuple(signatory.organisation for signatory in self.signatories),
            salutation=self.greeting.words,
            honorific_style=greeting.style_of(self.greeting, self.language) if self.greeting.people else "",
            review=tuple(review),
        )

    @property
    def title(self) -> str:
        return self.source.fields.get("title") or self.opening.title or self.source.title

    def fields(self) -> dict[str, str]:
        """Return the front matter, in the order of the docs."""
        fields = {
            "title": self.title or UNTITLED,
            "subject": self.opening.subject,
            "delivery": self.opening.delivery,
            "closing": "" if self.closing.lower() == "signed:" else self.closing,
            **{key: value for key, value in self.source.fields.items() if key in KEYS},
            "language": self.language,
        }
        return {key: fields[key] for key in KEYS if fields.get(key)}

    def pieces(self) -> list[Piece]:
        salutation = [Piece(Paragraph((Placeholder(SALUTATION),)))] if self.greeting.words else []
        body = self.joined(self.body)
        while body and isinstance(body[-1].block, Rule):
            body.pop()
        return [*self.opening.above, *salutation, *body, *self.sentences]

    def notes_with_joins(self) -> list[NoteText]:
        return [replace(note, pieces=tuple(self.joined(note.pieces))) for note in self.notes]

    def joined(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Join the paragraphs that a page split. Only plain text has such: elsewhere a paragraph is marked as one."""
        return join_paragraphs(pieces) if self.source.kind == TEXT else list(pieces)

    def front_matter_remarks(self) -> Iterable[Remark]:
        """Yield remarks on the front matter."""
        if not self.title:
            yield Remark("no title found (a line `Re: ...` or a heading)", "write the title after title:")
        for key, value in self.source.fields.items():
            if key not in KEYS:
                yield Remark(f"ignored in the front matter: {key}: {value[:60]}", f"known keys: {', '.join(KEYS)}")

    def addressee_problems(self) -> Iterable[Problem]:
        for what, fix in _greeting_remarks(self.greeting, self.language):
            yield Problem(ADDRESSEES, None, what, fix)
        for line, person in enumerate(self.greeting.people, 2):
            if person.given_name:
                what = f"read {person.name} as given name {person.given_name}, family name {person.family_name}"
                yield Problem(ADDRESSEES, line, what, "check that the greeting should use this family name")
        if self.greeting.people:
            yield Problem(ADDRESSEES, None, "the letter has no email addresses", "enter them in the column mail")

    def organisation_problems(self) -> Iterable[Problem]:
        for line, signatory in enumerate(self.signatories, 2):
            yield from (Problem(ORGANISATIONS, line, remark.what, remark.fix) for remark in signatory.remarks)
        if not self.signatories:
            yield Problem(
                LETTER, None, "no signatories found (a line `Signed:`)", "write signatories/organisations.csv"
            )


def _split_at_signed(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], str, Sequence[Piece]]:
    """Split at "Signed:", or at `Yours sincerely,`: the pieces above, that line, and the pieces below."""
    for is_boundary in (phrases.is_signed, phrases.is_closing):
        starts = [at for at, piece in enumerate(pieces[:-1]) if is_boundary(words_of(piece.block))]
        if starts:
            return pieces[: starts[-1]], words_of(pieces[starts[-1]].block), pieces[starts[-1] + 1 :]
    return pieces, "", ()


def _with_sentence_remark(piece: Piece) -> Piece:
    remark = Remark("this was among the signatories and is not a name", "check that it belongs here")
    return replace(piece, remarks=(*piece.remarks, remark))


def _greeting_remarks(draft_greeting: greeting.DraftGreeting, language: str) -> Iterable[tuple[str, str]]:
    """Yield what differs between the greeting of the text and the one that will be generated."""
    if not draft_greeting.words:
        yield "no greeting found (`Dear ...,`)", "enter the addressees in this file"
        return
    for part in draft_greeting.nobody:
        yield f"“{part}” in the greeting is not a person", "enter the people it refers to in this file"
    if not draft_greeting.people:
        return
    style = greeting.style_of(draft_greeting, language)
    if style:
        yield (
            f"the greeting was “{draft_greeting.words}”",
            f'honorific_style = "{style}" in campaign.toml generates the same',
        )
    else:
        generated = joint_salutation(draft_greeting.people, language, EU)
        yield (
            f"the greeting was “{draft_greeting.words}”",
            f"the generated greeting is “{generated}”; correct the names, or accept it",
        )
