"""From a text that somebody has to a letter of ours, its addressees, its signatories, and what to look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import EU, joint
from campaign.core.intake import clean, greeting, kinds, opening, page, phrases, signed
from campaign.core.intake.html import html
from campaign.core.intake.pieces import HTML, MARKDOWN, TEXT, NoteText, Piece, Remark, Source
from campaign.core.intake.proof import differences
from campaign.core.intake.runs import words_of
from campaign.core.intake.text import markdown, notes, text
from campaign.core.intake.text.joins import joined
from campaign.core.intake.text.lines import parted, unwrapped
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
    cleaned, remarks = clean.cleaned(source_text)
    if not cleaned.strip():
        raise LetterError(f"{name or 'the text'} is empty", hint="save the letter's text into it and import again")
    return draft_of(_READERS[kinds.kind(cleaned, name)](cleaned), language, remarks)


def draft_of(source: Source, language: str = "", remarks: Iterable[Remark] = ()) -> Draft:
    """A file that was read already, as a letter. `remarks` come before those of its reader."""
    if not (source.pieces or source.notes):
        raise LetterError("there is no text in it", hint="save the letter's text into it and import again")
    remarks = (*remarks, *source.remarks)
    return _returned(source, language, remarks) if source.ours else _Import(source, language).draft(remarks)


def _returned(source: Source, language: str, remarks: Iterable[Remark]) -> Draft:
    """A letter that went out from here to be edited. Addressees and signatories are not its matter."""
    fields = {key: source.fields[key] for key in KEYS if key in source.fields} | {
        key: value for key, value in {"language": language}.items() if value
    }
    unknown = [Remark(f"left out of the table on top: {key}", "") for key in source.fields if key not in KEYS]
    made = page.written(fields, source.pieces, source.notes, [*remarks, *unknown])
    lost = ((None, remark) for remark in differences(source, made.text, source.taken))
    review = [Problem(LETTER, line, remark.what, remark.mend) for line, remark in (*made.remarks, *lost)]
    return Draft(fields.get("title", ""), fields.get("language", "en"), made.text, (), (), "", "", tuple(review))


class _Import:
    """One import: the source taken apart into opening, body, signatories and notes."""

    def __init__(self, source: Source, language: str) -> None:
        self.source = source
        self.opening = opening.read(parted(source.pieces), source.fields)
        self.greeting = greeting.read(self.opening.greeting)
        self.language = language or source.fields.get("language") or source.language or self.greeting.language or "en"
        body, self.closing, below = _signed(self.opening.rest)
        parts = notes.cut(notes.Parts(tuple(body), tuple(below), source.notes))
        self.body = [unwrapped(piece) for piece in parts.body]
        self.notes = [replace(note, pieces=tuple(map(unwrapped, note.pieces))) for note in parts.notes]
        said = plain_blocks(tuple(piece.block for piece in self.body))
        self.signing, sentences = signed.read(parts.below, said)
        self.kept_below = [_kept(unwrapped(piece)) for piece in sentences]
        named = [piece for piece in parts.below if piece not in sentences]
        below_words = plain_blocks(tuple(piece.block for piece in named))
        self.taken = [*source.taken, *self.opening.taken, self.closing, below_words, *parts.taken]

    def draft(self, remarks: Iterable[Remark]) -> Draft:
        made = page.written(self.fields(), self.pieces(), self.joined_notes(), [*remarks, *self.on_top()])
        lost = differences(self.source, made.text, self.taken)
        review = [
            *(Problem(LETTER, line, remark.what, remark.mend) for line, remark in made.remarks),
            *(Problem(LETTER, None, remark.what, remark.mend) for remark in lost),
            *self.about_people(),
            *self.about_organisations(),
        ]
        return Draft(
            title=self.title,
            language=self.language,
            letter=made.text,
            addressees=self.greeting.people,
            organisations=tuple(named.organisation for named in self.signing),
            salutation=self.greeting.words,
            honorific_style=greeting.style_of(self.greeting, self.language) if self.greeting.people else "",
            review=tuple(review),
        )

    @property
    def title(self) -> str:
        return self.source.fields.get("title") or self.opening.title or self.source.title

    def fields(self) -> dict[str, str]:
        """The front matter, in the order in which the docs name its keys."""
        found = {
            "title": self.title or "Untitled letter",
            "subject": self.opening.subject,
            "delivery": self.opening.delivery,
            "closing": "" if self.closing.lower() == "signed:" else self.closing,
            **{key: value for key, value in self.source.fields.items() if key in KEYS},
            "language": self.language,
        }
        return {key: found[key] for key in KEYS if found.get(key)}

    def pieces(self) -> list[Piece]:
        salutation = [Piece(Paragraph((Placeholder(SALUTATION),)))] if self.greeting.words else []
        body = joined(self.body)
        while body and isinstance(body[-1].block, Rule):
            body.pop()
        return [*self.opening.above, *salutation, *body, *self.kept_below]

    def joined_notes(self) -> list[NoteText]:
        return [replace(note, pieces=tuple(joined(note.pieces))) for note in self.notes]

    def on_top(self) -> Iterable[Remark]:
        """Remarks on what stands in the front matter, or should."""
        if not self.title:
            yield Remark("no title was found (a line `Re: ...` or a heading)", "write one after title:")
        for key, value in self.source.fields.items():
            if key not in KEYS:
                yield Remark(f"left out of the front matter: {key}: {value[:60]}", f"known keys: {', '.join(KEYS)}")

    def about_people(self) -> Iterable[Problem]:
        for what, mend in _about_greeting(self.greeting, self.language):
            yield Problem(ADDRESSEES, None, what, mend)
        for line, person in enumerate(self.greeting.people, 2):
            if person.given_name:
                what = f"{person.name} was read as given name {person.given_name}, family name {person.family_name}"
                yield Problem(ADDRESSEES, line, what, "look whether the greeting is to use this family name")
        if self.greeting.people:
            yield Problem(ADDRESSEES, None, "the letter gives no mail addresses", "write them into the column mail")

    def about_organisations(self) -> Iterable[Problem]:
        for line, named in enumerate(self.signing, 2):
            yield from (Problem(ORGANISATIONS, line, remark.what, remark.mend) for remark in named.remarks)
        if not self.signing:
            yield Problem(
                LETTER, None, "no signatories were found (a line `Signed:`)", "write signatories/organisations.csv"
            )


def _signed(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], str, Sequence[Piece]]:
    """What stands above "Signed:" (else above `Yours sincerely,`), that line, and what stands below."""
    for known in (phrases.is_signed, phrases.is_closing):
        places = [at for at, piece in enumerate(pieces[:-1]) if known(words_of(piece.block))]
        if places:
            return pieces[: places[-1]], words_of(pieces[places[-1]].block), pieces[places[-1] + 1 :]
    return pieces, "", ()


def _kept(piece: Piece) -> Piece:
    remark = Remark("this stood among the signatories and is no name", "look whether it belongs here")
    return replace(piece, remarks=(*piece.remarks, remark))


def _about_greeting(found: greeting.Greeting, language: str) -> Iterable[tuple[str, str]]:
    """How the generated greeting will differ from the one that stood there."""
    if not found.words:
        yield "no greeting was found (`Dear ...,`)", "write whom the letter is to into this file"
        return
    for part in found.nobody:
        yield f"“{part}” in the greeting names nobody", "write the people it means into this file"
    if not found.people:
        return
    style = greeting.style_of(found, language)
    if style:
        yield (
            f"the greeting was “{found.words}”",
            f'it is generated so with honorific_style = "{style}" in campaign.toml',
        )
    else:
        made = joint(found.people, language, EU)
        yield f"the greeting was “{found.words}”", f"generated is “{made}”; correct the names, or accept it"
