"""`campaign desk role`, `remove` and `sign-out`: the team from the command line."""

from campaign.services.campaign import Campaign
from campaign.services.team.admission import read_team
from tests.helpers.campaign import run, sample


def test_the_team_is_changed_from_the_command_line(tmp_path, capsys) -> None:
    """A role is changed, browsers are signed out, a person leaves; the last coordinator stays."""
    folder = sample(tmp_path)
    for name, role in (("maya", "coordinator"), ("jonas", "editor")):
        assert run(folder, "desk", "admit", f"{name}@coalition.example", "--role", role) == 0
    assert run(folder, "desk", "role", "Jonas@coalition.example", "sender") == 0
    with Campaign(folder) as campaign:
        assert [str(person.account.role) for person in read_team(campaign)] == ["coordinator", "sender"]
    assert run(folder, "desk", "sign-out", "jonas@coalition.example") == 0
    assert run(folder, "desk", "remove", "maya@coalition.example") == 3
    assert run(folder, "desk", "remove", "jonas@coalition.example") == 0
    capsys.readouterr()
    assert run(folder, "desk", "role", "nobody@coalition.example", "sender") == 2
    assert "nobody of the team has the address" in capsys.readouterr().err
    with Campaign(folder) as campaign:
        assert [person.account.name for person in read_team(campaign)] == ["maya"]
