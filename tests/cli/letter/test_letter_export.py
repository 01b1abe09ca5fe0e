"""`campaign letter export`."""

import io
import json
from email import message_from_bytes, policy
from pathlib import Path

import pypdf
import pytest

from tests.helpers.campaign import frozen_sample, run, sample

pytestmark = pytest.mark.slow

PEOPLE = ("axel-voss", "brando-benifei", "dragos-tudorache", "sergey-lagodinsky")
LETTER = "open-source-exemption"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen."""
    return frozen_sample(tmp_path_factory.mktemp("campaign"))


def export(folder: Path, out: Path, *words: str) -> dict[str, bytes]:
    assert run(folder, "-q", "letter", "export", "--out", str(out), *words) == 0
    return {path.name: path.read_bytes() for path in out.iterdir()}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_print_for_every_addressee(folder: Path, tmp_path: Path) -> None:
    """Every addressee gets a PDF with the own name, dated when the text was frozen; a second export gives the same
    bytes."""
    files = export(folder, tmp_path / "one", "--to", "pdf", "--all")
    assert sorted(files) == [f"{LETTER}-{who}.pdf" for who in PEOPLE]
    blocks = [text_of(files[name]).split("For personal delivery")[0] for name in sorted(files)]
    names = ("Mr. Axel Voss", "Mr. Brando Benifei", "Mr. Dragoş Tudorache", "Dr. Sergey Lagodinsky")
    assert [[name for name in names if name in block] for block in blocks] == [[name] for name in names]
    assert export(folder, tmp_path / "two", "--to", "pdf", "--all") == files


@pytest.mark.parametrize(
    ("ending", "start"),
    [("pdf", b"%PDF-1.7"), ("html", b"<!DOCTYPE html>"), ("txt", b"For personal"), ("md", b"---\n")],
)
def test_a_neutral_file_in_every_format(ending: str, start: bytes, folder: Path, tmp_path: Path) -> None:
    """Without an addressee, there is one file per language for all addressees."""
    files = export(folder, tmp_path, "--to", ending)
    assert list(files) == [f"{LETTER}.en.{ending}"]
    assert files[f"{LETTER}.en.{ending}"].startswith(start)


def test_the_neutral_print_is_to_all_that_are_named(folder: Path, tmp_path: Path) -> None:
    """The neutral PDF has the names of all four Members and the version's digest."""
    (pdf,) = export(folder, tmp_path, "--to", "pdf", "--neutral").values()
    head, _, letter = text_of(pdf).partition("For personal delivery")
    assert [line for line in head.splitlines() if "." in line and "@" not in line] == [
        "Mr. Brando Benifei",
        "Mr. Dragoş Tudorache",
        "Dr. Sergey Lagodinsky",
        "Mr. Axel Voss",
    ]
    greeting = "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"
    assert greeting in letter.replace("\N{NO-BREAK SPACE}", " ")


def test_one_addressees_mail(folder: Path, tmp_path: Path) -> None:
    """WHO is a key, an email address or part of the name."""
    files = [export(folder, tmp_path / who, "--to", "eml", "--addressee", who) for who in ("96761", "voss")]
    assert files[0] == files[1]
    assert list(files[0]) == [f"{LETTER}-axel-voss.eml"]
    (mail,) = files[0].values()
    assert message_from_bytes(mail, policy=policy.default)["To"] == "Axel Voss <axel.voss@europarl.example>"


def test_a_draft_is_named_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While nothing is frozen, the current text is exported, and both the output and the PDF say that it is a draft."""
    sample(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "letter", "export", "--to", "pdf") == 0
    output = capsys.readouterr()
    assert output.err == "draft: this is the current text of the folder, not a frozen version\n"
    assert output.out.splitlines()[-1] == "1 file of a draft in export/"
    assert "Version of this text: draft" in text_of((tmp_path / "export" / f"{LETTER}.en.pdf").read_bytes())


def test_changes_since_the_freeze_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The frozen text is exported even if the folder's text has changed, with a remark; --draft exports the current
    text."""
    path = frozen_sample(tmp_path) / "letters" / LETTER / "letter.en.md"
    path.write_text(path.read_text("utf-8").replace("Openness is how", "Sharing is how"), "utf-8")
    capsys.readouterr()
    assert run(tmp_path, "letter", "export", "--to", "txt") == 0
    assert capsys.readouterr().err == (
        "the text in the folder has changed since it was frozen; to export the current text, use --draft\n"
    )
    text = tmp_path / "export" / f"{LETTER}.en.txt"
    assert "Openness is how" in text.read_text("utf-8")
    assert run(tmp_path, "-q", "letter", "export", "--to", "txt", "--draft") == 0
    assert "Sharing is how" in text.read_text("utf-8")


