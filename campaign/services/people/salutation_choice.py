"""Whether a letter greets its addressees together or each alone: written into its texts once, by the length of the list
when it is first imported. Later rows never change it."""

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.files.folder import letter_files, letter_names, read_text
from campaign.adapters.files.lock import hold_lock
from campaign.adapters.store import versions
from campaign.core.letters.front_matter import LetterFile, split, with_key
from campaign.core.letters.letter import JOINT, SINGLE
from campaign.services.campaign import Campaign

_KEY = "salutation"
_MOST_TOGETHER = 6
_PATIENCE = 10.0  # seconds


def choose_salutation(campaign: Campaign, letter: str, number: int) -> str:
    """The salutation to write for so many addressees, "joint" or "single"; "" if the texts say it, or are frozen, or
    there is none yet."""
    if letter not in letter_names(campaign.folder) or campaign.store.read(versions.latest, letter) is not None:
        return ""
    texts = [read_text(path) for path in letter_files(campaign.folder.letter(letter)).values()]
    if any(_KEY in split(LetterFile("", text)).fields for text in texts):
        return ""
    return SINGLE if number > _MOST_TOGETHER else JOINT


def write_salutation(campaign: Campaign, letter: str, salutation: str) -> None:
    """Write it into each text of the letter. Raises FolderError if one cannot be written."""
    with hold_lock(campaign.folder.letter_lock, "a text is being saved", "import again in a moment", _PATIENCE):
        for path in letter_files(campaign.folder.letter(letter)).values():
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            data = with_key(text, _KEY, salutation).encode("utf-8", "surrogateescape")
            replace_file(campaign.folder.file_to_write(path), data, durable=True)
