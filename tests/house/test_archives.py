"""What the wheel and the source archive hold, built from a folder in which private files lie about."""

import csv
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign import __version__

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ("campaign", "templates", "letters", "signatories")
FILES = ("campaign.toml", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE")
PRIVATE = (
    ".env",
    "campaign.db",
    "campaign.db-wal",
    "outbox/0001.eml",
    "private/mail2027.dkim.pem",
    "campaign/people.csv",
    "campaign/content/people.csv",
    "letters/open-source-exemption/notes.md",
    "letters/open-source-exemption/people.private.csv",
    "letters/secret/letter.en.md",
    "signatories/private.csv",
    "signatories/logos/secret.svg",
    "templates/mail/people.csv",
)
DIST_INFO = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE")


@dataclass(frozen=True, slots=True)
class Archives:
    sdist: set[str]
    wheel: set[str]
    wheel_of_sdist: set[str]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """Names in the archives. The folder has no .gitignore: what keeps people's data out must not hang on that."""
    tree = tmp_path_factory.mktemp("tree")
    _copy(tree)
    for name in PRIVATE:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("Sibylle Berg,sibylle@people.example\n", "utf-8")
    build(tree, "sdist", "wheel")
    (sdist,) = tree.glob("dist/*.tar.gz")
    names = unpack(sdist, tree / "unpacked")
    build(tree / "unpacked", "wheel")
    return Archives(names, wheel_names(tree), wheel_names(tree / "unpacked"))


def unpack(sdist: Path, folder: Path) -> set[str]:
    """Writes the archive's files without their outermost folder, and gives their names."""
    with tarfile.open(sdist) as archive:
        files = {member.name.split("/", 1)[1]: archive.extractfile(member) for member in archive.getmembers()}
        for name, file in files.items():
            assert file is not None
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(file.read())
    return set(files)


def build(tree: Path, *targets: str) -> None:
    wanted = [word for target in targets for word in ("-t", target)]
    subprocess.run([sys.executable, "-m", "hatchling", "build", *wanted], cwd=tree, check=True, capture_output=True)


def wheel_names(tree: Path) -> set[str]:
    (wheel,) = tree.glob("dist/*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def content() -> Iterator[str]:
    """The rule for the content: our templates by the ending of their names, the sample file by file."""
    endings = {".css", ".docx", ".html", ".md", ".otf", ".po", ".ttf", ".txt", ".typ"}
    templates = (path for path in (ROOT / "templates").rglob("*") if path.suffix in endings)
    yield from (str(path.relative_to(ROOT)) for path in templates)
    yield from ("letters/README.md", "signatories/README.md", "campaign.toml", "signatories/organisations.csv")
    yield from (f"letters/open-source-exemption/{name}" for name in ("letter.en.md", "addressees.csv"))
    with (ROOT / "signatories" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        yield from (f"signatories/{row['logo']}" for row in csv.DictReader(file))


def program() -> set[str]:
    written = {str(path.relative_to(ROOT)) for path in (ROOT / "campaign").rglob("*.py")}
    return written | {"campaign/py.typed", "campaign/web/openapi.json"}


def test_wheel_holds_program_and_sample(archives: Archives) -> None:
    """The wheel holds the program, our templates and the sample campaign, and nothing else."""
    info = {f"undersigned-{__version__}.dist-info/{name}" for name in DIST_INFO}
    assert archives.wheel == program() | {f"campaign/content/{name}" for name in content()} | info


def test_sdist_holds_what_the_wheel_is_made_of(archives: Archives) -> None:
    """The source archive holds the same files in their places, and what describes the package."""
    assert archives.sdist == program() | set(content()) | {*FILES, "PKG-INFO"}


def test_sdist_makes_the_same_wheel(archives: Archives) -> None:
    """A wheel made of the source archive holds the same files as one made of the checkout."""
    assert archives.wheel_of_sdist == archives.wheel


def _copy(tree: Path) -> None:
    for name in SHIPPED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tree / name)
