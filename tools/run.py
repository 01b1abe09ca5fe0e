"""Makes the environment in `.venv` where that is needed, then runs a command in it. Standard library only.

pip comes from the wheel beside this file, so a Python without pip and ensurepip, as a bare Debian has, will do.
A stamp in `.venv` names what it was made for (folder, Python, requirements, extras). While the environment is being
made or changed, `.venv/unfinished` lies in it: a run that was killed leaves that file, and the next one starts anew.
Where a finished environment is changed, that file holds the environment's fingerprint. pip gets all packages before it
changes any, so without a network it fails and changes nothing; the fingerprint shows that, and the environment is kept.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "stamp.json"
UNFINISHED = VENV / "unfinished"
LOCK = ROOT / ".venv.lock"
PIP = next((ROOT / "tools").glob("pip-*.whl"))

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))
# For the whole suite: some tests wait, so one worker more than there are cores. A few tests start quicker alone.
ALL_CORES = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile")
USAGE = """\
./run demo                 the sample campaign from draft to delivery; --once ends by itself
./run test [ARGUMENTS]     the quick tests; --all runs what takes long too; arguments go to pytest
./run check                style, types, order of imports
./run campaign ...         the program; any other command of the environment likewise (ruff, mypy, python ...)
./run setup [EXTRA ...]    only make the environment, with extras from pyproject.toml (dev, browser, word)
"""


class Failed(Exception):
    """The environment could not be made; the text says what to do."""


def main(arguments: list[str]) -> int:
    """Replaces this process by the command; comes back only with an exit status of its own."""
    name, *rest = arguments or ["--help"]
    match name:
        case "-h" | "--help" | "help":
            print(USAGE, end="", file=sys.stdout if arguments else sys.stderr)
            return 0 if arguments else 2
        case "setup":
            prepare(rest)
        case "demo":
            prepare([])
            become("campaign", "demo", *rest)
        case "campaign":
            prepare([])
            become("campaign", *rest)
        case "check":
            prepare(["dev"])
            return check()
        case "test":
            prepare(["dev"])
            os.chdir(ROOT)
            become("pytest", *(ALL_CORES if whole(rest) else ()), *rest)
        case _:
            prepare(["dev"])
            become(name, *rest)
    return 0


def whole(arguments: list[str]) -> bool:
    """Whether pytest is asked for the whole suite: no more than `--all`, `--long` and how to report."""
    return all(argument.startswith(("--all", "--long", "--cov", "-r", "-q", "-v")) for argument in arguments)


def prepare(extras: Iterable[str]) -> None:
    """Makes sure that the environment fits and holds `extras`. Only one run at a time changes it."""
    if fits(extras):
        return
    with alone():
        keep_unchanged()
        if not fits(extras):
            make(extras)


def fits(extras: Iterable[str]) -> bool:
    return usable() and stamp() == {**wanted(), "extras": sorted({*stamp()["extras"], *extras})}


def usable() -> bool:
    """Whether the environment was finished for this folder and this Python. One that somebody else made is kept."""
    if UNFINISHED.exists() or not os.access(BIN / "python", os.X_OK):
        return False
    return stamp()["home"] == wanted()["home"] if STAMP.exists() else works()


def works() -> bool:
    return subprocess.run([BIN / "python", "-c", "import tomllib"], stderr=DEVNULL).returncode == 0


def stamp() -> dict[str, Any]:
    """What the environment was made for."""
    return json.loads(STAMP.read_text()) if STAMP.exists() else {"extras": []}


def wanted() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = json.dumps([settings["build-system"], settings["project"]])
    return {
        "home": f"{ROOT} {sys.base_prefix} {sys.version_info.major}.{sys.version_info.minor}",
        "requirements": hashlib.sha256(requirements.encode()).hexdigest(),
        "pip": PIP.name,
    }


def make(extras: Iterable[str]) -> None:
    started = time.monotonic()
    if usable():
        say("Bringing the environment in .venv up to date ...")
        extend(extras)
    else:
        say("Setting up the environment in .venv: once, half a minute or so ...")
        create()
        if not install(sorted(extras)):
            raise Failed("pip could not install the packages (see above): check the network, then run this again.")
    say(f"Done in {time.monotonic() - started:.0f} s.")


def extend(extras: Iterable[str]) -> None:
    """Changes a finished environment. Where pip fails before it changed anything, the environment stays as it was."""
    present = stamp()
    UNFINISHED.write_text(fingerprint())
    if install(sorted({*present["extras"], *extras})):
        return
    keep_unchanged()
    missing = sorted({*extras} - {*present["extras"]})
    packages = f"the packages for {', '.join(missing)}" if missing else "packages that pyproject.toml now names"
    after = "the rest works as before" if usable() else "the next run sets everything up anew"
    raise Failed(f"pip could not install {packages} (see above); {after}: check the network, then run this again.")


def keep_unchanged() -> None:
    """Takes the mark away where the environment is still the finished one that it was before the change began."""
    if UNFINISHED.exists() and UNFINISHED.read_text() == fingerprint():
        UNFINISHED.unlink()


def fingerprint() -> str:
    """What lies in the environment: each path with size and time of change, but for what Python itself compiles."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(VENV):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = Path(folder, name)
            if path != UNFINISHED:
                state = path.lstat()
                digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def create() -> None:
    """An empty environment, without pip. The mark stays throughout: what is half deleted must not look finished."""
    VENV.mkdir(exist_ok=True)
    UNFINISHED.write_text("")  # no fingerprint: nothing here was finished before
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != UNFINISHED:
            path.unlink()
    venv.EnvBuilder(symlinks=True).create(VENV)


def install(extras: list[str]) -> bool:
    """Has pip install the project with `extras`; where that fails, shows what pip printed and returns False."""
    project = f".[{','.join(extras)}]" if extras else "."
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    pip: list[str | Path] = [BIN / "python", PIP / "pip", "install", *options, PIP, "--editable", project]
    patience = {"PIP_RETRIES": "2", **os.environ}  # as a variable it reaches the pip that pip starts, too
    done = subprocess.run(pip, cwd=ROOT, env=patience, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, close_fds=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout)
        return False
    STAMP.write_text(json.dumps({**wanted(), "extras": extras}))
    UNFINISHED.unlink()
    return True


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Holds the lock on the environment. pip inherits it: should this process be killed, the next one waits for pip."""
    with LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./run is setting up the environment; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        os.set_inheritable(lock.fileno(), True)
        yield


def become(name: str, *arguments: str) -> None:
    """Replaces this process by a command of the environment, in the caller's folder."""
    path = BIN / name
    if not path.is_file():
        raise Failed(f"There is no command {name!r} here.\n{USAGE.rstrip()}")
    os.execv(path, [str(path), *arguments])


def check() -> int:
    """Runs each check, whatever the others say. The exit status is 1 when one of them failed."""
    failed = [
        " ".join(command) for command in CHECKS if subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT).returncode
    ]
    for command in failed:
        say(f"failed: {command}")
    return 1 if failed else 0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failure:
        say(str(failure))
        sys.exit(1)
    except OSError as error:
        say(f"{error}\nThe environment in .venv could not be made or used; delete .venv and say it again.")
        sys.exit(1)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(130)
