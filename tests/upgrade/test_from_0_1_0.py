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
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from PIL import Image
from pypdf import PdfReader

from campaign.adapters.files.content import CONTENT
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import sending_mark
from campaign.adapters.store.ledger.sending_mark import StoredMark
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
_LAYOUT = "the letter's page is laid out again: sharing, a second sign button, the digest of the version in its foot"
_LETTER_PAGES = ("index.html", "index.de.html")
# What differs from 0.1.0 on purpose, with the reason.
CHANGED = {
    "letter.pdf": _INK,
    "letter.de.pdf": _INK,
    "404.html": "its style is that of the pages",
    "style.css": _LAYOUT,
    **dict.fromkeys(_LETTER_PAGES, _LAYOUT),
}
# Facts that 0.1.0 did not give: who has had the letter.
NEW_KEYS = {"id", "sentence", "letter", "letter_why", "missed"}
# Keys of --json: what 0.1.0 called them, and their names today.
RENAMED_KEYS = {
    "asked_not_to_be_written_to_at": "stopped_at",
    "deed": "event",
    "head": "last_digest",
    "last_mail": "last_delivery",
    "mail": "address",
    "mail_confirmed_at": "confirmed_at",
    "mails": "deliveries",
    "persons": "individuals",
    "words": "text",
}
# Words of its sentences that are others today.
REWORDED = {
    "for each uncertain mail": "for each uncertain email",
    "the signer gave: nobody else says": "the signer typed: nothing else shows",
    " is known to compare it with": " is known",
    "3 wanted": "3 needed",
    "without a mail address": "without an email address",
    "1 mails may": "1 email may",
    "names whom to ring": "lists who to call",
    "the mail came back": "the email bounced",
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


def mails_without_ids(folder: Path) -> dict[str, bytes]:
    """Emails without their Message-IDs, boundaries and dates."""
    own = re.compile(rb"(?<=Message-ID: <)[0-9a-f]{32}|(?<==_)[0-9a-f]{24}|(?<=Date: )[^\r]+")
    return {name: own.sub(b"...", data) for name, data in files_of(folder).items()}


def same_libraries() -> bool:
    """Whether the libraries that draw have the same versions as with 0.1.0."""
    made_with = json.loads((LEFT / "facts" / "made-with.json").read_text("utf-8"))
    machine = made_with.pop("machine")
    return bool(machine == platform.machine() and made_with == {name: version(name) for name in made_with})


def rename_keys(value: object) -> object:
    """Give a document of 0.1.0 the keys and the words of today."""
    if isinstance(value, list):
        return [rename_keys(item) for item in value]
    if isinstance(value, dict):
        return {RENAMED_KEYS.get(key, key): rename_keys(item) for key, item in value.items()}
    for old, new in REWORDED.items():
        value = value.replace(old, new) if isinstance(value, str) else value
    return value


def without_new_facts(name: str, document: Any) -> Any:
    """A document of today without what 0.1.0 did not say: who has had the letter, which version a wave sent, what the
    letter lacks."""
    if name == "addressee-list":
        return [{key: value for key, value in row.items() if key not in NEW_KEYS} for row in document]
    if name.startswith("send-log"):
        return {key: value for key, value in document.items() if key not in NEW_KEYS}
    if name == "reply-due":
        assert {len(call.pop("notes")) for call in document} == {0}
    if name == "signatory-review":
        assert document.pop("changes") == []
    if name == "status":
        document["remarks"] = [
            remark
            for remark in document["remarks"]
            if not remark.startswith("without the letter: ") and not remark.endswith("see campaign letter check")
        ]
        changed = ("wave", "timetable", "answers", "letter sent to", "facts")
        document = {key: value for key, value in document.items() if not key.startswith(changed)}
    return document


def stable_content(name: str, content: bytes) -> object:
    """What does not depend on the libraries: the size of a picture."""
    return Image.open(io.BytesIO(content)).size


@pytest.mark.parametrize("name", COMMANDS)
def test_the_facts_are_the_same(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command gives the same JSON as 0.1.0."""
    assert run(folder, "--json", *COMMANDS[name]) == 0
    expected = (LEFT / "facts" / f"{name}.json").read_text("utf-8")
    document = json.loads(capsys.readouterr().out)
    if name == "reply-list":
        assert {reply.pop("proof") for reply in document["replies"]} == {"unrecorded"}
    before = rename_keys(json.loads(expected))
    if name == "status":  # says which version a wave sent, and takes a written deadline for the end of signing
        before = {key: value for key, value in before.items() if not key.startswith(("wave", "timetable", "next"))}
        assert document.pop("next").startswith(
            "campaign send settle --newest if it is; "
        )  # it has sent, without a mark
        assert (
            document["remarks"]
            .pop(0)
            .startswith("nothing is sent: it is not clear whether this database is the newest")
        )
    assert without_new_facts(name, document) == before


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


def publish(folder: Path, site: Path) -> dict[str, bytes]:
    """The files of the site as today's program writes them."""
    assert run(folder, "-q", "publish", "--out", str(site), "--form", "https://letter.example/forests/sign") == 0
    return files_of(site)


def assert_same_site(
    before: dict[str, bytes], after: dict[str, bytes], words: list[tuple[re.Pattern[str], str]]
) -> None:
    """Each file has the bytes that 0.1.0 wrote, with today's words in the pages; what other libraries draw shows the
    same."""
    assert after.keys() == before.keys() | {"record.txt"}
    larger = {name for name in before if name.startswith("logos/")}  # logos are drawn for more points
    drawn = {name for name in before if name.endswith(DRAWN) and (name in CHANGED or not same_libraries())} - larger
    for name in sorted(before.keys() - CHANGED.keys() - drawn - larger - {"SHA256SUMS"}):
        expected = with_todays_words(before[name].decode(), words).encode() if name.endswith(".html") else before[name]
        assert without_record(name, after[name]) == expected, name
    for name in _LETTER_PAGES:
        assert lost_words(with_todays_words(before[name].decode(), words), after[name].decode()) == []
    for name in sorted(drawn):
        if name.endswith(".pdf"):  # set in larger type, with its lines and pages broken elsewhere
            assert [word for word in printed(before[name]).split() if word not in printed(after[name])] == [], name
        else:
            assert stable_content(name, after[name]) == stable_content(name, before[name]), name
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(after.items())]
    head, *listed = after["SHA256SUMS"].decode().splitlines()
    assert head.startswith("# Record of sign-ons: ")
    assert listed == [line for line in sums if not line.endswith("  SHA256SUMS")]


def without_record(name: str, content: bytes) -> bytes:
    """A feed without its line about the record of sign-ons, which 0.1.0 did not write."""
    if not name.endswith((".json", ".xml")):
        return content
    return re.sub(rb'\n  "(?:description|record)": "[^"]*",|\n *<(subtitle)[^>]*>[^<]*</subtitle>', b"", content)


def printed(pdf: bytes) -> str:
    """The words of a PDF in one line, without hyphens at the ends of lines."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(re.sub(r"\xad\s*", "", text).split())


def lost_words(before: str, after: str) -> list[str]:
    """The pieces of a page's text that another page lacks, but for its citation and the digest of one language."""
    pieces, today = (
        [
            " ".join(piece.split())
            for piece in re.split(r"<[^>]+>", re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL))
        ]
        for page in (before, after)
    )
    return [piece for piece in pieces if piece not in today and not re.match(r"SHA-256 \w{64}$|Forests first: ", piece)]


