"""Turns Typst's errors into errors for people."""

import ast
import re
from collections.abc import Sequence

from typst import TypstError

from campaign.core.render.characters import printable
from campaign.errors import PrintError

# The template's error for a footnote that starts before its mark; the printer then tries without widow control.
EARLY_NOTE = "a note starts on page"

# The text is quoted as in Rust.
_NO_GLYPH = re.compile(r'the text `(?P<text>"(?:[^"\\]|\\.)*")` could not be displayed')
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
_PLACE = re.compile(r"┌─ (?:\S*/)?(?P<file>letter|default)\.typ:(?P<line>\d+)")
_TOO_DEEP = "depth exceeded"


def print_error(error: TypstError) -> PrintError:
    """Turn an error of Typst into one for people, without the addressee's name."""
    if texts := missing_texts(error):
        return _missing_glyph(texts[0])
    if EARLY_NOTE in error.message:
        where = error.message.partition(EARLY_NOTE)[2].strip()
        return PrintError(
            f"a footnote would start on page {where}", fix="add long_notes: annex to the letter's front matter"
        )
    if _TOO_DEEP in error.message:
        return too_deep_error()
    return _template_error(error)


def missing_texts(error: TypstError) -> Sequence[str]:
    """The texts that no font can display, from an error of Typst: single characters, or a letter with its marks."""
    quoted = dict.fromkeys(match["text"] for match in _NO_GLYPH.finditer(error.diagnostic))
    return [ast.literal_eval(_RUST_ESCAPE.sub(_python_escape, text)) for text in quoted]


def _python_escape(match: re.Match[str]) -> str:
    return f"\\U{int(match[1], 16):08x}"


def too_deep_error() -> PrintError:
    """Return the error for a letter that is nested too deeply."""
    return PrintError(
        "the letter is nested too deeply to print", fix="look for lists in lists and footnotes in footnotes"
    )


def _missing_glyph(text: str) -> PrintError:
    codes = ", ".join(f"U+{ord(character):04X}" for character in text[:4])
    return PrintError(
        f"our fonts do not have {printable(text, 20)!r} ({codes})",
        fix="put a font that has it into templates/print/fonts",
    )


def _template_error(error: TypstError) -> PrintError:
    match = _PLACE.search(error.diagnostic)
    cause = printable(error.message, 200)
    if not match:
        return PrintError(f"the letter cannot be printed ({cause})")
    place = f"templates/print/{match['file']}.typ:{match['line']}"
    return PrintError(
        f"{place}: the template cannot be used ({cause})",
        fix="correct it, or remove it to use the built-in template",
    )
