"""Freezing a letter: its bytes and their digest kept for good."""

import datetime as dt
from dataclasses import dataclass

from campaign import folder
from campaign.errors import LetterError, ProblemsFound
from campaign.letters import Version, VersionText, digest_of, texts_of
from campaign.store import Store, versions


@dataclass(frozen=True, slots=True)
class Frozen:
    """The newest version. `new` is False when the text was frozen already and nothing was added."""

    version: Version
    texts: tuple[VersionText, ...]
    new: bool


def freeze(place: folder.Folder, store: Store, name: str, message: str, now: dt.datetime) -> Frozen:
    """Keep the folder's text as the letter's next version.

    Raises ProblemsFound for front matter that cannot be read, LetterError when there is no text.
    """
    letters, problems = folder.read_letters(place, name)
    if problems:
        raise ProblemsFound(f"letters/{name}: not frozen", problems=problems, hint="campaign letter check")
    if not letters:
        raise LetterError(f"letters/{name}: there is no text to freeze", hint="write letter.en.md first")
    texts = texts_of(letters)
    digest = digest_of(texts)
    latest = store.read(versions.latest, name)
    if latest and latest.digest == digest:
        return Frozen(latest, texts, new=False)
    return Frozen(store.write(versions.add, name, digest, texts, message, now), texts, new=True)
