"""How many real bounces are recognised: python -m bench.bounces FOLDER

FOLDER holds the unpacked source archive of flufl.bounce, whose tests contain bounces to list owners from 2000 to 2020
(pip download --no-deps --no-binary :all: flufl.bounce). Their licence keeps them out of this repository.
"""

import ast
import datetime as dt
import re
import sys
from pathlib import Path

from campaign.core.replies import Bounce, read

NOW = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)


def expected_bounces(folder: Path) -> dict[str, tuple[str, set[str]]]:
    """Kind and recipients of each bounce, as the archive's own tests expect."""
    source = (folder / "tests/test_detectors.py").read_text("utf-8")
    table = re.search(r"^DETECTORS = (\[.*?^\])", source, re.MULTILINE | re.DOTALL)
    if table is None:
        raise SystemExit(f"{folder}: not the source archive of flufl.bounce")
    return {
        name: ("delayed" if passing else "permanent", {address.decode().casefold() for address in addresses})
        for _, name, addresses, passing in ast.literal_eval(table[1])
        if addresses
    }


def main(folder: Path) -> None:
    """Print wrong results, then the totals."""
    returned = kinds = recipients = 0
    bounces = expected_bounces(folder)
    for name, (kind, expected) in sorted(bounces.items()):
        got = read((folder / "tests/data" / name).read_bytes(), NOW)
        right = isinstance(got.content, Bounce) and got.content.recipient in expected
        returned += isinstance(got.content, Bounce)
        kinds += got.kind == kind
        recipients += right
        if got.kind != kind or not right:
            address = getattr(got.content, "recipient", "")
            print(f"{name}: {got.kind}, expected {kind}; {address}, expected {' '.join(expected)}")
    print(f"{len(bounces)} bounces: {returned} recognised as bounces, {kinds} with the right kind,", end=" ")
    print(f"{recipients} with the right recipient")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
