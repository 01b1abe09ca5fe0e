"""Rules for surfaces: a quick start, imports at the top of each command's file, and no access to the store."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CAMPAIGN = Path(__file__).parent.parent.parent / "campaign"
LOADED = """
import json, sys
before = set(sys.modules)
import campaign.cli
print(json.dumps(sorted(set(sys.modules) - before)))
"""
MOST_MODULES = 160
"""What `campaign --help` may load; it is about 90, of Python's own library, click and the files below."""
EXTRAS: set[str] = set()
"""Packages that a command imports where it needs them, because they come with an extra that may be missing."""


def test_help_loads_little() -> None:
    """`campaign --help` loads only the table of commands, click and the standard library: no store, web or PDF."""
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True)
    loaded = json.loads(done.stdout)
    assert [name for name in loaded if name.startswith("campaign")] == [
        "campaign",
        "campaign.adapters",
        "campaign.adapters.files",
        "campaign.adapters.files.package_data",
        "campaign.cli",
        "campaign.cli.lazy",
        "campaign.cli.output",
        "campaign.errors",
    ]
    packages = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert packages == {"campaign", "click"}
    assert len(loaded) < MOST_MODULES


def test_surfaces_leave_the_store_to_services() -> None:
    """No page and no command uses the store of a campaign, so that every surface can do the same."""
    touching = {
        f"{path.relative_to(CAMPAIGN)}:{node.lineno}"
        for surface in ("cli", "desk", "web")
        for path, tree in trees(surface)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "store"
    }
    assert touching == set()


def test_commands_import_at_the_top_of_their_files() -> None:
    """The file of a command, which is imported when it is called, has its own imports at the top."""
    inside = {
        f"{path.relative_to(CAMPAIGN)}:{node.lineno} {module}"
        for path, tree in trees("cli")
        for module, node in inner_imports(tree)
        if module.partition(".")[0] not in EXTRAS
    }
    assert inside == set()


def trees(surface: str) -> Iterator[tuple[Path, ast.Module]]:
    """The files of a surface with their syntax trees."""
    for path in sorted((CAMPAIGN / surface).rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def inner_imports(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Imports that are not at the top level of the file."""
    for node in ast.walk(tree):
        if node in tree.body:
            continue
        if isinstance(node, ast.ImportFrom):
            yield node.module or "", node
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
