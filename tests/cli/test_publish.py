"""`campaign publish`."""

import json
import re
from pathlib import Path
from shutil import copytree

import pytest

from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.publishing import plan_site, publish
from tests.helpers.campaign import frozen_sample, run, sample

pytestmark = pytest.mark.slow


def _files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_sample_is_published(tmp_path, capsys):
    """The whole site of the sample: page, print, lists, logos; twice the same bytes; the result as JSON."""
    folder = frozen_sample(tmp_path)
    capsys.readouterr()

    assert run(folder, "publish", "--out", str(tmp_path / "site")) == 0
    first, output = _files(tmp_path / "site"), capsys.readouterr()
    assert run(folder, "--json", "publish", "--out", str(tmp_path / "site")) == 0
    result = json.loads(capsys.readouterr().out)

    assert output.out == (
        f"open-source-exemption: version 1 (en) published, {len(first)} files in {tmp_path / 'site'}\n"
    )
    assert output.err == "  ! public_url is not set in campaign.toml: links shared on social media show no picture\n"
    assert first["letter.pdf"].startswith(b"%PDF-")
    assert len([path for path in first if path.startswith("logos/")]) == 8
    assert _files(tmp_path / "site") == first
    assert (result["version"], result["languages"], result["files"], result["problems"]) == (1, ["en"], len(first), [])


def test_several_letters_have_a_first_page(tmp_path, capsys):
    """Each letter is in a folder with its name, and the first page lists them; --letter writes one alone; a letter that
    has changed since the plan stops the whole site."""
    folder, out = frozen_sample(tmp_path / "c"), tmp_path / "site"
    second = copytree(folder / "letters" / "open-source-exemption", folder / "letters" / "second")
    text = (second / "letter.en.md").read_text("utf-8")
    (second / "letter.en.md").write_text(re.sub("(?m)^title: .*", "title: Also <this>", text), "utf-8")
    assert run(folder, "-q", "letter", "freeze", "-m", "x", "--letter", "second", "--despite-problems") == 0
    capsys.readouterr()

    assert run(folder, "--json", "publish", "--out", str(out)) == 0
    result, site = json.loads(capsys.readouterr().out), _files(out)
    index = site["index.html"].decode()

    assert [letter["letter"] for letter in result["letters"]] == ["open-source-exemption", "second"]
    assert re.findall('<a href="([^"]*/)">(.*?)</a>', index) == [
        ("open-source-exemption/", "Keep the open source exemption of the AI Act whole"),
        ("second/", "Also &lt;this&gt;"),
    ]
    assert {path.partition("/")[0] for path in site} == {
        "index.html", "style.css", "SHA256SUMS", "open-source-exemption", "second"
    }  # fmt: skip
    assert run(folder, "-q", "publish", "--out", str(tmp_path / "one"), "--letter", "second") == 0
    alone = _files(tmp_path / "one")
    assert {path for path in site if path.startswith("second/")} == {f"second/{path}" for path in alone}

    with Campaign(folder) as campaign:
        plan = plan_site(campaign, out)
        (second / "letter.en.md").write_text(text + "More.\n", "utf-8")
        freeze = ("letter", "freeze", "-m", "x", "--letter", "second", "--substance", "--despite-problems")
        assert run(folder, "-q", *freeze) == 0
        with pytest.raises(Refused, match="has changed since the site was planned"):
            publish(campaign, plan)


def test_nothing_frozen_is_refused_with_the_next_step(tmp_path, capsys):
    """A text that may still change is not published."""
    folder = sample(tmp_path)
    capsys.readouterr()

    assert run(folder, "publish", "--out", str(tmp_path / "site")) == 3
    assert capsys.readouterr().err == (
        "letters/open-source-exemption: no version is frozen yet, so there is nothing to publish\n"
        "  next: campaign letter freeze -m MESSAGE\n"
    )
    assert not (tmp_path / "site").exists()


def test_a_folder_with_other_things_is_refused(tmp_path, capsys):
    """A folder with other files, such as the campaign folder, is never replaced by a site."""
    folder = frozen_sample(tmp_path)
    before = (folder / "campaign.toml").read_bytes()

    assert run(folder, "publish", "--out", str(folder)) == 3
    assert (folder / "campaign.toml").read_bytes() == before


def test_what_cannot_be_published_is_named_and_left_out(tmp_path, capsys):
    """A broken logo and a print template that cannot be used are problems; the rest of the site is published."""
    folder = sample(tmp_path)
    (folder / "signatories" / "logos" / "laion.svg").write_text("<svg><image href='/etc/hostname'/></svg>")
    (folder / "templates" / "print").mkdir(parents=True, exist_ok=True)
    (folder / "templates" / "print" / "letter.typ").write_text("#nothing\n")
    assert run(folder, "-q", "letter", "freeze", "-m", "x", "--despite-problems") == 0
    capsys.readouterr()

    assert run(folder, "-q", "trust", "--yes") == 0
    assert run(folder, "publish", "--out", str(tmp_path / "site")) == 0
    problems = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("  !")]
    site = _files(tmp_path / "site")
    assert problems[0] == (
        "signatories/logos/laion.svg: the logo has a bitmap inside the drawing; save it as PNG; the site leaves it out"
    )
    assert problems[1] == (
        "letters/open-source-exemption/letter.en.md: no PDF: templates/print/letter.typ:1: the template cannot be used "
        "(unknown variable: nothing); correct it, or remove it to use the built-in template"
    )
    assert len(problems) == 2
    assert ("letter.pdf" in site, "logos/laion.png" in site, "index.html" in site) == (False, False, True)
    assert b"letter.pdf" not in site["index.html"]
