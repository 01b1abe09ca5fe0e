"""Updates the catalogues in templates/locale/ from the messages in the program: `python -m tools.catalogues`.

New messages are added without a translation, and unused ones are removed. A test checks that translations are complete.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from campaign.core.signons.messages import AUTHORITY, LABELS, MESSAGES

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "templates" / "locale"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}


def messages() -> Catalog:
    """Every message of the templates, notices and tables, with the files that contain it."""
    catalog = Catalog(project="Undersigned", charset="utf-8")
    for path in _templates():
        with path.open("rb") as file:
            for _, message, comments, _ in extract("jinja2.ext:babel_extract", file, KEYWORDS, options=OPTIONS):
                catalog.add(message, locations=[(_relative(path), None)], auto_comments=comments)
    for path in sorted((ROOT / "campaign" / "core" / "compose" / "notices").glob("*.py")):
        with path.open("rb") as file:
            for _, message, comments, _ in extract("python", file, KEYWORDS):
                catalog.add(message, locations=[(_relative(path), None)], auto_comments=comments)
    for message in _tables():
        catalog.add(message, locations=[("campaign/core/signons/messages.py", None)])
    return catalog


def _templates() -> list[Path]:
    """The templates with messages. The desk is English until its words have settled; see docs/desk.md."""
    folder = ROOT / "templates"
    files = sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.txt"))
    return [path for path in files if path.relative_to(folder).parts[0] != "desk"]


def read(path: Path) -> Catalog:
    """Read a catalogue."""
    return read_po(io.BytesIO(path.read_bytes()), path.parent.parent.name)


def files() -> list[Path]:
    """The files of the catalogues."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/campaign.po"))


def _tables() -> Iterator[str]:
    yield AUTHORITY
    yield from LABELS.values()
    # What coordinators read in a terminal is English, like the whole command line.
    yield from (text for name, text in MESSAGES.items() if not name.startswith("judged."))


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main() -> None:
    current = messages()
    for path in files():
        catalog = read(path)
        catalog.update(current, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        head = (
            path.read_bytes().partition(b"\n\n")[0].strip()
        )  # keep the file's own header: Babel's names a person and a date
        out = io.BytesIO()
        write_po(out, catalog, width=110, sort_by_file=True, include_lineno=False, omit_header=True)
        path.write_bytes(head + b"\n\n" + out.getvalue().lstrip())
        missing = sum(1 for message in catalog if message.id and not message.string)
        print(f"{_relative(path)}: {len(catalog)} messages, {missing} without a translation")


if __name__ == "__main__":
    main()
