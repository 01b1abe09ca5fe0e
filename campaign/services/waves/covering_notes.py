"""The covering notes of a letter's waves: `note.follow-up.en.md` beside the letter, for each purpose and language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from campaign.adapters.files.folder import Folder, read_text
from campaign.core.compose import LetterContext
from campaign.core.delivery.audience import WavePurpose
from campaign.core.letters.covering_note import CoveringNote, read_note, with_note, with_signature
from campaign.core.letters.front_matter import LetterFile
from campaign.errors import LetterError, Problem


def with_notes(
    folder: Folder, letter: str, purpose: WavePurpose, signature: Sequence[str], texts: Mapping[str, LetterContext]
) -> dict[str, LetterContext]:
    """The texts as a wave with this purpose sends them: each below its covering note, where the letter has notes, and
    above the lines of the signature block, if there are any.

    Raises LetterError with every problem of the notes, and for a language of the letter whose note is missing.
    """
    notes: dict[str, CoveringNote] = {}
    problems: list[Problem] = []
    for language in texts:
        path = folder.letter(letter) / f"note.{purpose}.{language}.md"
        if path.is_file():
            notes[language], wrong = read_note(LetterFile(folder.display_path(path), read_text(path)))
            problems += wrong
    if notes:
        problems += [
            Problem(
                folder.display_path(folder.letter(letter) / f"note.{purpose}.{language}.md"),
                None,
                f"is missing: this wave has a covering note in {', '.join(sorted(notes))}",
                "write it, or remove the others",
            )
            for language in texts.keys() - notes.keys()
        ]
    if problems:
        raise LetterError(
            "the covering note cannot be used", fix="correct it, then run the command again", problems=problems
        )
    letters = {
        language: with_note(context.letter, notes[language]) if language in notes else context.letter
        for language, context in texts.items()
    }
    return {
        language: replace(
            context, letter=with_signature(letters[language], signature) if signature else letters[language]
        )
        for language, context in texts.items()
    }
