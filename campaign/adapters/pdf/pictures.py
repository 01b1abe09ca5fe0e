"""Logos for the press: each tried by itself before any letter is set, so that a bad one spoils none."""

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

_SQUARE = 240  # pixels; what the proportions are read from
_MOST_BYTES = 10_000_000
# Larger pictures would weigh on every mail: what is printed of them is a picture of this resolution.
_LARGE = 100_000
_FINE = 1000  # pixels across, 34 mm wide in print: some 700 dots an inch
# Words in an SVG name fonts that each machine has otherwise; ours stands in for the usual ones.
_USUAL_FONT = re.compile(rb"(font-family\s*[:=]\s*[\"']?[^;\"'>]*?)\b(?:sans-serif|Helvetica|Arial)\b")
_OUR_FONT = rb"\1Liberation Sans"


def prepare_logos(
    compiler: Compiler, work_folder: Path, organisations: Iterable[Organisation], signatories: Path
) -> tuple[dict[str, LogoPlacement], tuple[Problem, ...]]:
    """The logos that can be set, by the name of their organisation, copied into the workshop; what is wrong with the
    others, whose name then stands alone."""
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
        raise ValueError(f"larger than {_MOST_BYTES // 1_000_000} MB")
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
    """The picture in a square of so many pixels, on nothing."""
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
        f"the logo of {organisation.name} cannot be printed ({printable(words, 120)}), the name stands alone",
        "save it anew as SVG or PNG",
    )