def test_sign_without_a_glyph_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name with a character that no font has is printed with the character's name, and all files are written."""
    people = sample(tmp_path) / "letters" / LETTER / "addressees.csv"
    people.write_text(people.read_text("utf-8").replace("IT,S&D", "IT,\U00013000"), "utf-8")
    assert run(tmp_path, "-q", "addressee", "import") == 0
    capsys.readouterr()
    assert run(tmp_path, "letter", "export", "--to", "pdf", "--all") == 0
    assert capsys.readouterr().err.splitlines() == [
        "draft: this is the current text of the folder, not a frozen version",
    ]
    (printed,) = (tmp_path / "export").glob("*benifei*.pdf")
    assert "[egyptian hieroglyph a001]" in text_of(printed.read_bytes())
    assert len(list((tmp_path / "export").iterdir())) == 4


def test_a_bad_logo_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A logo that cannot be printed is reported and does not stop the export."""
    (sample(tmp_path) / "signatories" / "logos" / "laion.svg").write_text("no picture", "utf-8")
    capsys.readouterr()
    assert run(tmp_path, "letter", "export", "--to", "pdf") == 0
    assert capsys.readouterr().err.startswith(
        "signatories/logos/laion.svg: the logo of LAION cannot be printed (failed to parse SVG"
    )


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--to", "doc"), 2, "doc is not a format"),
        (("--to", "pdf", "--all", "--neutral"), 2, "--addressee, --all and --neutral cannot be used together"),
        (("--to", "md", "--all"), 2, "md is the same for everybody"),
        (("--to", "eml"), 2, "eml files are for one addressee\n"),
        (("--to", "eml", "--neutral"), 2, "eml files are for one addressee, never neutral\n"),
        (("--to", "pdf", "--addressee", "nobody"), 2, "no addressee matches 'nobody'"),
        (("--to", "pdf", "--addressee", "a"), 2, "'a' matches 4 addressees"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    words: tuple[str, ...], code: int, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong options give an error with a fix, and nothing is written."""
    capsys.readouterr()
    assert run(folder, "letter", "export", *words) == code
    assert message in capsys.readouterr().err
    assert not (folder / "export").exists()


def test_a_folder_that_cannot_be_written_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file in place of the folder is an error that names the path."""
    (tmp_path / "out").write_text("", "utf-8")
    capsys.readouterr()
    assert run(folder, "letter", "export", "--to", "txt", "--out", str(tmp_path / "out" / "in")) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'out' / 'in'}/{LETTER}.en.txt: cannot be written")


def attach_pdf(folder: Path) -> Path:
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace("[sending]", "[sending]\nattach_pdf = true"), "utf-8")
    return folder


def test_the_print_goes_with_the_mail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With attach_pdf, every email has its own PDF attached; planning again gives the same bytes and keeps
    the emails."""
    folder = attach_pdf(frozen_sample(tmp_path))
    capsys.readouterr()
    assert run(folder, "send", "preview") == 0
    output = capsys.readouterr()
    assert [line for line in output.out.splitlines() if line.startswith("size: up to ")] != []
    assert run(folder, "send", "preview") == 0
    assert capsys.readouterr().err == output.err == ""
    mails = sorted((folder / "outbox" / "preview-first").iterdir())
    files = [next(message_from_bytes(mail.read_bytes(), policy=policy.default).iter_attachments()) for mail in mails]
    assert [file.get_filename() for file in files] == [
        f"Keep the open source exemption of the AI Act whole - {name}.pdf"
        for name in ("Brando Benifei", "Dragoş Tudorache", "Sergey Lagodinsky", "Axel Voss")
    ]
    assert "Mr. Axel Voss" in text_of(files[-1].get_content())


def test_json_names_the_files(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the result is one document with the files' paths."""
    capsys.readouterr()
    assert run(folder, "--json", "letter", "export", "--to", "md", "--out", str(tmp_path)) == 0
    assert json.loads(capsys.readouterr().out) == {"draft": False, "files": [str(tmp_path / f"{LETTER}.en.md")]}
