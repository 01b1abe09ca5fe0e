"""What people write back, with the letter quoted by many programs, in many languages: their own words stay whole."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from campaign.core.replies import HumanReply, read

SAMPLES = tomllib.loads((Path(__file__).parent / "samples" / "quoted.toml").read_text("utf-8"))
ARRIVED_AT = dt.datetime(2027, 4, 21, tzinfo=dt.UTC)
LETTER = "Sehr geehrte Frau Novak,\n\nbitte stimmen Sie für Änderungsantrag 12.\n\nMit freundlichen Grüßen\nAnna Berg"
MARKED = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, samples in SAMPLES.items() for name in samples])
def test_the_own_words_of_a_program(kind: str, name: str) -> None:
    """Whatever program and language somebody uses, his or her own words are read whole, and nothing else."""
    sample = SAMPLES[kind][name]
    body = sample["text"].replace("LETTER", LETTER).replace("MARKED", MARKED)
    head = f"From: Member <m@parliament.example>\nSubject: Re: A letter\nContent-Type: text/{kind}; charset=utf-8\n\n"
    content = read(f"{head}{body}\n".encode(), ARRIVED_AT).content
    assert isinstance(content, HumanReply)
    assert content.text == sample["own"]
