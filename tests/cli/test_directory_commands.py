"""`campaign addressee import FILE`, `list --all`, `choose`, `correct` and `campaign vote` as a person uses them."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.campaign import copy_campaign, run, sample

LIST = {
    "data": [
        {"id": "person/1", "label": "Anna WIT", "api:country-of-representation": "DE", "api:political-group": "PPE"},
        {"id": "person/2", "label": "Bo ÅS", "api:country-of-representation": "SE", "api:political-group": "S-D"},
        {"id": "person/3", "label": "Cy ROTH", "api:country-of-representation": "EL", "api:political-group": "NI"},
    ]
}
VOTES = {
    "data": [
        {
            "notation_votingId": "7",
            "activity_date": "2026-03-01",
            "activity_label": {"en": "Am 1"},
            "number_of_votes_favor": 2,
            "number_of_votes_against": 1,
            "had_voter_favor": ["person/1"],
            "had_voter_against": ["person/2"],
            "had_voter_intended_against": ["person/1"],
        }
    ]
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = sample(tmp_path / "campaign")
    (folder / "list-2026-03-01.json").write_text(json.dumps(LIST))
    (folder / "votes.json").write_text(json.dumps(VOTES))
    return folder


def answer(folder: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run(folder, "--json", *words) == code
    return json.loads(capsys.readouterr().out)


def imported(folder: Path, name: str = "list-2026-03-01.json") -> None:
    assert run(folder, "-q", "addressee", "import", str(folder / name)) == 0


def test_a_list_fills_the_directory_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run writes nothing; then everybody is in the directory, with one id and a source for every field, and
    nobody becomes an addressee; the same again changes nothing."""
    file = str(folder / "list-2026-03-01.json")
    before = answer(folder, capsys, "addressee", "list")
    assert answer(folder, capsys, "addressee", "import", file, "--dry-run")["counts"]["new"] == 3
    assert answer(folder, capsys, "addressee", "list", "--all") == []
    assert answer(folder, capsys, "addressee", "import", file)["counts"]["new"] == 3
    assert answer(folder, capsys, "addressee", "import", file)["counts"]["same"] == 3
    people = answer(folder, capsys, "addressee", "list", "--all")
    assert [(one["id"], one["name"], one["country"], one["group"]) for one in people] == [
        ("europarl:1", "Anna Wit", "DE", "EPP"),
        ("europarl:2", "Bo Ås", "SE", "S&D"),
        ("europarl:3", "Cy Roth", "GR", "NI"),
    ]
    assert people[0]["fields"]["name"] == {
        "value": "Anna Wit", "source": "europarl-api-list", "date": "2026-03-01", "others": {}
    }  # fmt: skip
    assert answer(folder, capsys, "addressee", "list") == before


def test_a_shorter_list_removes_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is missing in a newer list is named, stays, and is not chosen any more; an older list changes nothing."""
    imported(folder)
    (folder / "list-2026-04-01.json").write_text(json.dumps({"data": LIST["data"][:2]}))
    result = answer(folder, capsys, "addressee", "import", str(folder / "list-2026-04-01.json"))
    assert result["not_in_newest_list"] == ["Cy Roth (europarl:3)"]
    people = answer(folder, capsys, "addressee", "list", "--all")
    assert [(one["id"], one["sits"]) for one in people] == [
        ("europarl:1", True),
        ("europarl:2", True),
        ("europarl:3", False),
    ]
    chosen = answer(folder, capsys, "addressee", "choose", "country:GR")
    assert (chosen["people"], chosen["left"]) == ([], ["europarl:3"])
    assert answer(folder, capsys, "addressee", "import", str(folder / "list-2026-03-01.json"))["counts"]["same"] == 3


def test_an_own_correction_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person corrects counts before any source, whatever comes later; who disagrees is listed."""
    imported(folder)
    assert run(folder, "-q", "addressee", "correct", "Wit", "group", "ECR") == 0
    (folder / "list-2026-05-01.json").write_text(json.dumps(LIST))
    result = answer(folder, capsys, "addressee", "import", str(folder / "list-2026-05-01.json"))
    assert result["rows"][0]["disagreements"] == [{"field": "group", "own": "ECR", "file": "EPP"}]
    group = answer(folder, capsys, "addressee", "list", "--all")[0]["fields"]["group"]
    assert (group["value"], group["source"], group["others"]) == ("ECR", "own", {"europarl-api-list": "EPP"})
    assert run(folder, "-q", "addressee", "correct", "europarl:1", "group", "") == 0
    assert answer(folder, capsys, "addressee", "list", "--all")[0]["group"] == "EPP"
    assert run(folder, "addressee", "correct", "nobody", "group", "ECR") == 2
    assert run(folder, "addressee", "correct", "1", "shoe_size", "44") == 2


