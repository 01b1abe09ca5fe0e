"""The contents of the wheel and the source archive, built from a folder that also contains private files."""

import ast
import csv
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from fnmatch import fnmatch
from pathlib import Path

import pytest

from campaign import __version__
from campaign.cli.commands_doc import reference

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ("campaign", "docs", "templates", "letters", "signatories")
FILES = ("campaign.toml", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE")
PRIVATE = (
    ".env",
    "campaign.db",
    "campaign.db-wal",
    "outbox/0001.eml",
    "private/mail2027.dkim.pem",
    "campaign/people.csv",
    "campaign/content/people.csv",
    "docs/people.csv",
    "letters/open-source-exemption/notes.md",
    "letters/open-source-exemption/people.private.csv",
    "letters/secret/letter.en.md",
    "signatories/private.csv",
    "signatories/logos/secret.svg",
    "templates/mail/people.csv",
)
LICENCES = ("LICENSE", "NOTICE", "templates/fonts/DejaVu.txt", "templates/fonts/OFL.txt")
DIST_INFO = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", *(f"licenses/{name}" for name in LICENCES))
REPOSITORY = r"\b(?:docs|tests|bench|tools)/\w+|CONTRIBUTING|CHANGELOG"  # what an installed wheel does not contain
INSTALLED_FONTS = "campaign/content/templates/fonts/"


@dataclass(frozen=True, slots=True)
class Archives:
    sdist: set[str]
    wheel: set[str]
    wheel_of_sdist: set[str]
    metadata: Message


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """Names in the archives. The folder has no .gitignore, because personal data must be left out without it."""
    tree = tmp_path_factory.mktemp("tree")
    _copy(tree)
    for name in PRIVATE:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("Sibylle Berg,sibylle@people.example\n", "utf-8")
    build(tree, "sdist", "wheel")
    (sdist,) = tree.glob("dist/*.tar.gz")
    names = unpack(sdist, tree / "unpacked")
    build(tree / "unpacked", "wheel")
    return Archives(names, wheel_names(tree), wheel_names(tree / "unpacked"), metadata(tree))


def unpack(sdist: Path, folder: Path) -> set[str]:
    """Write the archive's files without their outermost folder. Returns their names."""
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


def metadata(tree: Path) -> Message:
    """The wheel's metadata for an index; the description is the payload."""
    (wheel,) = tree.glob("dist/*.whl")
    return BytesParser().parsebytes(zipfile.ZipFile(wheel).read(f"undersigned-{__version__}.dist-info/METADATA"))


def description(archives: Archives) -> str:
    payload = archives.metadata.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def wheel_names(tree: Path) -> set[str]:
    (wheel,) = tree.glob("dist/*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def content() -> Iterator[str]:
    """The content that is shipped: templates by the ending of their names, pages of docs/, the sample file by file."""
    endings = {".css", ".docx", ".html", ".js", ".md", ".otf", ".po", ".ttf", ".txt", ".typ"}
    templates = (path for path in (ROOT / "templates").rglob("*") if path.suffix in endings)
    yield from (str(path.relative_to(ROOT)) for path in templates)
    yield from (f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
    yield from ("letters/README.md", "signatories/README.md", "campaign.toml", "signatories/organisations.csv")
    yield from (f"letters/open-source-exemption/{name}" for name in ("letter.en.md", "addressees.csv"))
    with (ROOT / "signatories" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        yield from (f"signatories/{row['logo']}" for row in csv.DictReader(file))


def program() -> set[str]:
    written = {str(path.relative_to(ROOT)) for path in (ROOT / "campaign").rglob("*.py")}
    return written | {"campaign/py.typed", "campaign/web/openapi.json"}


def test_wheel_holds_program_and_sample(archives: Archives) -> None:
    """The wheel holds the program, its documentation, our templates and the sample campaign, and nothing else."""
    info = {f"undersigned-{__version__}.dist-info/{name}" for name in DIST_INFO}
    assert archives.wheel == program() | {f"campaign/content/{name}" for name in content()} | info


def test_sdist_holds_what_the_wheel_is_built_from(archives: Archives) -> None:
    """The source archive holds the same files in the same places, and the files that describe the package."""
    assert archives.sdist == program() | set(content()) | {*FILES, "PKG-INFO"}


def test_sdist_makes_the_same_wheel(archives: Archives) -> None:
    """A wheel built from the source archive holds the same files as one built from the checkout."""
    assert archives.wheel_of_sdist == archives.wheel


def test_metadata_names_author_licences_and_pythons(archives: Archives) -> None:
    """The metadata names the authors, all licences of the wheel, and the tested Python versions."""
    fields = archives.metadata
    assert fields["Author"] == "The Undersigned authors"
    assert fields["License-Expression"] == "Apache-2.0 AND OFL-1.1 AND Bitstream-Vera"
    assert fields.get_all("License-File") == list(LICENCES)
    pythons = [line for line in fields.get_all("Classifier", []) if " :: 3." in line]
    assert pythons == [f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)]


def test_description_stands_without_the_repository(archives: Archives) -> None:
    """The description for an index has no picture, no link into the repository and no command that needs a checkout."""
    assert archives.metadata["Description-Content-Type"] == "text/markdown"
    text = description(archives)
    assert re.findall(r"\]\((?!https://)[^)]*\)", text) == []
    assert [word for word in ("![", "./run", "make ", ".md)") if word in text] == []
    sections = ["Try it", "A campaign from draft to vote", "What it promises", "Read on"]
    assert re.findall(r"^## (.*)$", text, re.M) == sections
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^\$ .*$", text, re.M) == re.findall(r"^\$ .*$", readme, re.M)


def test_notice_names_the_fonts_where_they_are_installed(archives: Archives) -> None:
    """NOTICE names the installed folders of the fonts, and every file in them but our own list of their characters."""
    notice = (ROOT / "NOTICE").read_text("utf-8").split("The source repository, but no archive")[0]
    assert INSTALLED_FONTS in notice
    names = {name.removeprefix(INSTALLED_FONTS) for name in archives.wheel if name.startswith(INSTALLED_FONTS)}
    names.remove("coverage.txt")
    own, fallback = (
        re.findall(r"[\w*-]+\.(?:otf|ttf|txt)", part) for part in notice.split("Those in templates/fonts/fallback/")
    )
    patterns = [*own, *(f"fallback/{pattern}" for pattern in fallback if not pattern.endswith(".txt"))]
    assert {name for name in names if any(fnmatch(name, pattern) for pattern in patterns)} == names
    assert [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in names)] == []


def test_messages_name_pages_that_the_wheel_has(archives: Archives) -> None:
    """Every page that a message or help text names is in the wheel, and no message names a path of the checkout."""
    by_path: set[str] = set()
    loose: list[str] = []
    for path in sorted((ROOT / "campaign").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        by_path |= {page for node in ast.walk(tree) if (page := page_of_docs(node))}
        loose += [f"{path.name}: {text}" for text in printed(tree) if re.search(REPOSITORY, text)]
    assert loose == []
    assert re.findall(REPOSITORY, reference()) == []
    by_help = set(re.findall(r"see (\S+\.md) in the documentation", reference()))
    assert (by_path, by_help) == ({"mailbox.md", "replies.md"}, {"mailbox.md", "running.md"})
    assert {f"campaign/content/docs/{page}" for page in by_path | by_help} <= archives.wheel


def page_of_docs(node: ast.AST) -> str | None:
    """The name of the page if the node is `DOCS / "name"`, else None."""
    match node:
        case ast.BinOp(ast.Name("DOCS"), ast.Div(), ast.Constant(str(page))):
            return page
        case _:
            return None


def printed(tree: ast.Module) -> Iterator[str]:
    """The strings of a module without docstrings; those that click prints are in the reference."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def _copy(tree: Path) -> None:
    for name in SHIPPED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tree / name)
