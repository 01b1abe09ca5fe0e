"""A term of the European Parliament: 720 Members, 5,000 roll calls, 3,600,000 positions, imported and asked.

    python -m bench.parliament [FOLDER]

Says seconds and the most memory of each step, and the ratios to `sqlite3 .import` and `json.load` of the same files.
Each step runs in a process of its own. The limits: 300 MB and 60 seconds for the import, 50 ms for a choice.
"""

import csv
import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaign.services.campaign import Campaign
from campaign.services.parliament import choosing, directory_import, vote_import
from campaign.services.parliament.sources import read_sources
from campaign.services.setup.sample import copy_sample

MEMBERS, VOTES = 720, 5000
GROUPS = ("EPP", "SD", "RENEW", "ECR", "GREEN_EFA", "GUE_NGL", "PFE", "ESN", "NI")
WORDS = ("FOR", "AGAINST", "ABSTENTION", "DID_NOT_VOTE")


def make(folder: Path) -> None:
    """Write the files: HowTheyVote's tables, and the same votes as an answer of the API."""
    numbers = range(1, MEMBERS + 1)
    with (folder / "members.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "first_name", "last_name", "country_code", "date_of_birth", "email"])
        writer.writerows([number, "Anna", f"WIT{number}", "DEU", "", f"m{number}@wit.example"] for number in numbers)
    with (folder / "group_memberships.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["member_id", "group_code", "term", "start_date", "end_date"])
        writer.writerows([number, GROUPS[number % 9], 10, "2024-07-16", ""] for number in numbers)
    with (folder / "member_votes.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["vote_id", "member_id", "position", "country_code", "group_code"])
        for vote in range(VOTES):
            writer.writerows(
                [vote, number, WORDS[(vote * number) % 7 % 4], "DEU", GROUPS[number % 9]] for number in numbers
            )
    with (folder / "decisions.json").open("w") as stream:
        stream.write('{"data": [')
        for vote in range(VOTES):
            lists: dict[str, list[str]] = {"FOR": [], "AGAINST": [], "ABSTENTION": [], "DID_NOT_VOTE": []}
            for number in numbers:
                lists[WORDS[(vote * number) % 7 % 4]].append(f"person/{number}")
            row = {
                "notation_votingId": str(vote),
                "activity_date": "2025-01-01",
                "had_voter_favor": lists["FOR"],
                "had_voter_against": lists["AGAINST"],
                "had_voter_abstention": lists["ABSTENTION"],
            }
            stream.write(("," if vote else "") + json.dumps(row))
        stream.write("]}")


def step(name: str, folder: Path) -> None:
    """Run one step in this process, and print its seconds, its memory in MB, and a number."""
    campaign = Campaign(folder / "campaign")
    start = time.perf_counter()
    number: float = 0
    if name == "people":
        files = [folder / "members.csv", folder / "group_memberships.csv"]
        plan = directory_import.plan_directory_import(campaign, read_sources(files, [file.name for file in files]))
        directory_import.apply_directory_import(campaign, plan)
        number = len(plan.rows)
    elif name in ("member_votes.csv", "decisions.json"):
        votes = vote_import.plan_vote_import(campaign, read_sources([folder / name], [name]))
        vote_import.apply_vote_import(campaign, votes)
        number = len(votes.rows)
    elif name == "choice":
        choosing.choose_people(campaign, "country:FR")  # as at the desk, where the program has been running
        start = time.perf_counter()
        number = len(choosing.choose_people(campaign, "group:EPP vote:78=against has:mail not country:FR").people)
    elif name == "json.load":
        with (folder / "decisions.json").open() as stream:
            number = len(json.load(stream)["data"])
    seconds = time.perf_counter() - start
    campaign.close()
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, number]))


def measure(name: str, folder: Path) -> tuple[float, float, float]:
    """Run a step in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.parliament", name, str(folder)], capture_output=True, text=True, check=True
    )
    seconds, memory, number = json.loads(done.stdout)
    print(f"{name:>18}: {seconds:7.3f} s  {memory:5.0f} MB  {number:,.0f}", flush=True)
    return seconds, memory, number


def sqlite_import(folder: Path) -> float:
    """The seconds of `sqlite3 .import` of the positions; 0 if there is no such program."""
    program = shutil.which("sqlite3")
    if not program:
        print("sqlite3 is not installed: no ratio to it")
        return 0.0
    commands = f".mode csv\n.import {folder / 'member_votes.csv'} votes\n"
    start = time.perf_counter()
    subprocess.run([program, str(folder / "plain.db")], input=commands, text=True, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    print(f"{'sqlite3 .import':>18}: {seconds:7.3f} s")
    return seconds


def main(folder: Path) -> None:
    """Make the files, and measure."""
    make(folder)
    (folder / "campaign").mkdir()
    copy_sample(folder / "campaign", dt.datetime.now(dt.UTC))
    people = measure("people", folder)
    votes = measure("member_votes.csv", folder)
    decisions = measure("decisions.json", folder)
    choices = [measure("choice", folder)[0] for _ in range(3)]
    plain = measure("json.load", folder)
    table = sqlite_import(folder)
    if table:
        print(f"positions, to sqlite3 .import: {votes[0] / table:.1f} times")
    print(f"decisions, to json.load: {decisions[0] / plain[0]:.1f} times, memory {decisions[1] / plain[1]:.2f} times")
    limits = {
        "import within 60 s": people[0] + votes[0] < 60 and decisions[0] < 60,
        "within 300 MB": max(people[1], votes[1], decisions[1]) < 300,
        "choice within 50 ms": min(choices) < 0.05,
    }
    print("\n".join(f"{name}: {'yes' if holds else 'NO'}" for name, holds in limits.items()))
    sys.exit(0 if all(limits.values()) else 1)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        step(sys.argv[1], Path(sys.argv[2]))
    elif len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
