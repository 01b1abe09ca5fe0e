"""The wheel, installed in an empty environment."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from campaign import __version__

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment with only the wheel and its requirements."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.EnvBuilder(symlinks=True).create(folder / "env")
    (pip,) = (ROOT / "tools").glob("pip-*.whl")
    subprocess.run([folder / "env" / "bin" / "python", pip / "pip", "install", "--quiet", wheel], check=True)
    return folder / "env" / "bin"


def campaign(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command outside the checkout and without its environment."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"}
    command = [installed / "campaign", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_version(installed: Path, tmp_path: Path) -> None:
    """The installed command prints its version."""
    done = campaign(installed, tmp_path, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"campaign, version {__version__}\n", "")


def test_help_leads_to_the_documentation(installed: Path, tmp_path: Path) -> None:
    """--help names the folder of the documentation, and a hint names an existing page."""
    overview = campaign(installed, tmp_path, "--help").stdout
    docs = Path(overview.rsplit("Documentation: ", 1)[1].strip())
    assert {path.name for path in docs.iterdir()} == {path.name for path in (ROOT / "docs").glob("*.md")}
    campaign(installed, tmp_path, "init", "seals", "--name", "Seals", "--vote", "2027-04-26 12:00")
    done = campaign(installed, tmp_path, "-C", "seals", "reply", "fetch")
    hint = f"  next: add [imap] to campaign.toml; see {docs / 'replies.md'}"
    assert (done.returncode, done.stderr.splitlines()) == (3, ["no mailbox is set", hint])


def test_demo(installed: Path, tmp_path: Path) -> None:
    """The demo finds the sample and templates in the package, delivers, ends, and leaves nothing behind."""
    done = campaign(installed, tmp_path, "demo", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []
