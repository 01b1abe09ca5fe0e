"""What the compiler says when it cannot set a letter, in words for people."""

import re

from typst import TypstError

from campaign.core.render.characters import printable
from campaign.errors import PrintError

# How the template says that a note starts before its call; `campaign.press.press` then gives up widow control.
EARLY_NOTE = "a note starts on page"

_NO_GLYPH = re.compile(r'the text `"(?P<text>.*)"` could not be displayed', re.DOTALL)
_PLACE = re.compile(r"┌─ (?:\S*/)?(?P<file>letter|default)\.typ:(?P<line>\d+)")
_TOO_DEEP = "depth exceeded"


def print_error(error: TypstError) -> PrintError:
    """The error in words, without the addressee's name."""
    if match := _NO_GLYPH.search(error.message):
        return _missing_glyph(match["text"])
    if EARLY_NOTE in error.message:
        where = error.message.partition(EARLY_NOTE)[2].strip()
        return PrintError(
            f"a footnote would start on page {where}", fix="write long_notes: annex into the letter's front matter"
        )
    if _TOO_DEEP in error.message:
        return too_deep_error()
    return _template_error(error)


def too_deep_error() -> PrintError:
    """The error of a letter with too much inside of something else."""
    return PrintError("the letter is nested too deep to print", fix="look for lists in lists, notes in notes")


def _missing_glyph(text: str) -> PrintError:
    codes = ", ".join(f"U+{ord(character):04X}" for character in text[:4])
    return PrintError(
        f"no font of ours has {printable(text, 20)!r} ({codes})", fix="write it in Latin, Greek or Cyrillic letters"
    )


def _template_error(error: TypstError) -> PrintError:
    match = _PLACE.search(error.diagnostic)
    cause = printable(error.message, 200)
    if not match:
        return PrintError(f"the letter cannot be set ({cause})")
    place = f"templates/print/{match['file']}.typ:{match['line']}"
    return PrintError(
        f"{place}: the template cannot be used ({cause})",
        fix="correct it, or remove it to use the one that comes with the program",
    )
