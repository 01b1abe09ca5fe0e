"""docs/architecture.md against the folders: its table has each room, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RINGS = ("core", "adapters", "services")
SURFACES = ("web", "desk", "cli")


def rooms() -> list[str]:
    """The rooms of each ring, a folder or a file each, and the surfaces as one room each."""
    package = ROOT / "campaign"
    inner = [
        path.relative_to(package).as_posix()
        for ring in RINGS
        for path in (package / ring).iterdir()
        if path.name != "__init__.py" and (path.suffix == ".py" or (path / "__init__.py").exists())
    ]
    return sorted(["errors.py", *inner, *SURFACES])


def test_the_table_has_a_row_for_every_room() -> None:
    """Each folder and file in a ring has one row, and each row has its folder or file."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `([a-z_/.]+)` \|", page, re.MULTILINE)) == rooms()


def test_nothing_else_lies_at_the_top_of_the_package() -> None:
    """A newcomer finds the rings, the errors, and what Python itself asks for."""
    top = {path.name for path in (ROOT / "campaign").iterdir() if path.name != "__pycache__"}
    assert top - {*RINGS, *SURFACES} == {"__init__.py", "__main__.py", "errors.py", "py.typed"}


def test_every_room_has_a_docstring() -> None:
    """The docstring of each room is what a reader sees first."""
    package = ROOT / "campaign"
    files = [package / room if room.endswith(".py") else package / room / "__init__.py" for room in rooms()]
    assert [path for path in files if not path.read_text("utf-8").startswith('"""')] == []
