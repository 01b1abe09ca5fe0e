"""Makes the fonts for names and signs that our text fonts lack, from Debian's packages and Google's Noto Emoji.

    pip install fonttools
    apt-get download fonts-noto-core fonts-droid-fallback    # and `dpkg -x` each of them into SOURCES
    npm pack @expo-google-fonts/noto-emoji                   # and unpack it into SOURCES
    python -m tools.fonts SOURCES

It writes templates/fonts/fallback/*.ttf, without hints, old tables and the Latin letters that the text fonts draw, and
templates/fonts/coverage.txt: every character that some font of ours has. Run it again after any change of the fonts.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"
FALLBACK = FONTS / "fallback"
COVERAGE = FONTS / "coverage.txt"

# Arabic and Hebrew have letters of their own in the EU's debates, so they get a face that fits a serif, and its bold.
_SERIF = ("NotoNaskhArabic", "NotoSerifHebrew")
_SCRIPTS = [
    "Armenian",
    "Bengali",
    "CanadianAboriginal",
    "Cherokee",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Gujarati",
    "Gurmukhi",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Math",
    "Mongolian",
    "Myanmar",
    "NKo",
    "Oriya",
    "Sinhala",
    "Symbols",
    "Symbols2",
    "Syriac",
    "Tamil",
    "Telugu",
    "Thaana",
    "Thai",
    "Tifinagh",
]
_FILES = (
    *(f"{family}-{weight}.ttf" for family in _SERIF for weight in ("Regular", "Bold")),
    *(f"NotoSans{script}-Regular.ttf" for script in _SCRIPTS),
    "NotoSerifTibetan-Regular.ttf",
    "DroidSansFallback.ttf",
    "NotoEmoji_400Regular.ttf",
)
# A fallback font must not draw what a text font draws, but its shaping needs spaces, joiners and the dotted circle.
_ALWAYS = {0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x25CC, 0xFE0E, 0xFE0F}


def write_fallback_fonts(sources: Path) -> None:
    """Write every fallback font as a subset of its source."""
    FALLBACK.mkdir(exist_ok=True)
    drawn = set[int]().union(*map(characters_of, sorted(FONTS.glob("Libertinus*-Regular.otf"))))
    for name in _FILES:
        (source,) = sorted(sources.rglob(name))[:1]
        font = TTFont(source, recalcTimestamp=False)
        wanted = set(font.getBestCmap()) - drawn | _ALWAYS
        options = Options(hinting=False, layout_features=["*"], notdef_outline=True, glyph_names=False)
        options.drop_tables += ["DSIG", "FFTM", "vhea", "vmtx", "VORG"]
        options.name_IDs = ["*"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        font.save(FALLBACK / name.replace("_400Regular", "-Regular"), reorderTables=None)


def characters_of(path: Path) -> set[int]:
    """Return the characters that a font has."""
    return set(TTFont(path, lazy=True).getBestCmap())


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Join neighbours into ranges, first and last included."""
    first = last = -2
    for number in sorted(numbers):
        if number != last + 1:
            if last >= 0:
                yield first, last
            first = number
        last = number
    if last >= 0:
        yield first, last


def write_coverage() -> None:
    """Write the table of all characters, one range a line."""
    fonts = [path for path in FONTS.rglob("*") if path.suffix in (".otf", ".ttf")]
    covered = set[int]().union(*map(characters_of, fonts))
    COVERAGE.write_text("".join(f"{first:04X} {last:04X}\n" for first, last in ranges(covered)), encoding="ascii")


if __name__ == "__main__":
    write_fallback_fonts(Path(sys.argv[1]))
    write_coverage()
