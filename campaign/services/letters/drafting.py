"""The text of a letter in the folder, as people edit it: read, saved, and merged with what others saved meanwhile.

The file is the truth. A save says which text it began from; if the file has changed since, in another tab, by a
colleague, in an editor or by git, both changes are merged, and nothing is written where both changed the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import folder as folders
from campaign.adapters.files.atomic import create_files, keep_beside, replace_file
from campaign.adapters.files.lock import hold_lock
from campaign.core.languages.lookup import is_language_code
from campaign.core.letters.text_merge import Clash, ClashChoice, MergedText, merge_texts
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign

MOST_CHARACTERS = 1_000_000
_AROUND = 160
"""Characters before and after a clash that are displayed."""
_PATIENCE = 10.0  # seconds; a save takes a few thousandths
_WAIT = "save again in a moment; what you typed is still here"


class TextClash(Refused):
    """Two people changed the same words. Nothing was written."""

    def __init__(self, path: str, merging: MergedText, text: str) -> None:
        super().__init__(f"{path}: somebody else changed the same words", fix="choose which words stay")
        self.merging = merging
        self.text = text
        """The text in the folder."""


@dataclass(frozen=True, slots=True)
class DraftText:
    """One text of a letter in the folder, with plain line ends."""

    letter: str
    """The letter's name."""
    language: str
    path: str
    """The file, relative to the campaign folder."""
    text: str


@dataclass(frozen=True, slots=True)
class SavedText:
    """What a save wrote."""

    draft: DraftText
    is_merge: bool
    """Whether changes of somebody else were merged in."""


def text_languages(campaign: Campaign) -> tuple[str, ...]:
    """The languages of the letter in the folder; none if there is no letter yet."""
    if not folders.letter_names(campaign.folder):
        return ()
    return tuple(folders.letter_files(campaign.folder.letter(campaign.letter)))


def read_draft_text(campaign: Campaign, language: str) -> DraftText:
    """Read a text. Raises UsageError if there is none in this language, FolderError if it cannot be read."""
    return _read(campaign, language, _path(campaign, language))


def save_text(campaign: Campaign, language: str, text: str, began_from: str) -> SavedText:
    """Save a text that somebody changed, beginning from `began_from`.

    Raises TextClash if the file has other changes of the same words, UsageError for a text that is too long or without
    words, FolderError if it cannot be written. Nothing is written then.
    """
    return _save(campaign, language, text, began_from)


def import_text(campaign: Campaign, language: str, text: str, began_from: str) -> SavedText:
    """Replace a text by one that was imported, after keeping the old one beside it, as `letter.en.before-1.md`.

    Raises what `save_text` raises.
    """
    return _save(campaign, language, text, began_from, keep_old=True)


def _save(campaign: Campaign, language: str, text: str, began_from: str, *, keep_old: bool = False) -> SavedText:
    _need_letter_length(text)
    if not text.strip():
        raise UsageError("the text is empty", fix="write at least its title")
    path = _path(campaign, language)
    with hold_lock(campaign.folder.letter_lock, "another save is still under way", _WAIT, _PATIENCE):
        draft = _read(campaign, language, path)
        merging = merge_texts(began_from, text, draft.text)
        if merging.clashes:
            raise TextClash(draft.path, merging, draft.text)
        new = merging.resolve()
        if new != draft.text:
            target = campaign.folder.file_to_write(path)
            if keep_old:
                keep_beside(path, folders.read_bytes(path))
            _write(target, new)
        return SavedText(DraftText(draft.letter, language, draft.path, new), is_merge=new != text)


def choose_words(text: str, began_from: str, theirs: str, choices: Sequence[str]) -> str:
    """The text that somebody chose for clashing changes: a ClashChoice for each clash. Raises UsageError without."""
    merging = merge_texts(began_from, text, theirs)
    known = set(ClashChoice)
    if len(choices) != len(merging.clashes) or not known.issuperset(choices):
        raise UsageError("a choice is missing", fix="choose for each place which words stay")
    return merging.resolve([ClashChoice(choice) for choice in choices])


def passage_at(text: str, line: int) -> tuple[int, int]:
    """The first and the last line, from 1, of the paragraph with a line. An empty line is one by itself."""
    lines = text.split("\n")
    first = last = min(max(line, 1), len(lines))
    if lines[first - 1].strip():
        while first > 1 and lines[first - 2].strip():
            first -= 1
        while last < len(lines) and lines[last].strip():
            last += 1
    return first, last


def replace_passage(text: str, line: int, words: str) -> str:
    """The text with other words for the paragraph with a line."""
    first, last = passage_at(text, line)
    lines = text.split("\n")
    return "\n".join([*lines[: first - 1], words.rstrip("\n"), *lines[last:]])


@dataclass(frozen=True, slots=True)
class ClashPlace:
    """A clash with the unchanged words around it."""

    lead: str
    clash: Clash
    rest: str


def clash_places(merging: MergedText) -> tuple[ClashPlace, ...]:
    """The clashes, each with some words before and after it, on the same line."""
    parts = merging.parts
    places = []
    for at, part in enumerate(parts):
        if isinstance(part, Clash):
            before, after = (parts[other] if 0 <= other < len(parts) else "" for other in (at - 1, at + 1))
            lead = before.rpartition("\n")[2] if isinstance(before, str) else ""
            rest = after.partition("\n")[0] if isinstance(after, str) else ""
            places.append(ClashPlace(lead[-_AROUND:], part, rest[:_AROUND]))
    return tuple(places)


def add_text(campaign: Campaign, language: str, text: str) -> DraftText:
    """Add a text in a language that the letter does not have yet. Raises UsageError for what is not a language code and
    for a text that is too long, Refused if the file exists."""
    _need_letter_length(text)
    if not is_language_code(language):
        raise UsageError(f"{language[:20]!r} is not a language code", fix="write a code such as en, de or fr")
    create_files({campaign.folder.letter(campaign.letter) / f"letter.{language}.md": text})
    return read_draft_text(campaign, language)


def translation_to_write(text: str, language: str, original: str) -> str:
    """A text to be translated: the original's, with the keys of a translation in its front matter."""
    keys = f"language: {language}\ntranslation_of: {original}\n"
    if not text.startswith("---\n"):
        return f"---\n{keys}---\n\n{text}"
    front, end, body = text[4:].partition("\n---\n")
    lines = [line for line in front.split("\n") if not line.startswith(("language:", "translation_of:"))]
    return "---\n" + keys + "\n".join(lines) + end + body


def _need_letter_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"the text has more than {MOST_CHARACTERS:,} characters", fix="make it shorter")


def _path(campaign: Campaign, language: str) -> Path:
    """The file of a language. Only files that are in the letter's folder count, so no input chooses another path."""
    files = folders.letter_files(campaign.folder.letter(campaign.letter))
    if language not in files:
        known = ", ".join(files) or "none yet"
        raise UsageError(f"letters/{campaign.letter}: there is no text in {language[:20]!r}", fix=f"texts: {known}")
    return files[language]


def _read(campaign: Campaign, language: str, path: Path) -> DraftText:
    text = folders.read_text(path).replace("\r\n", "\n").replace("\r", "\n")
    return DraftText(campaign.letter, language, campaign.folder.display_path(path), text)


def _write(path: Path, text: str) -> None:
    """Write the text with the line ends and the mark of the encoding that the file has."""
    before = folders.read_bytes(path)
    data = (text.replace("\n", "\r\n") if b"\r\n" in before else text).encode("utf-8", "replace")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    replace_file(path, mark + data, durable=True)
