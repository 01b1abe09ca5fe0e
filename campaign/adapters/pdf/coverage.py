"""The characters that can be printed: those of our fonts, from a table, and of the campaign's own, from the fonts."""

from functools import cache
from pathlib import Path

from campaign.adapters.files.content import CONTENT
from campaign.core.render.glyphs import Coverage, read_coverage
from campaign.errors import Problem

FONTS = CONTENT / "templates" / "fonts"
_KINDS = (".otf", ".ttf", ".ttc")


def font_coverage(own_fonts: Path) -> tuple[Coverage, tuple[Problem, ...]]:
    """Return the characters of our fonts and of those in a folder, and a problem for each of these that is no font."""
    coverage, problems = _our_coverage(), []
    for path in sorted(path for path in own_fonts.rglob("*") if path.suffix.lower() in _KINDS):
        codes = _characters(path)
        if codes:
            coverage = coverage.with_characters(codes)
        else:
            place = f"templates/print/fonts/{path.relative_to(own_fonts)}"
            problems.append(Problem(place, None, "this font cannot be read", "put the font there as .ttf or .otf"))
    return coverage, tuple(problems)


@cache
def _our_coverage() -> Coverage:
    return read_coverage((FONTS / "coverage.txt").read_text("ascii"))


def _characters(path: Path) -> set[int]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError  # slow to load, and few campaigns have own fonts

    try:
        with path.open("rb") as file:
            if path.suffix.lower() == ".ttc":
                return set[int]().union(*(font.getBestCmap() for font in TTCollection(file, lazy=True)))
            return set(TTFont(file, lazy=True).getBestCmap() or ())
    except (TTLibError, OSError, AssertionError, KeyError, ValueError, TypeError, EOFError):
        return set()
