"""./run audit: looks up known vulnerabilities in everything that is pinned.

The exit status is 1 where there is one. Where the source of known vulnerabilities cannot be reached, or does not know a
package, the last line says that it was not checked, and the exit status is 0: that is no fault of the program, and no
proof either. One package is asked about first, so that a closed source is not asked about all.
"""

import json
import subprocess
import sys
import tempfile

import run


def main() -> int:
    """Whether there is a known hole in a pin."""
    pins = sorted({block for path in run.PINS.glob("*.txt") for block in blocks(path.read_text("utf-8"))})
    if not any(answers(ask(pins[:1]))):
        print(f"not checked: no known vulnerabilities can be looked up from here ({len(pins)} pins)")
        return 0
    packages = ask(pins)
    holes = [(package, hole) for package in answers(packages) for hole in package["vulns"]]
    for package, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {hole['id']}, fixed in {fixed}")
    if holes:
        print("./run update-pins NAME, then ./run test --all; or write down why it does not matter.")
    silent = len(packages) - len(answers(packages))
    print(f"{len(answers(packages))} packages checked, {len(holes)} vulnerabilities; {silent} not checked")
    return 1 if holes else 0


def ask(pins: list[str]) -> list[dict[str, object]]:
    """What pip-audit says about each package. It reads only the pins: what is installed here does not count."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("".join(pins))
        file.flush()
        options = ["--requirement", file.name, "--disable-pip", "--require-hashes", "--progress-spinner=off"]
        command = [run.BIN / "pip-audit", *options, "--format=json"]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        return json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        print((done.stderr.strip().splitlines() or ["pip-audit gave no answer"])[-1][:300], file=sys.stderr)
        return []


def answers(packages: list[dict[str, object]]) -> list[dict[str, object]]:
    """The packages that the source knows."""
    return [package for package in packages if "skip_reason" not in package]


def blocks(text: str) -> list[str]:
    """The pins in a file, each with its digests."""
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    return ["".join(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


if __name__ == "__main__":
    sys.exit(main())
