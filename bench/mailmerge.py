"""The same letter with mailmerge (PyPI), if it is installed: its template, table and server settings in a folder."""

import csv
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from campaign.core.addressees import Addressee

_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_ATTRIBUTES = re.compile(
    r"\{[#:.][^}]*\}"
)  # mailmerge runs Jinja over the Markdown, and some of these are comments to Jinja
_COLUMNS = ("name", "role", "group", "country")


def missing() -> bool:
    return find_spec("mailmerge") is None


def prepare(folder: Path, letter: str, addressees: Iterable[Addressee], port: int) -> None:
    """Write the files that mailmerge reads: the letter's Markdown as a template, and the addressees as a table."""
    folder.mkdir()
    front, _, body = letter.partition("\n---\n")
    subject = next(line for line in front.splitlines() if line.startswith("subject")).partition(":")[2].strip(' "')
    headers = f"TO: {{{{mail}}}}\nSUBJECT: {_own(subject)}\nFROM: letters@coalition.example\n"
    kind = "Content-Type: text/markdown; charset=utf-8\n"
    (folder / "mailmerge_template.txt").write_text(f"{headers}{kind}\n{_own(body)}")
    (folder / "mailmerge_server.conf").write_text(f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\nratelimit = 0\n")
    with (folder / "mailmerge_database.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("mail", "salutation", *_COLUMNS))
        for addressee in addressees:
            table.writerow(
                (addressee.address, f"Dear {addressee.name},", *(getattr(addressee, name) for name in _COLUMNS))
            )


def run(folder: Path) -> None:
    """Run the mailmerge command."""
    command = [str(Path(sys.executable).with_name("mailmerge")), "--no-dry-run", "--no-limit", "--output-format", "raw"]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)


def _own(text: str) -> str:
    """Placeholders as columns of the table; other placeholders become plain words."""
    return _PLACEHOLDER.sub(_column, _ATTRIBUTES.sub("", text))


def _column(match: re.Match[str]) -> str:
    name = match[1].removeprefix("addressee.")
    return f"{{{{{name}}}}}" if name in (*_COLUMNS, "salutation") else name
