"""Creates the environment in `.venv` if needed, then runs a command in it. Uses the standard library only.

Everything that is installed is pinned in `pins/`: its version, and the digests of its files. pip refuses what differs.
Nothing is built in an environment of its own, because such an environment would be filled without pins. The first pip
is the one that comes with this Python (ensurepip). On a bare Debian there is none; then it is the wheel beside this
file, whose digest is compared first.

`.venv/stamp.json` says what the environment was created for (folder, Python, requirements, extras). While it is created
or changed, it contains the file `unfinished`: when a run is killed, the file stays, and the next run starts again.
When a finished environment is changed, that file holds the environment's fingerprint. pip downloads all packages before
it changes any, so without a network it fails and changes nothing; the fingerprint proves that, and the environment is
used as it is.
"""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
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
PINS = ROOT / "pins"
PIP = ROOT / "tools" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
BUILDS = ("pip", "setuptools")  # needed to install the packages, beside what pyproject.toml names for building
SOURCES = ("dkimpy",)  # published only as source; all others are installed as wheels, which run nothing while installed

REMEDY = (
    "check the network, then run this again. If your package index lacks a pinned version, ./run update-pins "
    "pins what it has."
)
FORGED = (
    "a file that pip got is not the one that pins/ names, so nothing of it was used. Run this again. If it happens "
    "again, do not install it: ask whoever keeps your package index."
)
CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))
# For the whole suite: one worker more than there are cores, because some tests wait. A few tests start faster alone.
ALL_CORES = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile")
USAGE = """\
./run demo                 the sample campaign from draft to delivery; --once ends without waiting for you
./run test [ARGUMENTS]     the quick tests; --all adds the slow ones; arguments go to pytest
./run check                style, types, imports between folders
./run campaign ...         the program; or any other command of the environment (ruff, mypy, python ...)
./run setup [EXTRA ...]    only create the environment, with extras from pyproject.toml (dev, browser, word)
./run update-pins [NAME]   the newest versions into pins/, or those of NAME and what pyproject.toml newly needs
./run audit                known vulnerabilities in what is pinned
./run docs [FOLDER]        the documentation as a site, to read and search without a network
./run pictures             docs/picture.png from the running program, with chromium
./run sbom, licences       what the program consists of: CycloneDX, or a table; extras as arguments
"""


class Failed(Exception):
    """The environment could not be created; the text says what to do."""


def main(arguments: list[str]) -> int:
    """Replace this process by the command. Returns only with an exit status of its own."""
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
        case "update-pins":
            with pinned_tool("uv") as uv:
                return subprocess.run([sys.executable, ROOT / "tools" / "pins.py", uv, *rest]).returncode
        case "audit":
            prepare(["audit"])
            become("python", str(ROOT / "tools" / "audit.py"), *rest)
        case "docs":
            prepare(["docs"])
            become("python", str(ROOT / "tools" / "docs_site.py"), *rest)
        case "pictures":
            prepare(["browser"])
            become("python", str(ROOT / "tools" / "pictures.py"))
        case "sbom" | "licences":
            prepare(rest)
            become("python", str(ROOT / "tools" / "bill_of_materials.py"), name, *rest)
        case "test":
            prepare(["dev"])
            os.chdir(ROOT)
            become("pytest", *(ALL_CORES if whole(rest) else ()), *rest)
        case _:
            prepare(["dev"])
            become(name, *rest)
    return 0


def whole(arguments: list[str]) -> bool:
    """Whether pytest will run the whole suite: only `--all`, `--long` and options for reports are given."""
    return all(argument.startswith(("--all", "--long", "--cov", "-r", "-q", "-v")) for argument in arguments)


def prepare(extras: Iterable[str]) -> None:
    """Create or change the environment if it does not fit, or lacks `extras`. Only one run at a time changes it."""
    if fits(extras):
        return
    with alone():
        keep_unchanged()
        if not fits(extras):
            make(extras)


def fits(extras: Iterable[str]) -> bool:
    return usable() and stamp() == {**wanted(), "extras": sorted({*stamp()["extras"], *extras})}


def usable() -> bool:
    """Whether the environment is finished, for this folder and this Python. One without a stamp, which somebody else
    created, is used if it works."""
    if UNFINISHED.exists() or not os.access(BIN / "python", os.X_OK):
        return False
    return stamp()["home"] == wanted()["home"] if STAMP.exists() else works()


def works() -> bool:
    return subprocess.run([BIN / "python", "-c", "import tomllib"], stderr=DEVNULL).returncode == 0


def stamp() -> dict[str, Any]:
    """What the environment was created for."""
    return json.loads(STAMP.read_text()) if STAMP.exists() else {"extras": []}


def wanted() -> dict[str, str]:
    texts = json.dumps([requirements(), *(path.read_text("utf-8") for path in sorted(PINS.glob("*.txt")))])
    return {
        "home": f"{ROOT} {sys.base_prefix} {sys.version_info.major}.{sys.version_info.minor}",
        "requirements": hashlib.sha256(texts.encode()).hexdigest(),
    }


def requirements() -> dict[str, list[str]]:
    """What pyproject.toml needs: to build, for the program, and for each extra. Each has a file in pins/."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    build = [*settings["build-system"]["requires"], *BUILDS]
    return {"build": build, "program": project.get("dependencies", []), **project.get("optional-dependencies", {})}


def digest_of(lines: list[str]) -> str:
    """The digest of requirements, whatever their order. Each file of pins says for which it was made."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def pins(name: str) -> Path:
    return PINS / f"{name}.txt"


