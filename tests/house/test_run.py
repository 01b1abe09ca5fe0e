"""./run, tried on a toy project with a toy pip that writes two commands. CI, which uses ./run, tries the real pip."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PYPROJECT = """
[build-system]
requires = []

[project]
name = "toy"

[project.optional-dependencies]
dev = []
"""
TOY_PIP = """
import os, pathlib, sys, time

time.sleep(float(os.environ.get("TOY_SECONDS", "0")))
if "TOY_FAILS" in os.environ:
    sys.exit("ERROR: nothing answers")
for name in ("campaign", "pytest"):
    script = pathlib.Path(sys.prefix, "bin", name)
    script.write_text(f'#!/bin/sh\\necho {name} "$@"\\n')
    script.chmod(0o755)
"""
SETTING_UP = "Setting up the environment in .venv: once, half a minute or so ..."
UPDATING = "Bringing the environment in .venv up to date ..."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy project in a folder with a space in its name, set up by its first ./run demo."""
    toy = new_toy(tmp_path_factory.mktemp("a folder"))
    assert run(toy, "demo", "--once") == ("campaign demo --once", [SETTING_UP, "Done"])
    return toy


@pytest.fixture
def toy(made: Path) -> Path:
    """The toy project, set up. Tests may run in any order and leave it usable."""
    assert run(made, "campaign")[0] == "campaign"
    return made


def new_toy(folder: Path) -> Path:
    pip = folder / "tools" / "pip-0.whl" / "pip"
    pip.mkdir(parents=True)
    (pip / "__main__.py").write_text(TOY_PIP, "utf-8")
    (folder / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    shutil.copy(ROOT / "run", folder / "run")
    shutil.copy(ROOT / "tools" / "run.py", folder / "tools")
    return folder


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [folder / "run", *arguments],
        env={**os.environ, "PYTHON": sys.executable, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, *arguments: str, **environment: str) -> tuple[str, list[str]]:
    """What the command printed, and what ./run said before it (the seconds cut off)."""
    return ended(start(folder, *arguments, **environment))


def ended(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    out, remarks = process.communicate(timeout=60)
    return out.strip(), [line.split(" in ")[0] if "Done" in line else line for line in remarks.splitlines()]


def test_second_run_goes_straight_on(toy: Path) -> None:
    """Once the environment is made, ./run adds no word and calls no pip."""
    assert run(toy, "campaign", "status", TOY_FAILS="yes") == ("campaign status", [])


def test_tests_add_the_dev_extra(toy: Path) -> None:
    """./run test adds what the tests need, once, and hands its arguments to pytest."""
    assert run(toy, "test", "-k", "a b") == ("pytest -k a b", [UPDATING, "Done"])
    assert run(toy, "test") == ("pytest -n auto --dist loadfile", [])
    assert run(toy, "campaign") == ("campaign", [])


def test_changed_requirements_are_installed(toy: Path) -> None:
    """A change of the requirements updates the environment; a change of a tool's settings does not."""
    pyproject = toy / "pyproject.toml"
    pyproject.write_text(pyproject.read_text("utf-8") + "\n[tool.toy]\nx = 1\n", "utf-8")
    assert run(toy, "campaign") == ("campaign", [])
    pyproject.write_text(pyproject.read_text("utf-8").replace("dev = []", "dev = []\nbrowser = []"), "utf-8")
    assert run(toy, "campaign") == ("campaign", [UPDATING, "Done"])


def test_moved_folder_is_set_up_anew(toy: Path) -> None:
    """In a moved folder the old environment's scripts name the old place, so it is made again."""
    moved = toy.rename(toy.parent / "moved")
    assert run(moved, "campaign") == ("campaign", [SETTING_UP, "Done"])
    moved.rename(toy)


def test_other_python_is_set_up_anew(toy: Path) -> None:
    """An environment stamped by another Python is made again."""
    stamp = toy / ".venv" / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "home": f"{toy} /usr 3.9"}))
    assert run(toy, "campaign") == ("campaign", [SETTING_UP, "Done"])


def test_killed_set_up_is_repaired(tmp_path: Path) -> None:
    """A set-up that was killed half-way leaves its mark, and the next run makes the environment anew."""
    toy = new_toy(tmp_path)
    first = start(toy, "demo", TOY_SECONDS="1")
    while not (toy / ".venv" / "bin" / "python").exists():
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    ended(first)
    assert (toy / ".venv" / "unfinished").exists()
    out, remarks = run(toy, "demo")
    assert out == "campaign demo"
    assert remarks[-2:] == [SETTING_UP, "Done"]


def test_runs_at_once_set_up_once(tmp_path: Path) -> None:
    """Of three first runs at once one makes the environment, the others wait for it."""
    toy = new_toy(tmp_path)
    results = [ended(process) for process in [start(toy, "campaign", TOY_SECONDS="1") for _ in range(3)]]
    assert [out for out, _ in results] == ["campaign"] * 3
    assert [remarks for _, remarks in results].count([SETTING_UP, "Done"]) == 1


def test_failed_installation_ends_with_one_plain_sentence(tmp_path: Path) -> None:
    """Where the packages cannot be had, pip's words are shown, then one sentence, and the exit status is 1."""
    toy = new_toy(tmp_path)
    process = start(toy, "demo", TOY_FAILS="yes")
    out, remarks = ended(process)
    assert (process.returncode, out) == (1, "")
    assert remarks == [
        SETTING_UP,
        "ERROR: nothing answers",
        "The packages could not be installed; pip's words are above. Is there a network? Then say it again.",
    ]
    assert run(toy, "demo") == ("campaign demo", [SETTING_UP, "Done"])


def test_environment_made_by_hand_is_kept(tmp_path: Path) -> None:
    """A working .venv that somebody made is used, not thrown away."""
    toy = new_toy(tmp_path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", toy / ".venv"], check=True)
    (toy / ".venv" / "mine").touch()
    assert run(toy, "demo") == ("campaign demo", [UPDATING, "Done"])
    assert (toy / ".venv" / "mine").exists()


def test_no_python_is_said(tmp_path: Path) -> None:
    """Without a Python ./run ends with 127 and names the command that installs one."""
    done = subprocess.run(
        ["/bin/sh", ROOT / "run", "demo"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (127, "")
    assert done.stderr.splitlines()[1] == "  Debian, Ubuntu   sudo apt-get install python3"


def test_unknown_command_is_named(toy: Path) -> None:
    """A name that is no command of the environment ends with 1, the name and the usage."""
    process = start(toy, "dmeo")
    _, remarks = ended(process)
    assert process.returncode == 1
    assert "There is no command 'dmeo' here." in remarks
