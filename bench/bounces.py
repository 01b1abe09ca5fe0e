"""How many real returned mails are told rightly: python bench/bounces.py FOLDER

FOLDER holds the unpacked source archive of flufl.bounce, whose tests carry mails that came back to list owners from
2000 to 2020: pip download --no-deps --no-binary :all: flufl.bounce. They are not ours to keep here.
"""

import ast
import datetime as dt
import re
import sys
from pathlib import Path

from campaign.core.replies import Bounce, read

NOW = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)


def wanted(folder: Path) -> dict[str, tuple[str, set[str]]]:
    """Kind and recipients of each mail that the archive's own tests tell them of."""
    source = (folder / "tests/test_detectors.py").read_text("utf-8")
    table = re.search(r"^DETECTORS = (\[.*?^\])", source, re.MULTILINE | re.DOTALL)
    if table is None:
        raise SystemExit(f"{folder}: not the source archive of flufl.bounce")
    return {
        name: ("delayed" if passing else "permanent", {each.decode().casefold() for each in found})
        for _, name, found, passing in ast.literal_eval(table[1])
        if found
    }


def main(folder: Path) -> None:
    """Say what is told wrongly, then the figures."""
    returned = kinds = recipients = 0
    mails = wanted(folder)
    for name, (kind, meant) in sorted(mails.items()):
        got = read((folder / "tests/data" / name).read_bytes(), NOW)
        right = isinstance(got.what, Bounce) and got.what.recipient in meant
        returned += isinstance(got.what, Bounce)
        kinds += got.kind == kind
        recipients += right
        if got.kind != kind or not right:
            print(f"{name}: {got.kind}, meant {kind}; {getattr(got.what, 'recipient', '')}, meant {' '.join(meant)}")
    print(f"{len(mails)} mails: {returned} told as returned, {kinds} of the right kind, {recipients} the recipient")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