def fitting_pins(extras: Iterable[str]) -> list[Path]:
    """The files of pins to install from: that of the program, and one for each extra."""
    groups = requirements()
    for name in ("build", "program", *extras):
        if name not in groups:
            known = ", ".join(sorted({*groups} - {"build", "program"}))
            raise Failed(f"There is no extra {name!r} in pyproject.toml. The extras are: {known}.")
        if not pins(name).exists() or f"# for {digest_of(groups[name])}\n" not in pins(name).read_text("utf-8"):
            raise Failed(f"pins/{name}.txt does not fit pyproject.toml: run ./run update-pins, then this again.")
    return [pins(name) for name in ("program", *extras)]


def make(extras: Iterable[str]) -> None:
    started = time.monotonic()
    fitting_pins({*stamp()["extras"], *extras})  # fails before anything is changed
    if usable():
        say("Bringing the environment in .venv up to date ...")
        extend(extras)
    else:
        say("Setting up the environment in .venv: once, half a minute or so ...")
        create()
        if not install(sorted(extras)):
            raise Failed(f"pip could not install the packages (see above): {REMEDY}")
    say(f"Done in {time.monotonic() - started:.0f} s.")


def extend(extras: Iterable[str]) -> None:
    """Change a finished environment. If pip fails before it changes anything, the environment is still usable."""
    present = stamp()
    UNFINISHED.write_text(fingerprint())
    if install(sorted({*present["extras"], *extras})):
        return
    keep_unchanged()
    missing = sorted({*extras} - {*present["extras"]})
    packages = f"the packages for {', '.join(missing)}" if missing else "the packages that pyproject.toml now names"
    after = "everything else still works" if usable() else "the next run sets up everything again"
    raise Failed(f"pip could not install {packages} (see above); {after}: {REMEDY}")


def keep_unchanged() -> None:
    """Remove the mark if the environment is unchanged since it was finished."""
    if UNFINISHED.exists() and UNFINISHED.read_text() == fingerprint():
        UNFINISHED.unlink()


def fingerprint() -> str:
    """A digest of all paths in the environment with size and time of change, except what Python compiles."""
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
    """Create an empty environment without pip. The mark stays, because a half-deleted environment must not look
    finished."""
    VENV.mkdir(exist_ok=True)
    UNFINISHED.write_text("")  # no fingerprint, because there was no finished environment
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != UNFINISHED:
            path.unlink()
    venv.EnvBuilder(symlinks=True).create(VENV)


def install(extras: list[str]) -> bool:
    """Let pip install what is pinned for `extras`, and then the project. If that fails, show pip's output and return
    False."""
    files = [f"--requirement={path}" for path in fitting_pins(extras)]
    only_source = [f"--no-binary={name}" for name in SOURCES]
    done = (
        pip_install("--require-hashes", "--only-binary=:all:", "--requirement", pins("build"))
        and pip_install("--require-hashes", "--only-binary=:all:", *only_source, "--no-build-isolation", *files)
        and pip_install("--no-deps", "--no-build-isolation", "--editable", ".")
    )
    if done:
        STAMP.write_text(json.dumps({**wanted(), "extras": extras}))
        UNFINISHED.unlink()
    return done


def pip_install(*options: str | Path, python: str | Path = BIN / "python") -> bool:
    common = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location", "--use-pep517")
    pip: list[str | Path] = [python, first_pip() / "pip", "install", *common, *options]
    patience = {"PIP_RETRIES": "2", **os.environ}
    done = subprocess.run(pip, cwd=ROOT, env=patience, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, close_fds=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout)
        sys.stderr.flush()
    if b"DO NOT MATCH THE HASHES" in done.stdout:
        say(FORGED)
    return done.returncode == 0


@functools.cache
def first_pip() -> Path:
    """The pip that comes with this Python; else the wheel beside this file, if it is what it was."""
    with contextlib.suppress(ImportError):
        import ensurepip  # Debian has it in a package of its own

        name = f"pip-{ensurepip.version()}-py3-none-any.whl"
        for folder in (Path(ensurepip.__file__).parent / "_bundled", sysconfig.get_config_var("WHEEL_PKG_DIR")):
            if folder and Path(folder, name).exists():
                return Path(folder, name)
    if not PIP.is_file() or hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        raise Failed(f"{PIP.relative_to(ROOT)} is missing or was changed: git checkout {PIP.relative_to(ROOT)}")
    return PIP


@contextlib.contextmanager
def pinned_tool(name: str) -> Iterator[Path]:
    """A command that the extra audit pins, alone in a folder that is removed again: it works while pins are out of
    date."""
    text = pins("audit").read_text("utf-8") if pins("audit").exists() else ""
    block = re.search(rf"^{name}==(?:.*\\\n)*.*\n", text, re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "tool.txt")
        lines.write_text(block[0] if block else name, "utf-8")
        hashes = ["--require-hashes"] if block else []
        target: list[str | Path] = ["--target", folder, "--no-deps", "--only-binary=:all:", "--requirement", lines]
        if not pip_install(*hashes, *target, python=sys.executable):
            raise Failed(f"pip could not install {name} (see above): check the network, then run this again.")
        yield Path(folder, "bin", name)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the lock on the environment. pip inherits it, so that after a kill of this process the next one waits for
    pip."""
    with LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./run is setting up the environment; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        os.set_inheritable(lock.fileno(), True)
        yield


def become(name: str, *arguments: str) -> None:
    """Replace this process by a command of the environment, in the caller's folder."""
    path = BIN / name
    if not path.is_file():
        raise Failed(f"There is no command {name!r}.\n{USAGE.rstrip()}")
    os.execv(path, [str(path), *arguments])


def check() -> int:
    """Run each check, even if others fail. The exit status is 1 when one of them failed."""
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
        say(f"{error}\nThe environment in .venv could not be created or used: delete .venv, then run this again.")
        sys.exit(1)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(130)
