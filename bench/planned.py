"""How a store bears a great wave: planning, its peak of memory, its file, and the commands that look at it.

python -m bench.planned [--deliveries 1000000] [--beside 10000]
"""

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.send import Sample, made_up, sample_campaign, timed
from campaign.adapters.files import folder
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, leases, waves
from campaign.adapters.store.ledger.waves import Intent
from campaign.core.delivery.records import Dispatch, Planned
from campaign.services.setup.sample import LETTER
from campaign.services.waves.mails import mails_to
from campaign.services.waves.plan import keep

WAVE = "first"
COMMANDS = (("status",), ("send", "log"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--deliveries", type=int, default=1_000_000)
    options.add_argument("--beside", type=int, default=10_000, help="the small wave to compare with")
    options.add_argument("--only", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.only:
        print(json.dumps(measured(chosen.only)))
    else:
        report(chosen.beside, *(apart(number) for number in (chosen.beside, chosen.deliveries)), chosen.deliveries)


def apart(number: int) -> dict[str, float]:
    """In a process of its own, so that its peak of memory is its own, too."""
    command = [sys.executable, "-m", "bench.planned", "--only", str(number)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    kept: dict[str, float] = json.loads(found.splitlines()[-1])
    return kept


def measured(number: int) -> dict[str, float]:
    with TemporaryDirectory(prefix="bench-") as name:
        place = Path(name)
        sample = sample_campaign(place, 20)
        assert sample.state.version is not None
        database = folder.find(place).database
        found: dict[str, float] = {}
        made: list[Dispatch | None] = []
        at = dt.datetime.now(dt.UTC)
        with Store.open(database) as store:
            fresh = mails(sample, number, at)
            found["planning, s"] = timed(
                lambda: made.append(keep(store, LETTER, WAVE, sample.state.version.id, fresh, Intent(), at))
            )
            found["peak of memory, MB"] = peak()
            (dispatch,) = made
            assert dispatch is not None
            found["counts, s"] = timed(lambda: store.read(deliveries.counts, dispatch.id))
            found["release, s"] = timed(lambda: store.write(deliveries.release, dispatch.id, at, at))
            store.write(leases.taken, "bench", "bench", dispatch.id, 600, at, alone=False)
            found["claim of 256, s"] = timed(
                lambda: store.write(handover.together, [(handover.claimed, (dispatch.id, 256))], "bench", at)
            )
            store.write(leases.recover, at)
            found["what waits, s"] = timed(lambda: store.read(waves.waiting))
            found["peak of memory with release, MB"] = peak()
        found["file, bytes a delivery"] = database.stat().st_size / number
        for words in COMMANDS:
            found[f"campaign {' '.join(words)}, s"] = timed(partial(shown, place, words))
        found["peak of memory of the commands, MB"] = peak(resource.RUSAGE_CHILDREN)
        return found


def mails(sample: Sample, number: int, at: dt.datetime) -> Iterator[Planned]:
    """The wave's mails, each made when it is asked for."""
    yield from mails_to(sample.mailing(WAVE, at), map(made_up, range(number)))


def shown(place: Path, words: tuple[str, ...]) -> None:
    subprocess.run([sys.executable, "-m", "campaign", "-C", str(place), *words], check=True, stdout=subprocess.DEVNULL)


def peak(whose: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def report(beside: int, small: dict[str, float], great: dict[str, float], number: int) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':36}{beside:>12,}{number:>12,}       ratio")
    for name, value in great.items():
        print(f"  {name:34}{small[name]:12.3f}{value:12.3f}{value / small[name]:12.1f}")


if __name__ == "__main__":
    main()
