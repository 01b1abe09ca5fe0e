"""Planning a large wave: time, peak memory, size of the file, and the commands that show it.

python -m bench.large_wave [--deliveries 1000000] [--beside 10000]
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

from bench.send import Sample, made_up_addressee, sample_campaign, seconds_for
from campaign.adapters.files import folder
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, leases, waves
from campaign.adapters.store.ledger.waves import Intent
from campaign.core.delivery.records import Mailing, PlannedDelivery
from campaign.services.setup.sample import LETTER
from campaign.services.waves.plan import store_wave
from campaign.services.waves.planned_deliveries import deliveries_to

WAVE = "first"
COMMANDS = (("status",), ("send", "log"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--deliveries", type=int, default=1_000_000)
    options.add_argument("--beside", type=int, default=10_000, help="the small wave to compare with")
    options.add_argument("--only", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.only:
        print(json.dumps(measure(chosen.only)))
    else:
        small, great = measure_apart(chosen.beside), measure_apart(chosen.deliveries)
        report(chosen.beside, small, great, chosen.deliveries)


def measure_apart(number: int) -> dict[str, float]:
    """Measure in a new process, so that the peak of memory is not shared."""
    command = [sys.executable, "-m", "bench.large_wave", "--only", str(number)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    values: dict[str, float] = json.loads(output.splitlines()[-1])
    return values


def measure(number: int) -> dict[str, float]:
    with TemporaryDirectory(prefix="bench-") as name:
        root = Path(name)
        sample = sample_campaign(root, 20)
        version = sample.state.version
        assert version is not None
        database = folder.find(root).database
        values: dict[str, float] = {}
        made: list[Mailing | None] = []
        at = dt.datetime.now(dt.UTC)
        with Store.open(database) as store:
            fresh = mails(sample, number, at)
            values["planning, s"] = seconds_for(
                lambda: made.append(store_wave(store, LETTER, WAVE, version.id, fresh, Intent(), at))
            )
            values["peak of memory, MB"] = peak()
            (mailing,) = made
            assert mailing is not None
            values["counts, s"] = seconds_for(lambda: store.read(deliveries.counts, mailing.id))
            values["release, s"] = seconds_for(lambda: store.write(deliveries.release, mailing.id, at, at))
            store.write(leases.take, "bench", "bench", mailing.id, 600, at, alone=False)
            values["claim of 256, s"] = seconds_for(
                lambda: store.write(handover.together, [(handover.claim_due, (mailing.id, 256))], "bench", at)
            )
            store.write(leases.recover, at)
            values["what waits, s"] = seconds_for(lambda: store.read(waves.waiting_mailings))
            values["peak of memory with release, MB"] = peak()
        values["file, bytes a delivery"] = database.stat().st_size / number
        for words in COMMANDS:
            values[f"campaign {' '.join(words)}, s"] = seconds_for(partial(run_command, root, words))
        values["peak of memory of the commands, MB"] = peak(resource.RUSAGE_CHILDREN)
        return values


def mails(sample: Sample, number: int, at: dt.datetime) -> Iterator[PlannedDelivery]:
    """The wave's deliveries, each built when it is needed."""
    yield from deliveries_to(sample.content(WAVE, at), map(made_up_addressee, range(number)))


def run_command(root: Path, words: tuple[str, ...]) -> None:
    subprocess.run([sys.executable, "-m", "campaign", "-C", str(root), *words], check=True, stdout=subprocess.DEVNULL)


def peak(whose: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def report(beside: int, small: dict[str, float], great: dict[str, float], number: int) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':36}{beside:>12,}{number:>12,}       ratio")
    for name, value in great.items():
        print(f"  {name:34}{small[name]:12.3f}{value:12.3f}{value / small[name]:12.1f}")


if __name__ == "__main__":
    main()