def test_unclear_rows_are_decided_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody of the same name without anything else is unclear, until a person says who it is."""
    imported(folder)
    table = folder / "table.csv"
    table.write_text("name,mail\nAnna Wit,anna@wit.example\n")
    result = answer(folder, capsys, "addressee", "import", "--directory", str(table), code=4)
    assert [(row["fate"], row["why"][:18]) for row in result["rows"]] == [("unclear", "may be europarl:1:")]
    words = ("addressee", "import", str(table), "--same", "line 2=europarl:1")
    assert answer(folder, capsys, *words)["counts"]["changed"] == 1
    people = answer(folder, capsys, "addressee", "list", "--all")
    assert (len(people), people[0]["mail"]) == (3, "anna@wit.example")
    assert run(folder, "addressee", "import", str(table), "--same", "line 2") == 2


def test_a_mapping_describes_a_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source of another shape needs a mapping and no code; without one its shape is named as unknown."""
    (folder / "people.json").write_text(json.dumps({"folk": [{"nr": 1, "namn": "Ida Roth"}]}))
    (folder / "map.toml").write_text('name="x"\nscheme="x"\nrows="folk"\n[fields]\nid="nr"\nname="namn"\n')
    words = ("addressee", "import", str(folder / "people.json"))
    assert run(folder, *words) == 1
    assert run(folder, *words, "--mapping", str(folder / "none.toml")) == 1
    assert run(folder, "-q", *words, "--mapping", str(folder / "map.toml")) == 0
    assert [one["id"] for one in answer(folder, capsys, "addressee", "list", "--all")] == ["x:1"]


def test_packed_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A .gz, a .zip and a folder are read without unpacking to disk; a bomb and a damaged one are refused."""
    data = json.dumps(LIST).encode()
    (folder / "list.json.gz").write_bytes(gzip.compress(data))
    with zipfile.ZipFile(folder / "list.zip", "w") as archive:
        archive.writestr("../../list.json", data)
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.json", b" " * 30_000_000)
    (folder / "cut.json.gz").write_bytes(gzip.compress(data * 50)[:-40])
    (folder / "cut.zip").write_bytes(b"PK\x03\x04cut")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "list.json").write_bytes(data)
    for name in ("list.json.gz", "list.zip", "raw"):
        counts = answer(folder, capsys, "addressee", "import", str(folder / name), "--dry-run")["counts"]
        assert (name, counts["new"]) == (name, 3)
    for name in ("bomb.zip", "cut.json.gz", "cut.zip"):
        assert (name, run(folder, "addressee", "import", str(folder / name))) == (name, 1)
    (raw / "manifest.json").write_text(
        json.dumps({"answers": [{"file": "list.json", "digest": "0", "date": "2026-01-01"}]})
    )
    assert run(folder, "addressee", "import", str(raw)) == 1
    (raw / "manifest.json").write_text("{")
    assert run(folder, "addressee", "import", str(raw)) == 1
    assert answer(folder, capsys, "addressee", "list", "--all") == []


def test_choosing_and_saved_lists(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A saved query, run again, says who joined, left and changed; the chosen become addressees."""
    imported(folder)
    assert run(folder, "addressee", "choose", "country:DE,SE", "--save", "North") == 0
    assert [one["name"] for one in answer(folder, capsys, "addressee", "choose", "--lists")] == ["North"]
    changed = {"data": [*LIST["data"][1:2], dict(LIST["data"][2], **{"api:country-of-representation": "DE"})]}
    changed["data"][0] = dict(changed["data"][0], **{"api:political-group": "RENEW"})
    (folder / "list-2026-04-01.json").write_text(json.dumps(changed))
    imported(folder, "list-2026-04-01.json")
    result = answer(folder, capsys, "addressee", "choose", "--list", "North")
    assert result["changes"] == {
        "joined": ["europarl:3"],
        "left": ["europarl:1"],
        "changed": [{"id": "europarl:2", "field": "group", "old": "S&D", "new": "Renew"}],
    }
    assert result["data_day"] == "2026-04-01"
    before = answer(folder, capsys, "addressee", "list")
    assert run(folder, "-q", "addressee", "choose", "list:North id:2", "--add") == 0
    after = answer(folder, capsys, "addressee", "list")
    assert [one["id"] for one in after] == [*(one["id"] for one in before), "2"]
    assert (after[-1]["name"], after[-1]["country"], after[-1]["group"]) == ("Bo Ås", "Sweden", "Renew")
    assert run(folder, "-q", "addressee", "choose", "list:North id:2", "--add") == 0
    assert answer(folder, capsys, "addressee", "list") == after


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("x:y",),
        ("country:DE", "--list", "North"),
        ("--list", "none"),
        ("list:none",),
        ("vote:7=for",),
        ("country:DE", "--save", "a,b"),
    ],
)
def test_a_wrong_choice(folder: Path, words: tuple[str, ...]) -> None:
    """A query that cannot be read or names what is not there is a wrong usage."""
    assert run(folder, "addressee", "choose", *words) == 2