def with_todays_words(page: str, words: list[tuple[re.Pattern[str], str]]) -> str:
    """A page of 0.1.0 with the words that changed since."""
    for old, new in words:
        page = old.sub(new, page)
    return page


def words_of_pages() -> list[tuple[re.Pattern[str], str]]:
    """The words of a page's frame, which no catalogue holds."""
    return [
        (re.compile(rf"(?<=>){re.escape(old)}(?=[<:])"), new)
        for old, new in (
            ("There is no such page.", "Page not found"),
            ("To the content", "Skip to content"),
            ("To the letter", "Go to the letter"),
            ("To the newest version", "See the latest version"),
        )
    ]


def words_of_catalogues() -> list[tuple[re.Pattern[str], str]]:
    """The messages of 0.1.0, in English and German, and today's for the same."""
    with (CONTENT / "templates" / "locale" / "changed-since-0.1.0.po").open("rb") as file:
        changed = list(read_po(file))
    german = {name: german_messages(path) for name, path in (("old", LEFT), ("new", CONTENT))}
    pairs = [
        (old, new)
        for message in german["old"]
        if message.id
        for today in [next((change.string for change in changed if change.id == message.id), message.id)]
        for was, now in ((message.id, today), (message.string, german["new"][first(today)].string))
        for old, new in zip(forms(was), forms(now), strict=True)
        if old != new
    ]
    return [pattern(old, new) for old, new in sorted(pairs, key=lambda pair: -len(pair[0]))]


def german_messages(content: Path) -> Catalog:
    with (content / "templates" / "locale" / "de" / "LC_MESSAGES" / "campaign.po").open("rb") as file:
        return read_po(file, "de")


