"""./run, tested on a toy project with a toy pip that writes two commands, and offline with the real pip."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

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
if "TOY_BREAKS" in os.environ:
    pathlib.Path(sys.prefix, "bin", "campaign").unlink()
    sys.exit("ERROR: No space left on device")
for name in ("campaign", "pytest"):
    script = pathlib.Path(sys.prefix, "bin", name)
    script.write_text(f'#!/bin/sh\\necho {name} "$@"\\n')
    script.chmod(0o755)
"""
# A build backend without requirements of its own, so that the real pip installs the project without a network.
REAL_PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["tools"]

[project]
name = "toy"
version = "1"
scripts = { campaign = "toy:main" }

[project.optional-dependencies]
dev = ["a-package-of-the-tests"]
"""
BACKEND = """
import pathlib, zipfile

FILES = {
    "toy.py": "def main(): print('campaign')",
    "toy-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: toy\\nVersion: 1\\nProvides-Extra: dev\\n"
    "Requires-Dist: a-package-of-the-tests; extra == 'dev'\\n",
    "toy-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "toy-1.dist-info/entry_points.txt": "[console_scripts]\\ncampaign = toy:main\\n",
}

def build_wheel(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(pathlib.Path(folder, "toy-1-py3-none-any.whl"), "w") as wheel:
        record = "".join(f"{name},,\\n" for name in FILES) + "toy-1.dist-info/RECORD,,\\n"
        for name, text in {**FILES, "toy-1.dist-info/RECORD": record}.items():
            wheel.writestr(name, text)
    return "toy-1-py3-none-any.whl"

build_editable = build_wheel
"""
OFFLINE = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_RETRIES": "0"}
SETTING_UP = "Setting up the environment in .venv: once, half a minute or so ..."
ENSUREPIP = "def version(): return '0'"
NO_ENSUREPIP = "raise ImportError('none here')"
REMEDY = (
    "check the network, then run this again. If your package index lacks a pinned version, ./run update-pins "
    "pins what it has."
)
FORGED = (
    "a file that pip got is not the one that pins/ names, so nothing of it was used. Run this again. If it happens "
    "again, do not install it: ask whoever keeps your package index."
)
UPDATING = "Bringing the environment in .venv up to date ..."
NO_TESTS = f"pip could not install the packages for dev (see above); everything else still works: {REMEDY}"


@pytest.fixture(scope="module")
def toy_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy project in a folder with a space in its name, set up by its first ./run demo."""
    toy = new_toy(tmp_path_factory.mktemp("a folder"))
    assert run(toy, "demo", "--once") == ("campaign demo --once", [SETTING_UP, "Done"])
    return toy


@pytest.fixture
def toy(toy_project: Path) -> Path:
    """The toy project, set up. Tests run in any order and leave it usable."""
    assert run(toy_project, "campaign")[0] == "campaign"
    return toy_project


def new_toy(folder: Path) -> Path:
    """A project whose Python comes with a pip of ours: `start` puts python/ on its path."""
    pip = folder / "python" / "ensurepip" / "_bundled" / "pip-0-py3-none-any.whl" / "pip"
    pip.mkdir(parents=True)
    (pip / "__main__.py").write_text(TOY_PIP, "utf-8")
    (folder / "python" / "ensurepip" / "__init__.py").write_text(ENSUREPIP, "utf-8")
    (folder / "tools").mkdir()
    (folder / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    write_pins(folder, "dev", [])
    shutil.copy(ROOT / "run", folder / "run")
    shutil.copy(ROOT / "tools" / "run.py", folder / "tools")
    return folder


def write_pins(folder: Path, extra: str, lines: list[str], *pins: str) -> None:
    """Pins for a toy: none to build it, none for the program, these for an extra."""
    (folder / "pins").mkdir(exist_ok=True)
    for name, group in (("build", ["pip", "setuptools"]), ("program", []), (extra, lines)):
        digest = hashlib.sha256("\n".join(sorted(group)).encode()).hexdigest()
        text = "".join(f"{pin}\n" for pin in pins) if name == extra else ""
        (folder / "pins" / f"{name}.txt").write_text(f"# for {digest}\n{text}", "utf-8")


def real_toy(folder: Path) -> Path:
    """A project that the real pip installs without a network, but for its extra dev."""
    (folder / "tools").mkdir()
    (folder / "tools" / "backend.py").write_text(BACKEND, "utf-8")
    (folder / "pyproject.toml").write_text(REAL_PROJECT, "utf-8")
    write_pins(folder, "dev", ["a-package-of-the-tests"], f"a-package-of-the-tests==1 --hash=sha256:{'0' * 64}")
    shutil.copy(ROOT / "run", folder / "run")
    for path in (ROOT / "tools" / "run.py", *(ROOT / "tools").glob("pip-*.whl")):
        shutil.copy(path, folder / "tools")
    return folder


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    python = {"PYTHON": sys.executable, "PYTHONPATH": str(folder / "python")}
    return subprocess.Popen(
        [folder / "run", *arguments],
        env={**os.environ, **python, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that a test can end ./run and its pip at once
    )


def run(folder: Path, *arguments: str, **environment: str) -> tuple[str, list[str]]:
    """What the command printed, and what ./run printed before it, without the seconds."""
    return ended(start(folder, *arguments, **environment))


def ended(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    out, remarks = process.communicate(timeout=60)
    return out.strip(), [line.split(" in ")[0] if "Done" in line else line for line in remarks.splitlines()]


def test_second_run_starts_at_once(toy: Path) -> None:
    """When the environment exists, ./run prints nothing and does not call pip."""
    assert run(toy, "campaign", "status", TOY_FAILS="yes") == ("campaign status", [])


def test_tests_add_the_dev_extra(toy: Path) -> None:
    """./run test adds the packages of the tests once, and passes its arguments to pytest."""
    assert run(toy, "test", "-k", "a b") == ("pytest -k a b", [UPDATING, "Done"])
    assert run(toy, "test") == (f"pytest -n {(os.cpu_count() or 1) + 1} --dist loadfile", [])
    assert run(toy, "campaign") == ("campaign", [])


def test_changed_requirements_are_installed(toy: Path) -> None:
    """A change of the requirements updates the environment; a change of a tool's settings does not."""
    pyproject = toy / "pyproject.toml"
    pyproject.write_text(pyproject.read_text("utf-8") + "\n[tool.toy]\nx = 1\n", "utf-8")
    assert run(toy, "campaign") == ("campaign", [])
    pyproject.write_text(pyproject.read_text("utf-8").replace("dev = []", "dev = []\nbrowser = []"), "utf-8")
    assert run(toy, "campaign") == ("campaign", [UPDATING, "Done"])


def test_moved_folder_is_set_up_again(toy: Path) -> None:
    """When the folder has moved, the environment is created again, because its scripts name the old path."""
    moved = toy.rename(toy.parent / "moved")
    assert run(moved, "campaign") == ("campaign", [SETTING_UP, "Done"])
    moved.rename(toy)


def test_other_python_is_set_up_again(toy: Path) -> None:
    """An environment of another Python is created again."""
    stamp = toy / ".venv" / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "home": f"{toy} /usr 3.9"}))
    assert run(toy, "campaign") == ("campaign", [SETTING_UP, "Done"])


def test_killed_set_up_is_repaired(tmp_path: Path) -> None:
    """When setting up was killed, the next run creates the environment again."""
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
    """Of three simultaneous first runs, one creates the environment and the others wait for it."""
    toy = new_toy(tmp_path)
    results = [ended(process) for process in [start(toy, "campaign", TOY_SECONDS="1") for _ in range(3)]]
    assert [out for out, _ in results] == ["campaign"] * 3
    assert [remarks for _, remarks in results].count([SETTING_UP, "Done"]) == 1


def test_failed_installation_ends_with_one_plain_sentence(tmp_path: Path) -> None:
    """When packages cannot be installed, ./run shows pip's output and one sentence, and exits with 1."""
    toy = new_toy(tmp_path)
    process = start(toy, "demo", TOY_FAILS="yes")
    out, remarks = ended(process)
    assert (process.returncode, out) == (1, "")
    assert remarks == [
        SETTING_UP,
        "ERROR: nothing answers",
        f"pip could not install the packages (see above): {REMEDY}",
    ]
    assert run(toy, "demo") == ("campaign demo", [SETTING_UP, "Done"])


def test_failed_extension_leaves_what_works(tmp_path: Path) -> None:
    """When the packages of the tests cannot be installed, one sentence says so, and the demo still works."""
    toy = new_toy(tmp_path)
    run(toy, "demo")
    process = start(toy, "test", TOY_FAILS="yes")
    out, remarks = ended(process)
    assert (process.returncode, out) == (1, "")
    assert remarks == [UPDATING, "ERROR: nothing answers", NO_TESTS]
    assert run(toy, "demo", TOY_FAILS="yes") == ("campaign demo", [])
    assert run(toy, "test", "-x") == ("pytest -x", [UPDATING, "Done"])


def test_extension_that_breaks_is_repaired(tmp_path: Path) -> None:
    """When pip fails halfway, one sentence says so, and the next run creates the environment again."""
    toy = new_toy(tmp_path)
    run(toy, "demo")
    sentence = NO_TESTS.replace("everything else still works", "the next run sets up everything again")
    assert run(toy, "test", TOY_BREAKS="yes")[1] == [UPDATING, "ERROR: No space left on device", sentence]
    assert run(toy, "demo") == ("campaign demo", [SETTING_UP, "Done"])


def kill_extension(toy: Path) -> None:
    """Start ./run test, and kill it and its pip before pip has changed anything."""
    process = start(toy, "test", TOY_SECONDS="60")
    mark = toy / ".venv" / "unfinished"
    while not (mark.exists() and mark.read_text()):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert mark.exists()


def test_killed_extension_that_changed_nothing_is_harmless(tmp_path: Path) -> None:
    """When pip was killed before it changed anything, the environment is used without calling pip."""
    toy = new_toy(tmp_path)
    run(toy, "demo")
    kill_extension(toy)
    assert run(toy, "demo", TOY_FAILS="yes") == ("campaign demo", [])
    assert not (toy / ".venv" / "unfinished").exists()


def test_killed_extension_that_changed_something_is_repaired(tmp_path: Path) -> None:
    """When pip was killed halfway, the next run creates the environment again."""
    toy = new_toy(tmp_path)
    run(toy, "demo")
    kill_extension(toy)
    (toy / ".venv" / "bin" / "pytest").write_text("half a command", "utf-8")
    assert run(toy, "demo") == ("campaign demo", [SETTING_UP, "Done"])


@pytest.mark.parametrize("index", [{"PIP_NO_INDEX": "1"}, {"PIP_INDEX_URL": "http://127.0.0.1:9/simple"}])
@pytest.mark.parametrize("ensurepip", [True, False])
def test_offline_with_the_real_pip(tmp_path: Path, index: dict[str, str], *, ensurepip: bool) -> None:
    """Offline, ./run test fails with one sentence at the end, and the demo still works, whatever pip comes first."""
    toy = real_toy(tmp_path)
    if not ensurepip:
        hide_ensurepip(toy)
    assert run(toy, "demo", **OFFLINE, PIP_NO_INDEX="1") == ("campaign", [SETTING_UP, "Done"])
    process = start(toy, "test", **OFFLINE, **index)
    out, remarks = ended(process)
    assert (process.returncode, out, remarks[0], remarks[-1]) == (1, "", UPDATING, NO_TESTS)
    assert run(toy, "demo", **OFFLINE, **index) == ("campaign", [])


def hide_ensurepip(toy: Path) -> None:
    """As on a bare Debian, where it is a package of its own."""
    (toy / "python" / "ensurepip").mkdir(parents=True)
    (toy / "python" / "ensurepip" / "__init__.py").write_text(NO_ENSUREPIP, "utf-8")


def test_changed_pip_wheel_is_not_run(tmp_path: Path) -> None:
    """A wheel of pip that is not the one that was checked is refused by name, and nothing of it runs."""
    toy = real_toy(tmp_path)
    hide_ensurepip(toy)
    (wheel,) = (toy / "tools").glob("pip-*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    process = start(toy, "demo", **OFFLINE, PIP_NO_INDEX="1")
    out, remarks = ended(process)
    name = f"tools/{wheel.name}"
    assert (process.returncode, out, remarks[-1]) == (1, "", f"{name} is missing or was changed: git checkout {name}")


def test_forged_package_is_not_installed(tmp_path: Path) -> None:
    """A package whose file has another digest than its pin is refused, and a sentence says so."""
    toy = real_toy(tmp_path)
    package = tmp_path / "packages" / "a_package_of_the_tests-1-py3-none-any.whl"
    package.parent.mkdir()
    with zipfile.ZipFile(package, "w") as wheel:
        head = "a_package_of_the_tests-1.dist-info"
        wheel.writestr(f"{head}/METADATA", "Metadata-Version: 2.1\nName: a-package-of-the-tests\nVersion: 1\n")
        wheel.writestr(f"{head}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{head}/RECORD", "")
    mirror = {**OFFLINE, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(package.parent)}
    process = start(toy, "test", **mirror)
    _, remarks = ended(process)
    assert (process.returncode, [line for line in remarks if line.startswith("a file that pip got")]) == (1, [FORGED])
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    write_pins(toy, "dev", ["a-package-of-the-tests"], f"a-package-of-the-tests==1 --hash=sha256:{digest}")
    process = start(toy, "test", **mirror)
    assert ended(process)[1][:2] == [SETTING_UP, "Done"]


def test_pins_that_do_not_fit_are_named(tmp_path: Path) -> None:
    """When pyproject.toml needs something that was not pinned, one sentence names the file and the command."""
    toy = new_toy(tmp_path)
    (toy / "pyproject.toml").write_text(PYPROJECT.replace("dev = []", 'dev = ["new"]'), "utf-8")
    assert run(toy, "demo") == ("campaign demo", [SETTING_UP, "Done"])
    sentence = "pins/dev.txt does not fit pyproject.toml: run ./run update-pins, then this again."
    assert run(toy, "test")[1] == [sentence]
    assert run(toy, "demo") == ("campaign demo", [])


def test_unknown_extra_is_named(toy: Path) -> None:
    """./run setup names the extras that there are, and the environment stays usable."""
    sentence = "There is no extra 'wrod' in pyproject.toml. The extras are: browser, dev."
    sentences = (sentence, sentence.replace("browser, ", ""))
    assert run(toy, "setup", "wrod")[1][-1] in sentences
    assert run(toy, "campaign") == ("campaign", [])


def test_environment_made_by_hand_is_used(tmp_path: Path) -> None:
    """A working .venv that somebody else created is used, not deleted."""
    toy = new_toy(tmp_path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", toy / ".venv"], check=True)
    (toy / ".venv" / "mine").touch()
    assert run(toy, "demo") == ("campaign demo", [UPDATING, "Done"])
    assert (toy / ".venv" / "mine").exists()


def test_missing_python_is_reported(tmp_path: Path) -> None:
    """Without Python, ./run exits with 127 and names the command that installs it."""
    done = subprocess.run(
        ["/bin/sh", ROOT / "run", "demo"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (127, "")
    assert done.stderr.splitlines()[1] == "  Debian, Ubuntu   sudo apt-get install python3"


def test_unknown_command_is_named(toy: Path) -> None:
    """For an unknown command, ./run prints the name and the usage, and exits with 1."""
    process = start(toy, "dmeo")
    _, remarks = ended(process)
    assert process.returncode == 1
    assert "There is no command 'dmeo'." in remarks


def test_on_windows_one_sentence_says_what_to_do() -> None:
    """In a shell on Windows, and in its own, one sentence leads to WSL; nothing is set up."""
    answer = subprocess.run(["sh", ROOT / "run", "demo"], env={"OS": "Windows_NT"}, capture_output=True, text=True)
    sentence = 'On Windows, ./run works in WSL: run "wsl --install" once, open Ubuntu, and run the same command there.'
    assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", f"{sentence}\n")
    assert (ROOT / "run.cmd").read_bytes().decode() == f"@echo {sentence} 1>&2\r\n@exit /b 1\r\n"
