"""A campaign of version 0.1.0 still works, and gives the same output.

tests/data/0.1.0/ holds a campaign that 0.1.0 created, and what 0.1.0 printed, published and would have sent from it at
a fixed time; its README says how. CHANGED names what later versions change on purpose, with the reason.
"""

import datetime as dt
import hashlib
import io
import json
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from campaign.services.campaign import Campaign
from tests.helpers.campaign import run

LEFT = Path(__file__).parent.parent / "data" / "0.1.0"
NOW = dt.datetime(2027, 4, 20, 8, 0, tzinfo=dt.UTC)  # the time of the output of 0.1.0
COMMANDS = {
    "status": ("status",),
    "verify": ("verify",),
    "letter-list": ("letter", "list"),
    "letter-verify": ("letter", "verify"),
    "addressee-list": ("addressee", "list"),
    "signatory-list": ("signatory", "list"),
    "signatory-review": ("signatory", "review"),
    "person-export": ("person", "export", "vera@alpine-huts.example"),
    "send-log-first": ("send", "log", "--events"),
    "send-log-follow-up": ("send", "log", "--wave", "follow-up", "--events"),
    "send-log-invitations": ("send", "log", "--wave", "invitations-1", "--events"),
    "reply-list": ("reply", "list"),
    "reply-due": ("reply", "due"),
}
DRAWN = (".pdf", ".png")  # the bytes depend on the libraries that draw these files
_INK = "the ink of a logo is looked for by the rule of the pages, which moves a logo in print by less than a point"
CHANGED = {"letter.pdf": _INK, "letter.de.pdf": _INK}  # what differs from 0.1.0 on purpose, with the reason
# Keys of --json: what 0.1.0 called them, and their names today.
RENAMED_KEYS = {
    "asked_not_to_be_written_to_at": "stopped_at",
    "deed": "event",
    "head": "last_digest",
    "last_mail": "last_delivery",
    "mail": "address",
    "mail_confirmed_at": "confirmed_at",
    "mails": "deliveries",
    "words": "text",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the campaign of 0.1.0, at the time of its output. The first command migrates the database."""
    copy = tmp_path_factory.mktemp("campaign") / "folder"
    shutil.copytree(LEFT / "folder", copy)
    shutil.copy(LEFT / "campaign.db", copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Campaign, "now", lambda _: NOW)
        yield copy


def record_of(store: Path) -> list[list[object]]:
    """The lines of the record in the database."""
    sql = "SELECT number, at, letter, signon, deed, actor, facts, hex(private), hex(digest) FROM record ORDER BY number"
    with closing(sqlite3.connect(store)) as db:
        return [list(line) for line in db.execute(sql)]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same_libraries() -> bool:
    """Whether the libraries that draw have the same versions as with 0.1.0."""
    made_with = json.loads((LEFT / "facts" / "made-with.json").read_text("utf-8"))
    machine = made_with.pop("machine")
    return bool(machine == platform.machine() and made_with == {name: version(name) for name in made_with})


def rename_keys(value: object) -> object:
    """Give a document of 0.1.0 the keys of today."""
    if isinstance(value, list):
        return [rename_keys(item) for item in value]
    if isinstance(value, dict):
        return {RENAMED_KEYS.get(key, key): rename_keys(item) for key, item in value.items()}
    return value


def stable_content(name: str, content: bytes) -> object:
    """What does not depend on the libraries: the words of a PDF, the size of a picture."""
    if name.endswith(".pdf"):
        return [page.extract_text().split() for page in PdfReader(io.BytesIO(content)).pages]
    return Image.open(io.BytesIO(content)).size


@pytest.mark.parametrize("name", COMMANDS)
def test_the_facts_are_the_same(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command gives the same JSON as 0.1.0."""
    assert run(folder, "--json", *COMMANDS[name]) == 0
    expected = (LEFT / "facts" / f"{name}.json").read_text("utf-8")
    assert json.loads(capsys.readouterr().out) == rename_keys(json.loads(expected))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_frozen_versions_are_the_same_bytes(number: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The canonical text of each language is the one that 0.1.0 froze, and its digest matches."""
    assert run(folder, "-q", "letter", "show", str(number)) == 0
    output = capsys.readouterr().out
    assert output == (LEFT / "facts" / f"version-{number}.txt").read_text("utf-8")
    texts = re.findall(r"^\[(\w\w)\] (\w{64})\n\n(.*?)\n(?=\[\w\w\] \w{64}\n|\Z)", output, re.DOTALL | re.MULTILINE)
    assert [language for language, _, _ in texts] == ["de", "en"]
    assert [digest for _, digest, _ in texts] == [hashlib.sha256(text.encode()).hexdigest() for _, _, text in texts]


def test_the_record_is_the_same(folder: Path) -> None:
    """Opening the store adds no line to the record and changes none."""
    assert run(folder, "-q", "verify") == 0
    assert record_of(folder / "campaign.db") == json.loads((LEFT / "facts" / "record.json").read_text("utf-8"))


def test_the_site_is_the_same(folder: Path, tmp_path: Path) -> None:
    """Publishing again gives the same bytes as 0.1.0; files from other library versions show the same."""
    form = "https://letter.example/forests/sign"
    assert run(folder, "-q", "publish", "--out", str(tmp_path / "site"), "--form", form) == 0
    before, after = files_of(LEFT / "site"), files_of(tmp_path / "site")
    assert after.keys() - CHANGED.keys() == before.keys() - CHANGED.keys()
    drawn = {name for name in before if name.endswith(DRAWN) and (name in CHANGED or not same_libraries())}
    for name in sorted(before.keys() - CHANGED.keys() - drawn - {"SHA256SUMS"}):
        assert after[name] == before[name], name
    for name in sorted(drawn):
        assert stable_content(name, after[name]) == stable_content(name, before[name]), name
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(after.items())]
    assert after["SHA256SUMS"].decode().splitlines() == [line for line in sums if not line.endswith("  SHA256SUMS")]


@pytest.mark.parametrize(
    ("wave", "more"),
    [("follow-up", ("--not-before", "now", "--confirm", "2")), ("once-more", ("--again", "--confirm", "8"))],
)
def test_emails_are_the_same_bytes(wave: str, more: tuple[str, ...], folder: Path, tmp_path: Path) -> None:
    """A wave that 0.1.0 planned is sent unchanged, and one that is planned now has the same bytes."""
    copy = tmp_path / "folder"
    shutil.copytree(folder, copy)
    assert run(copy, "-q", "send", "go", "--wave", wave, *more) == 0
    assert files_of(copy / "outbox" / wave) == files_of(LEFT / "mails" / wave)
