"""Killing `campaign send`, or cutting its power, many times; the mail server stores everything that it receives.

KILL_ROUNDS (50) is the number of rounds, KILL_MAILS (2000) the emails per round; KILL_SEED repeats a run.
"""

import os
import time

import pytest

from tests.long.killing import LINES, MANNERS, kill_often


@pytest.mark.slow
@pytest.mark.parametrize("manner", MANNERS)
async def test_killed_a_few_times(manner: str) -> None:
    """200 emails and three kills: nobody gets one twice, nobody is left out."""
    figures = await kill_often(manner, rounds=1, mails=200, kills=3, seed=int(time.time()))
    assert (figures.rounds, figures.mails) == (1, 200)
    assert figures.uncertain <= LINES * figures.a_line * figures.kills


@pytest.mark.slow
async def test_a_power_cut_a_few_times() -> None:
    """Writes that were not synchronised are lost, and the guarantees still hold."""
    figures = await kill_often("pipelined", rounds=1, mails=200, kills=3, seed=int(time.time()), cuts=True)
    assert (figures.rounds, figures.mails) == (1, 200)
    assert figures.uncertain <= LINES * figures.a_line * figures.kills


@pytest.mark.long
async def test_many_power_cuts(capsys: pytest.CaptureFixture[str]) -> None:
    """More than 500 power cuts at random moments: nobody gets an email twice, nobody is left out."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    figures = await kill_often("pipelined", rounds=150, mails=1000, kills=5, seed=seed, cuts=True)
    with capsys.disabled():
        print(f"\npower cuts, seed {seed}: {figures}")
    assert figures.kills >= 500
    assert figures.uncertain <= LINES * figures.a_line * figures.kills


@pytest.mark.long
@pytest.mark.parametrize("manner", MANNERS)
async def test_killed_many_times(manner: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Waves of thousands of emails, killed several times at random: nobody gets one twice, nobody is left out."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    rounds, mails = (int(os.environ.get(f"KILL_{name}", usual)) for name, usual in (("ROUNDS", 50), ("MAILS", 2000)))
    figures = await kill_often(manner, rounds=rounds, mails=mails, kills=4, seed=seed)
    with capsys.disabled():
        print(f"\n{manner}, seed {seed}: {figures}")
    assert (figures.rounds, figures.mails) == (rounds, rounds * mails)
    assert figures.kills >= 2 * rounds
    assert figures.uncertain <= LINES * figures.a_line * figures.kills