def test_who_left_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An addressee who no longer sits is named with the letter's addressees."""
    imported(folder)
    assert run(folder, "-q", "addressee", "choose", "id:3", "--add") == 0
    (folder / "list-2026-04-01.json").write_text(json.dumps({"data": LIST["data"][:2]}))
    imported(folder, "list-2026-04-01.json")
    capsys.readouterr()
    assert run(folder, "addressee", "list") == 0
    words = "no longer in office, as the directory has it: Cy Roth"
    assert words in capsys.readouterr().err.splitlines()
    run(folder, "send", "preview")
    assert words in capsys.readouterr().err.splitlines()


def test_votes_and_what_came_of_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A vote has one row for all its sources; unequal totals and intentions are named; scores follow what was asked."""
    imported(folder)
    result = answer(folder, capsys, "vote", "import", str(folder / "votes.json"))
    assert result["unequal"] == [
        {"vote": "7", "totals": [{"source": "europarl-api", "position": "for", "published": 2, "counted": 1}]}
    ]
    (folder / "typed.csv").write_text("vote,name,position\n7,Wit Anna,for\n7,Ås,against\n7,Nobody,for\n8,Roth,for\n")
    result = answer(folder, capsys, "vote", "import", str(folder / "typed.csv"), code=4)
    assert [(one["line"], one["message"]) for one in result["problems"]] == [(4, "nobody in the directory is 'Nobody'")]
    assert answer(folder, capsys, "vote", "import", str(folder / "votes.json"))["counts"]["same"] == 1
    votes = answer(folder, capsys, "vote", "list")
    assert {one["vote"]: [source["source"] for source in one["sources"]] for one in votes} == {
        "7": ["europarl-api", "typed"],
        "8": ["typed"],
    }
    document = answer(folder, capsys, "vote", "show", "7")
    assert document["intended"] == [{"person": "europarl:1", "recorded": "for", "intended": "against"}]
    assert run(folder, "vote", "scores") == 2
    assert run(folder, "-q", "vote", "ask", "7", "for", "--weight", "2", "--ask", "Keep Article 2") == 0
    assert run(folder, "vote", "ask", "99", "for") == 2
    scores = answer(folder, capsys, "vote", "scores", "--by", "member")["scores"]
    assert [(one["name"], one["score"]) for one in scores] == [
        ("Anna Wit (europarl:1)", 1.0),
        ("Bo Ås (europarl:2)", 0.0),
    ]
    assert [one["name"] for one in answer(folder, capsys, "vote", "scores", "--by", "country")["scores"]] == [
        "DE",
        "SE",
    ]
    assert run(folder, "vote", "scores") == 0
    chosen = answer(folder, capsys, "addressee", "choose", "vote:7=against")
    assert [one["id"] for one in chosen["people"]] == ["europarl:2"]
    assert "open" not in chosen["people"][0]
    judged = answer(folder, capsys, "addressee", "choose", "country:DE,SE", "--persuadable")
    assert {one["id"]: one["open"] for one in judged["people"]} == {"europarl:1": "0.00", "europarl:2": "0.00"}


def test_positions(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before, after, pledges and statements have a day and a source, and a query finds them."""
    imported(folder)
    words = ("vote", "position", "Wit", "open", "--moment", "before", "--day", "2026-03-01", "--source", "call")
    assert run(folder, "-q", *words) == 0
    assert run(folder, *words[:-1], " ") == 2
    assert run(folder, "vote", "position", "Wit", "open", "--moment", "before", "--day", "soon", "--source", "x") == 2
    assert [one["person"] for one in answer(folder, capsys, "vote", "positions")] == ["europarl:1"]
    chosen = answer(folder, capsys, "addressee", "choose", "position:open")
    assert [one["id"] for one in chosen["people"]] == ["europarl:1"]


def test_a_day_that_moves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When a newer agenda has another day for a vote, the import says so."""
    for day in ("2126-04-20", "2126-04-27"):
        row = {
            "id": "e1",
            "had_activity_type": "def/ep-activities/PLENARY_VOTE",
            "activity_date": day,
            "inverse_consists_of": ["eli/dl/proc/2021-0106"],
        }
        (folder / "agenda.json").write_text(json.dumps({"data": [row]}))
        result = answer(folder, capsys, "addressee", "import", str(folder / "agenda.json"))
    assert result["moved"] == ["2021/0106: the plenary vote moves from 2126-04-20 to 2126-04-27"]
    capsys.readouterr()
    assert run(folder, "timetable") == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "agenda" in line]
    assert [line.partition(";")[0] for line in lines] == [
        "  ! the agenda has the plenary vote on 2021/0106 on 2126-04-27, moved from 2126-04-20"
    ]


def test_a_copy_has_the_same_directory(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The directory is in the campaign's database, and goes with it."""
    imported(folder)
    copy = copy_campaign(folder, tmp_path / "copy")
    assert len(answer(copy, capsys, "addressee", "list", "--all")) == 3
