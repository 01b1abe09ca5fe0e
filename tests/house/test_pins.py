"""pins/ fits pyproject.toml, and names no place from which packages come."""

import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def tool(name: str) -> ModuleType:
    """A file of tools/ as a module."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_pins_fit_the_requirements() -> None:
    """Each group of requirements has a file made for it, and there is no other. If not: ./run update-pins."""
    run = tool("run")
    groups = run.requirements()
    made_for = {path.stem: path.read_text("utf-8").splitlines()[1] for path in run.PINS.glob("*.txt")}
    assert made_for == {name: f"# for {run.digest_of(lines)}" for name, lines in groups.items()}


def test_pins_satisfy_the_requirements() -> None:
    """Every requirement is pinned, in its own file, to a version that it allows."""
    run = tool("run")
    for name, lines in run.requirements().items():
        versions = pinned(run.pins(name).read_text("utf-8"))
        for requirement in map(Requirement, lines):
            key = re.sub(r"[-_.]+", "-", requirement.name).lower()
            assert [version for version in versions[key] if version not in requirement.specifier] == []


def test_one_version_in_all_files() -> None:
    """The files agree: what two of them pin, they pin to the same version."""
    run = tool("run")
    files = [pinned(path.read_text("utf-8")) for path in run.PINS.glob("*.txt")]
    merged = {name: versions for file in files for name, versions in file.items()}
    assert [(name, file[name]) for file in files for name in file if not file[name] <= merged[name]] == []


def test_every_pin_has_digests_and_no_index() -> None:
    """A line is a comment, a pin with its marker, or a digest; none is an option or an address."""
    run = tool("run")
    block = re.compile(r"[a-z0-9-]+==[\w.!+]+(?: ; [^\\\n]+)? \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+")
    for path in run.PINS.glob("*.txt"):
        text = path.read_text("utf-8")
        assert block.sub("", text) == "".join(line for line in text.splitlines(keepends=True)[:2])


def test_the_bill_of_materials_has_every_pin_of_the_program() -> None:
    """The bill names each package that this machine needs, once, with the digests that ./run accepts."""
    bill = tool("bill_of_materials")
    run = tool("run")
    rows = bill.needed(run.pins("program").read_text("utf-8"))
    document = bill.bill(rows)
    assert [part["purl"] for part in document["components"]] == [
        f"pkg:pypi/{name}@{version}" for name, version, _ in rows
    ]
    assert len({name for name, _, _ in rows}) == len(rows)
    assert all(digests for _, _, digests in rows)


@pytest.mark.parametrize(
    ("package", "status", "last"),
    [
        ({"skip_reason": "not found"}, 0, "not checked: no known vulnerabilities can be looked up from here (N pins)"),
        ({"vulns": []}, 0, "1 packages checked, 0 vulnerabilities; 0 not checked"),
        (
            {"vulns": [{"id": "X-1", "fix_versions": ["2"]}]},
            1,
            "1 packages checked, 1 vulnerabilities; 0 not checked",
        ),
    ],
)
def test_an_audit_that_saw_nothing_says_so(
    package: dict[str, object],
    status: int,
    last: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where the source does not answer, nothing is called checked; a vulnerability is an error."""
    audit = tool("audit")
    monkeypatch.setattr(audit, "ask", lambda _: [{"name": "a", "version": "1", **package}])
    assert audit.main() == status
    assert re.sub(r"\d+ pins", "N pins", capsys.readouterr().out.splitlines()[-1]) == last


def pinned(text: str) -> dict[str, set[str]]:
    """The versions of each package in a file: more than one where Pythons need different ones."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE):
        versions.setdefault(name, set()).add(version)
    return versions
