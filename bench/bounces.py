"""How many real bounces are recognised: python -m bench.bounces FOLDER

FOLDER holds flufl.bounce, whose tests contain bounces to list owners from 2000 to 2020: the unpacked source archive of
version 5 or later (pip download --no-deps --no-binary :all: flufl.bounce), or version 4 as it is installed
(pip install --target FOLDER flufl.bounce==4.0). Their licence keeps them out of this repository.
"""

import ast
import datetime as dt
import re
import sys
from pathlib import Path

from campaign.core.replies import Bounce, BounceKind, IncomingMail, read

NOW = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)
# Where the table of expected results is, and the folder of the bounces: from version 5 on, and in version 4.
PLACES = (
    ("tests/test_detectors.py", "tests/data"),
    ("flufl/bounce/testing/helpers.py", "flufl/bounce/tests/data"),
)
TABLE = re.compile(r"^(?:DETECTORS|DATA) = ([\[(]\n.*?^ *[\])])\n", re.MULTILINE | re.DOTALL)


def find_bounces(folder: Path) -> tuple[str, Path]:
    """The table of expected results, as Python source, and the folder of the bounces."""
    for source, data in PLACES:
        path = folder / source
        table = TABLE.search(path.read_text("utf-8")) if path.is_file() else None
        if table:
            return table[1], folder / data
    raise SystemExit(f"{folder}: not flufl.bounce with its tests; see the first lines of bench/bounces.py")


def expected_bounces(table: str) -> dict[str, tuple[str, set[str]]]:
    """Kind and recipients of each bounce, as the tests of flufl.bounce expect. A row says whether the server still
    tries; in version 4 only where it does."""
    return {
        name: ("delayed" if still_tried == [True] else "returned", {word.decode().casefold() for word in addresses})
        for _, name, addresses, *still_tried in ast.literal_eval(table)
        if addresses
    }


def simple_kind(mail: IncomingMail) -> str:
    """The kind in the words of flufl.bounce, which knows no permanent and temporary causes of what came back."""
    return "returned" if mail.kind in (BounceKind.PERMANENT, BounceKind.TEMPORARY) else mail.kind


def main(folder: Path) -> None:
    """Print wrong results, then the totals."""
    returned = kinds = recipients = 0
    table, data = find_bounces(folder)
    bounces = expected_bounces(table)
    for name, (kind, expected) in sorted(bounces.items()):
        got = read((data / name).read_bytes(), NOW)
        right = isinstance(got.content, Bounce) and got.content.recipient in expected
        returned += isinstance(got.content, Bounce)
        kinds += simple_kind(got) == kind
        recipients += right
        if simple_kind(got) != kind or not right:
            address = getattr(got.content, "recipient", "")
            print(f"{name}: {simple_kind(got)}, expected {kind}; {address}, expected {' '.join(expected)}")
    print(f"{len(bounces)} bounces: {returned} recognised as bounces, {kinds} with the right kind,", end=" ")
    print(f"{recipients} with the right recipient")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
