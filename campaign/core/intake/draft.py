"""From a text that somebody has to a letter of ours, its addressees, its signatories, and what to look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import EU, joint_salutation
from campaign.core.intake import clean, greeting, kinds, opening, page, phrases, signatories
from campaign.core.intake.html import html
from campaign.core.intake.pieces import HTML, MARKDOWN, TEXT, DraftSource, NoteText, Piece, Remark
from campaign.core.intake.read_back import differences
from campaign.core.intake.runs import words_of
from campaign.core.intake.text import markdown, notes, text
from campaign.core.intake.text.joins import join_paragraphs
from campaign.core.intake.text.lines import split_lone_lines, unwrap
from campaign.core.letters.fill import SALUTATION
from campaign.core.letters.letter import KEYS
from campaign.core.letters.tree import Paragraph, Placeholder, Rule, plain_blocks
from campaign.core.signatories import Organisation
from campaign.errors import LetterError, Problem

# The files that a draft is to become, as its review list names them.
LETTER = "letter"
ADDRESSEES = "addressees"
ORGANISATIONS = "organisations"

_READERS = {TEXT: text.read, MARKDOWN: markdown.read, HTML: html.read}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as imported. `letter` is its Markdown with front matter.

    `salutation` is the greeting word for word, "" for none, and `honorific_style` the style that generates the very
    same ("" for none). The problems of `review` name one of LETTER, ADDRESSEES, ORGANISATIONS as their path, and a
    line in what that file will be.
    """

    title: str
    language: str
    letter: str
    addressees: tuple[Addressee, ...]
    organisations: tuple[Organisation, ...]
    salutation: str
    honorific_style: str
    review: tuple[Problem, ...]


def draft(source_text: str, name: str = "", language: str = "") -> Draft:
    """Read a text (raw, Markdown or HTML) as a letter. `name` is the file's name, `language` overrules the text's own.

    Raises LetterError when the text is empty or cannot be read at all.
    """
    letter_text, remarks = clean.clean_text(source_text)
    if not letter_text.strip():
        raise LetterError(f"{name or 'the text'} is empty", fix="save the letter's text into it and import again")
    return draft_of(_READERS[kinds.kind(letter_text, name)](letter_text), language, remarks)


def draft_of(source: DraftSource, language: str = "", remarks: Iterable[Remark] = ()) -> Draft:
    """A file that was read already, as a letter. `remarks` come before those of its reader."""
    if not (source.pieces or source.notes):
        raise LetterError("there is no text in it", fix="save the letter's text into it and import again")
    remarks = (*remarks, *source.remarks)
    return _own_letter(source, language, remarks) if source.is_own_letter else _Import(source, language).draft(remarks)


def _own_letter(source: DraftSource, language: str, remarks: Iterable[Remark]) -> Draft:
    """A letter that went out from here to be edited. Addressees and signatories are not its matter."""
    fields = {key: source.fields[key] for key in KEYS if key in source.fields} | {
        key: value for key, value in {"language": language}.items() if value
    }
    unknown = [Remark(f"left out of the table on top: {key}", "") for key in source.fields if key not in KEYS]
    letter_page = page.write_page(fields, source.pieces, source.notes, [*remarks, *unknown])
    lost = ((None, remark) for remark in differences(source, letter_page.text, source.used_words))
    review = [Problem(LETTER, line, remark.what, remark.fix) for line, remark in (*letter_page.remarks, *lost)]
    return Draft(fields.get("title", ""), fields.get("language", "en"), letter_page.text, (), (), "", "", tuple(review))


