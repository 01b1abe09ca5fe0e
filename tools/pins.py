"""./run update-pins: writes `pins/`, the exact version and the digests of everything that ./run installs.

One file for the program, one for what builds it, and one for each extra; all agree on one version of each package. They
are made by uv for every Python and machine at once, from the requirements in pyproject.toml alone. No file names an
index, so that a mirror works as well. `./run update-pins` takes the newest versions that are at least a week old: what
is wrong with a release is mostly seen by then. `./run update-pins NAME ...` changes those packages and what
pyproject.toml newly needs, whatever their age, and leaves the rest as it is.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import run

COOLING = "7 days"
HEADER = "# Made by ./run update-pins. Do not edit: change pyproject.toml, then run that command.\n"
COMPILE = (
    *("pip", "compile", "--universal", "--python-version", "3.11"),
    *("--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"),
)


def main(uv: str, names: list[str]) -> int:
    """Write all files, or none if one of them cannot be made."""
    groups = run.requirements()
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch, "everything.txt")
        everything.write_text(present() if names else "", "utf-8")
        newest = [f"--upgrade-package={name}" for name in names] if names else [f"--exclude-newer={COOLING}"]
        lines = sorted({line for group in groups.values() for line in group})
        compile_pins(uv, lines, *newest, "--output-file", str(everything))
        texts = {
            name: compile_pins(uv, group, "--generate-hashes", "--constraint", str(everything))
            for name, group in groups.items()
        }
    run.PINS.mkdir(exist_ok=True)
    for path in run.PINS.glob("*.txt"):
        path.unlink()
    for name, text in texts.items():
        header = f"{HEADER}# for {run.digest_of(groups[name])}\n"
        run.pins(name).write_text(header + text, "utf-8")
    print(f"wrote {len(texts)} files in pins/ with {len(re.findall('==', everything_of(texts)))} packages")
    return 0


def present() -> str:
    """The pins as they are, each once and without digests: uv keeps them where it can."""
    texts = "".join(path.read_text("utf-8") for path in sorted(run.PINS.glob("*.txt")))
    return "".join(f"{line}\n" for line in sorted(set(re.findall(r"^[a-z0-9][^\\\n]*[^\\\s]", texts, re.MULTILINE))))


def everything_of(texts: dict[str, str]) -> str:
    """One line for each package in any of the files."""
    return "\n".join(sorted({line for text in texts.values() for line in re.findall(r"^[a-z0-9.-]+==\S+", text, re.M)}))


def compile_pins(uv: str, lines: list[str], *options: str) -> str:
    done = subprocess.run([uv, *COMPILE, *options, "-"], input="\n".join(lines), capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise run.Failed(
            "uv could not make the pins (see above); pins/ is unchanged: check the network, then run again."
        )
    return done.stdout


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except run.Failed as failure:
        run.say(str(failure))
        sys.exit(1)
