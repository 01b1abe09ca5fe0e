"""`campaign press`: the press pack in a folder."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.publishing.press_pack import plan_press_pack, write_press_pack
from tests.helpers.campaign import frozen_sample, run, sample


@pytest.mark.slow
def test_the_pack_is_written_and_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page of one page with the names, a note, pictures; a second run replaces it; another folder is left alone."""
    folder, out = frozen_sample(tmp_path / "campaign"), tmp_path / "pack"
    assert run(folder, "--json", "press", "--out", str(out)) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert sorted(path.name for path in out.iterdir()) == files
    sums = dict(line.split("  ")[::-1] for line in (out / "SHA256SUMS").read_text("utf-8").splitlines())
    assert {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in sums} == sums
    pdf = next(out.glob("press*.pdf"))
    reader = PdfReader(io.BytesIO(pdf.read_bytes()))
    assert len(reader.pages) == 1
    assert "EleutherAI" in reader.pages[0].extract_text()
    assert run(folder, "press", "--out", str(out)) == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine", "utf-8")
    assert run(folder, "press", "--out", str(other)) == 3
    assert [path.name for path in other.iterdir()] == ["mine.txt"]


def test_many_words_need_more_than_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then logos give way to names; if even that is too long, the pack comes without the page and says so."""
    folder, out = sample(tmp_path / "campaign"), tmp_path / "pack"
    letter = next((folder / "letters").glob("*/letter.en.md"))
    why = "\nwhy: " + "It harms everybody who shares. " * 400
    text = letter.read_text("utf-8").replace("\nwhy: ", why, 1)
    letter.write_text(text, "utf-8")
    assert run(folder, "-q", "letter", "freeze", "-m", "agreed", "--despite-problems") == 0
    capsys.readouterr()
    assert run(folder, "press", "--out", str(out)) == 0
    assert "the facts need more than one page; shorten `why`" in capsys.readouterr().err
    assert list(out.glob("press*.pdf")) == []


def test_a_stale_pack_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If the folder has changed since, nothing is written; without a version there is nothing to make."""
    folder, out = frozen_sample(tmp_path / "campaign"), tmp_path / "pack"
    with Campaign(folder) as campaign:
        pack = plan_press_pack(campaign, out)
        write_press_pack(campaign, pack)
        with pytest.raises(Refused):
            write_press_pack(campaign, pack)
    assert run(sample(tmp_path / "draft"), "press", "--out", str(tmp_path / "none")) == 3
    assert not (tmp_path / "none").exists()


def test_an_embargo_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The note begins with its time, and the command warns."""
    folder, out = frozen_sample(tmp_path / "campaign"), tmp_path / "pack"
    settings = folder / "campaign.toml"
    vote = next(line for line in settings.read_text("utf-8").splitlines() if line.startswith("vote"))
    day = vote.partition("=")[2].strip().strip('"')[:10]
    settings.write_text(settings.read_text("utf-8").replace(vote, f'{vote}\nembargo = "{day} 00:01"'), "utf-8")
    assert run(folder, "press", "--out", str(out)) == 0
    assert "the letter is under embargo" in capsys.readouterr().err
    assert "\nEMBARGO: " in next(out.glob("press-note*.md")).read_text("utf-8")
