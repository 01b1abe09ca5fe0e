"""Logos for PDFs. Each is tried before any letter is printed, so that a bad one spoils no letter."""

import io
import re
from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from typst import Compiler, TypstError

from campaign.adapters.images.ink import find_ink
from campaign.core.render.characters import printable
from campaign.core.render.logos import LogoPlacement, place_logo
from campaign.core.render.typst_code import literal
from campaign.core.signatories import Organisation
from campaign.errors import Problem

_SQUARE = 240  # pixels of the square in which the proportions are measured
_MOST_BYTES = 10_000_000
# A larger file would weigh on every email, so it is printed at a fixed resolution.
_LARGE = 100_000
_FINE = 1000  # pixels across; 34 mm wide in print, that is about 700 dpi
# An SVG names fonts that differ between machines; ours replaces the usual ones.
_USUAL_FONT = re.compile(rb"(font-family\s*[:=]\s*[\"']?[^;\"'>]*?)\b(?:sans-serif|Helvetica|Arial)\b")
_OUR_FONT = rb"\1Liberation Sans"


def prepare_logos(
    compiler: Compiler, work_folder: Path, organisations: Iterable[Organisation], signatories: Path
) -> tuple[dict[str, LogoPlacement], tuple[Problem, ...]]:
    """Copy logos into the work folder and place them.

    Returns the logos that can be printed, by the organisation's name, and a problem for each of the others, which are
    printed without a logo.
    """
    logos: dict[str, LogoPlacement] = {}
    problems: list[Problem] = []
    for number, organisation in enumerate(organisation for organisation in organisations if organisation.logo):
        file = f"logo-{number}{Path(organisation.logo).suffix.lower()}"
        try:
            logos[organisation.name] = _prepare_logo(compiler, work_folder, signatories / organisation.logo, file)
        except (OSError, ValueError, TypstError) as error:
            problems.append(_problem(organisation, error))
    return logos, tuple(problems)


def _prepare_logo(compiler: Compiler, work_folder: Path, original: Path, file: str) -> LogoPlacement:
    data = original.read_bytes()
    if len(data) > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    (work_folder / file).write_bytes(_USUAL_FONT.sub(_OUR_FONT, data) if file.endswith(".svg") else data)
    ink = find_ink(Image.open(io.BytesIO(_draw(compiler, file, _SQUARE)), formats=("PNG",)))
    if ink is None:
        raise ValueError("it is empty, or white on white")
    if len(data) > _LARGE:
        png = _draw(compiler, file, _FINE)
        file = f"{file}.png"
        (work_folder / file).write_bytes(png)
    return place_logo(ink, file)


def _draw(compiler: Compiler, file: str, side: int) -> bytes:
    """Draw a picture in a square of `side` pixels, on a transparent background, as PNG."""
    page = f"#set page(width: {side}pt, height: {side}pt, margin: 0pt, fill: none)\n"
    source = f'{page}#image({literal(file)}, width: {side}pt, height: {side}pt, fit: "contain")\n'
    png = compiler.compile(source.encode(), format="png", ppi=72)
    assert isinstance(png, bytes)  # one page
    return png


def _problem(organisation: Organisation, error: Exception) -> Problem:
    words = getattr(error, "message", "") or getattr(error, "strerror", "") or str(error)
    return Problem(
        f"signatories/{organisation.logo}",
        None,
        f"the logo of {organisation.name} cannot be printed ({printable(words, 120)}); only the name is",
        "save it again as SVG or PNG",
    )
