"""docs/architecture.md has a row for each folder of the package, and for nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RINGS = ("core", "adapters", "services")
SURFACES = ("web", "desk", "cli")


def rooms() -> list[str]:
    """The folders and files of each ring, and the surfaces as one folder each."""
    package = ROOT / "campaign"
    inner = [
        path.relative_to(package).as_posix()
        for ring in RINGS
        for path in (package / ring).iterdir()
        if path.name != "__init__.py" and (path.suffix == ".py" or (path / "__init__.py").exists())
    ]
    return sorted(["errors.py", *inner, *SURFACES])


def test_the_table_has_a_row_for_every_room() -> None:
    """Each folder and file in a ring has one row, and each row has a folder or file."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `([a-z_/.]+)` \|", page, re.MULTILINE)) == rooms()


def test_nothing_else_is_at_the_top_of_the_package() -> None:
    """The package contains the rings, the errors, and the files that Python requires."""
    top = {path.name for path in (ROOT / "campaign").iterdir() if path.name != "__pycache__"}
    assert top - {*RINGS, *SURFACES} == {"__init__.py", "__main__.py", "errors.py", "py.typed"}


def test_every_room_has_a_docstring() -> None:
    """Each folder and file begins with a docstring that says what it holds."""
    package = ROOT / "campaign"
    files = [package / room if room.endswith(".py") else package / room / "__init__.py" for room in rooms()]
    assert [path for path in files if not path.read_text("utf-8").startswith('"""')] == []
