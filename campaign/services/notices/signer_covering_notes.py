"""The campaign's own words in emails to signatories: `note.invitation.en.md` beside the letter, for each kind and
language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.adapters.files.folder import Folder, read_text
from campaign.core.letters.covering_note import CoveringNote, read_signer_note
from campaign.core.letters.front_matter import LetterFile
from campaign.core.signons.notice import NoticeKind
from campaign.errors import LetterError, Problem


@dataclass(frozen=True, slots=True)
class SignerNote:
    """A covering note with its source, which is kept with an email that waits."""

    source: str
    note: CoveringNote


def read_signer_notes(
    folder: Folder, letter: str, kind: NoticeKind, languages: Sequence[str], *, is_needed: bool = False
) -> Mapping[str, SignerNote]:
    """The notes of a kind of email, by language; empty if there is none.

    Raises LetterError with every problem of the notes, and for a language of the letter whose note is missing: all or
    none have one, and all if `is_needed`.
    """
    texts: dict[str, SignerNote] = {}
    missing: list[Problem] = []
    problems: list[Problem] = []
    for language in languages:
        path = folder.letter(letter) / f"note.{kind}.{language}.md"
        if path.is_file():
            source = read_text(path)
            note, wrong = read_signer_note(LetterFile(folder.display_path(path), source))
            texts[language] = SignerNote(source, note)
            problems += wrong
        else:
            missing.append(Problem(folder.display_path(path), None, "is missing", "write it: a few words in Markdown"))
    problems += missing if texts or is_needed else []
    if problems:
        raise LetterError(
            f"the covering note of this email ({kind}) cannot be used",
            fix="correct it, then run the command again",
            problems=problems,
        )
    return texts