class _Import:
    """One import: the source taken apart into opening, body, signatories and notes."""

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
        self.used_words = [
            *source.used_words,
            *self.opening.used_words,
            self.closing,
            below_words,
            *letter_parts.used_words,
        ]

    def draft(self, remarks: Iterable[Remark]) -> Draft:
        letter_page = page.write_page(
            self.fields(), self.pieces(), self.notes_with_joins(), [*remarks, *self.front_matter_remarks()]
        )
        lost = differences(self.source, letter_page.text, self.used_words)
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
        """The front matter, in the order in which the docs name its keys."""
        fields = {
            "title": self.title or "Untitled letter",
            "subject": self.opening.subject,
            "delivery": self.opening.delivery,
            "closing": "" if self.closing.lower() == "signed:" else self.closing,
            **{key: value for key, value in self.source.fields.items() if key in KEYS},
            "language": self.language,
        }
        return {key: fields[key] for key in KEYS if fields.get(key)}

    def pieces(self) -> list[Piece]:
        salutation = [Piece(Paragraph((Placeholder(SALUTATION),)))] if self.greeting.words else []
        body = join_paragraphs(self.body)
        while body and isinstance(body[-1].block, Rule):
            body.pop()
        return [*self.opening.above, *salutation, *body, *self.sentences]

    def notes_with_joins(self) -> list[NoteText]:
        return [replace(note, pieces=tuple(join_paragraphs(note.pieces))) for note in self.notes]

    def front_matter_remarks(self) -> Iterable[Remark]:
        """Remarks on what stands in the front matter, or should."""
        if not self.title:
            yield Remark("no title was found (a line `Re: ...` or a heading)", "write one after title:")
        for key, value in self.source.fields.items():
            if key not in KEYS:
                yield Remark(f"left out of the front matter: {key}: {value[:60]}", f"known keys: {', '.join(KEYS)}")

    def addressee_problems(self) -> Iterable[Problem]:
        for what, fix in _greeting_remarks(self.greeting, self.language):
            yield Problem(ADDRESSEES, None, what, fix)
        for line, person in enumerate(self.greeting.people, 2):
            if person.given_name:
                what = f"{person.name} was read as given name {person.given_name}, family name {person.family_name}"
                yield Problem(ADDRESSEES, line, what, "look whether the greeting is to use this family name")
        if self.greeting.people:
            yield Problem(ADDRESSEES, None, "the letter gives no mail addresses", "write them into the column mail")

    def organisation_problems(self) -> Iterable[Problem]:
        for line, signatory in enumerate(self.signatories, 2):
            yield from (Problem(ORGANISATIONS, line, remark.what, remark.fix) for remark in signatory.remarks)
        if not self.signatories:
            yield Problem(
                LETTER, None, "no signatories were found (a line `Signed:`)", "write signatories/organisations.csv"
            )


def _split_at_signed(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], str, Sequence[Piece]]:
    """What stands above "Signed:" (else above `Yours sincerely,`), that line, and what stands below."""
    for is_boundary in (phrases.is_signed, phrases.is_closing):
        starts = [at for at, piece in enumerate(pieces[:-1]) if is_boundary(words_of(piece.block))]
        if starts:
            return pieces[: starts[-1]], words_of(pieces[starts[-1]].block), pieces[starts[-1] + 1 :]
    return pieces, "", ()


def _with_sentence_remark(piece: Piece) -> Piece:
    remark = Remark("this stood among the signatories and is no name", "look whether it belongs here")
    return replace(piece, remarks=(*piece.remarks, remark))


def _greeting_remarks(draft_greeting: greeting.DraftGreeting, language: str) -> Iterable[tuple[str, str]]:
    """How the generated greeting will differ from the one that stood there."""
    if not draft_greeting.words:
        yield "no greeting was found (`Dear ...,`)", "write whom the letter is to into this file"
        return
    for part in draft_greeting.nobody:
        yield f"“{part}” in the greeting names nobody", "write the people it means into this file"
    if not draft_greeting.people:
        return
    style = greeting.style_of(draft_greeting, language)
    if style:
        yield (
            f"the greeting was “{draft_greeting.words}”",
            f'it is generated so with honorific_style = "{style}" in campaign.toml',
        )
    else:
        generated = joint_salutation(draft_greeting.people, language, EU)
        yield (
            f"the greeting was “{draft_greeting.words}”",
            f"generated is “{generated}”; correct the names, or accept it",
        )
