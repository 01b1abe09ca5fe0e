"""What the compiler says when it cannot set a letter, in words for people."""

import re

from typst import TypstError

from campaign.core.render.characters import shown
from campaign.errors import PrintError

# How the template says that a note starts before its call; `campaign.press.press` then gives up widow control.
EARLY_NOTE = "a note starts on page"

_NO_GLYPH = re.compile(r'the text `"(?P<text>.*)"` could not be displayed', re.DOTALL)
_PLACE = re.compile(r"┌─ (?:\S*/)?(?P<file>letter|default)\.typ:(?P<line>\d+)")
_TOO_DEEP = "depth exceeded"


def print_error(error: TypstError) -> PrintError:
    """The error in words, without the addressee's name."""
    if found := _NO_GLYPH.search(error.message):
        return _missing(found["text"])
    if EARLY_NOTE in error.message:
        where = error.message.partition(EARLY_NOTE)[2].strip()
        return PrintError(
            f"a footnote would start on page {where}", hint="write long_notes: annex into the letter's front matter"
        )
    if _TOO_DEEP in error.message:
        return too_deep()
    return _at_its_place(error)


def too_deep() -> PrintError:
    """The error of a letter with too much inside of something else."""
    return PrintError("the letter is nested too deep to print", hint="look for lists in lists, notes in notes")


def _missing(text: str) -> PrintError:
    codes = ", ".join(f"U+{ord(each):04X}" for each in text[:4])
    return PrintError(
        f"no font of ours has {shown(text, 20)!r} ({codes})", hint="write it in Latin, Greek or Cyrillic letters"
    )


def _at_its_place(error: TypstError) -> PrintError:
    found = _PLACE.search(error.diagnostic)
    cause = shown(error.message, 200)
    if not found:
        return PrintError(f"the letter cannot be set ({cause})")
    place = f"templates/print/{found['file']}.typ:{found['line']}"
    return PrintError(
        f"{place}: the template cannot be used ({cause})",
        hint="correct it, or remove it to use the one that comes with the program",
    )