def first(message: str | list[str] | tuple[str, ...]) -> str:
    return forms(message)[0]


def forms(message: str | list[str] | tuple[str, ...]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def pattern(old: str, new: str) -> tuple[re.Pattern[str], str]:
    """A pattern that finds a message in a page, whatever values it has, and what to put in its place."""
    parts = re.split(r"%\((\w+)\)[sd]", old)  # text and names of values in turn
    named: set[str] = set()
    expression = re.escape(parts[0])
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        value = r"\d+" if name.startswith("num") else ".+?"
        expression += (f"(?P={name})" if name in named else f"(?P<{name}>{value})") + re.escape(text)
        named.add(name)
    before = r"(?:(?<=[>\n])|(?<=[,:] ))" if old.startswith("%") else r"(?<=[>\n ])"
    if " " not in old:  # a word: not within the letter's own text
        before, expression = r"(?<=>)", f"{expression}(?=[<:])"
    return re.compile(rf"{before}{expression}(?=[<\n: .])"), re.sub(r"%\((\w+)\)[sd]", r"\\g<\1>", new)


@pytest.mark.slow
def test_the_site_is_the_same(folder: Path, tmp_path: Path) -> None:
    """Published again, the site is what 0.1.0 wrote, but for the words of the pages."""
    words = [*words_of_pages(), *words_of_catalogues()]
    assert_same_site(files_of(LEFT / "site"), publish(folder, tmp_path / "site"), words)


@pytest.mark.slow
def test_templates_and_catalogues_of_0_1_0_work(folder: Path, tmp_path: Path) -> None:
    """A campaign that has every template and the German catalogue of 0.1.0 as its own publishes the pages of 0.1.0."""
    copy = tmp_path / "folder"
    shutil.copytree(folder, copy)
    shutil.copytree(LEFT / "templates", copy / "templates", dirs_exist_ok=True)
    assert run(copy, "publish", "--out", str(tmp_path / "site")) == 3  # until somebody has said once that they may run
    assert run(copy, "-q", "trust", "--yes") == 0
    (copy / "templates" / "locale" / "fr" / "LC_MESSAGES" / "campaign.po").unlink()
    assert_same_site(files_of(LEFT / "site"), publish(copy, tmp_path / "site"), words_of_pages())


def test_a_catalogue_of_0_1_0_translates_todays_templates(folder: Path, tmp_path: Path) -> None:
    """With its own German catalogue a campaign keeps the German words of 0.1.0 on today's pages."""
    copy = tmp_path / "folder"
    shutil.copytree(folder, copy)
    shutil.copytree(LEFT / "templates" / "locale" / "de", copy / "templates" / "locale" / "de")
    before, after = files_of(LEFT / "site"), publish(copy, tmp_path / "site")
    for name in ("embed.de.html", "people.de.html", "versions/3.de.html"):
        assert after[name] == before[name], name
    assert lost_words(before["index.de.html"].decode(), after["index.de.html"].decode()) == []


def test_a_database_of_0_1_0_asks_once_whether_it_is_the_newest(folder: Path, tmp_path: Path) -> None:
    """0.1.0 kept no mark of what it sent, so a person says once that this database is the newest."""
    copy = shutil.copytree(folder, tmp_path / "folder")
    words = ("-q", "send", "go", "--wave", "once-more", "--again", "--confirm", "8")
    assert run(copy, *words) == 3
    assert run(copy, "send", "settle", "--newest") == 0
    assert run(copy, *words) == 0


@pytest.mark.parametrize(
    ("wave", "more"),
    [("follow-up", ("--not-before", "now", "--confirm", "2")), ("once-more", ("--again", "--confirm", "8"))],
)
def test_emails_are_the_same_bytes(wave: str, more: tuple[str, ...], folder: Path, tmp_path: Path) -> None:
    """A wave that is planned now has the bytes of 0.1.0, but for its day and the Message-IDs, which nobody can guess
    any more. So a wave that 0.1.0 planned is to be looked at again."""
    copy = tmp_path / "folder"
    shutil.copytree(folder, copy)
    with Store.open(copy / "campaign.db") as store:
        store.write(sending_mark.put, StoredMark(f"upgrade-{wave}", 0))
    if wave == "follow-up":
        assert run(copy, "-q", "send", "go", "--wave", wave, *more) == 3
    assert run(copy, "-q", "send", "go", "--wave", wave, *more) == 0
    assert mails_without_ids(copy / "outbox" / wave) == mails_without_ids(LEFT / "mails" / wave)
