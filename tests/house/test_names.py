"""docs/glossary.md against the code: one word for one thing, and the names that it rules out are not used."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
TREES = ("campaign", "tests", "bench", "tools")


def modules(*trees: str) -> dict[Path, ast.Module]:
    files = [path for tree in trees for path in sorted((ROOT / tree).rglob("*.py")) if "data" not in path.parts]
    return {path: module_of(path) for path in files}


@cache
def module_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def section(title: str) -> str:
    """One section of the glossary, without its title."""
    match = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", GLOSSARY.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert match, f"docs/glossary.md has no section {title}"
    return match[1]


def rows(title: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def public_classes() -> Iterator[str]:
    for module in modules("campaign").values():
        yield from (node.name for node in module.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")


def names(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Each name that a module gives to something, with its line."""
    for node in ast.walk(module):
        kind = type(node)
        if kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
            yield node.lineno, node.name
        elif kind is ast.arg:
            yield node.lineno, node.arg
        elif kind is ast.Name and type(node.ctx) is ast.Store:
            yield node.lineno, node.id
        elif kind is ast.Attribute and type(node.ctx) is ast.Store:
            yield node.lineno, node.attr
        elif kind is ast.alias and node.asname:
            yield node.lineno, node.asname


@cache
def parts(name: str) -> frozenset[str]:
    """The words of a name."""
    return frozenset(name.strip("_").lower().split("_"))


def annotated(module: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Each parameter and field with its annotation: line, name, type."""
    for node in ast.walk(module):
        match node:
            case ast.arg(annotation=ast.expr() as kind):
                yield node.lineno, node.arg, ast.unparse(kind)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind):
                yield node.lineno, name, ast.unparse(kind)


def test_class_names_are_unique() -> None:
    """A public class name stands for one thing in the whole package."""
    assert {name: number for name, number in Counter(public_classes()).items() if number > 1} == {}


def test_module_names_are_rare() -> None:
    """No module's name is used more than three times in the package."""
    numbers = Counter(path.stem for path in modules("campaign"))
    del numbers["__init__"]
    assert {name: number for name, number in numbers.items() if number > 3} == {}


def test_the_names_that_the_glossary_rules_out() -> None:
    """No name has one of these words as a part, but for what another library, the states and `_at` call so."""
    allowed = {"given_name"}
    words = {word for (cell, _) in rows("Not used as names") for word in re.findall(r"`(\w+)`", cell)}
    assert len(words) >= 10
    used = defaultdict(list)
    for path, module in modules(*TREES).items():
        for line, name in names(module):
            if name not in allowed and not name.endswith("_at") and words & parts(name):
                used[path.relative_to(ROOT).as_posix()].append(f"{line}: {name}")
    assert dict(used) == {}


def test_what_a_name_always_is() -> None:
    """A parameter or a field with one of these names has the type that the glossary gives."""
    types = {cell.strip("`"): set(re.findall(r"`([^`]+)`", kinds)) for cell, kinds, _ in rows("Names with one type")}
    assert types
    other = [
        f"{path.relative_to(ROOT)}:{line}: {name}: {kind}"
        for path, module in modules("campaign").items()
        for line, name, kind in annotated(module)
        if name.strip("_") in types and kind.strip("'\"").removesuffix(" | None") not in types[name.strip("_")]
    ]
    assert other == []


def test_the_glossary_names_classes_that_are_there() -> None:
    """Each class that the glossary names is in the package, and no word has two rows."""
    classes = set(public_classes())
    cells = rows("The words")
    assert [cell for cell, _, code in cells for name in re.findall(r"`([A-Z]\w+)`", code) if name not in classes] == []
    assert [word for word, number in Counter(cell for cell, _, _ in cells).items() if number > 1] == []
