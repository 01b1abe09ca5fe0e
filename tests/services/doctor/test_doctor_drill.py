"""`doctor` asks for a restore drill that is not older than a month."""

import datetime as dt
from pathlib import Path

from campaign.adapters.files.folder import Folder
from campaign.services.backup import back_up, drill
from campaign.services.campaign import Campaign
from campaign.services.doctor.restore_drill import check_drill
from tests.helpers.campaign import frozen_sample


def lines(folder: Path, now: dt.datetime) -> list[str]:
    return [result.text for result in check_drill(Folder(folder), now)]


def test_the_drill_is_dated(tmp_path: Path) -> None:
    """Before the first one and a month after the last one it warns; a folder without a database needs none."""
    folder = frozen_sample(tmp_path / "campaign")
    with Campaign(folder) as campaign:
        now = campaign.now()
        assert lines(tmp_path, now) == []
        assert lines(folder, now) == ["no trial restore of a backup has been done yet"]
        back_up(campaign, tmp_path / "b.zip")
        drill(campaign, tmp_path / "b.zip")
    day = f"{now:%d %B %Y}"
    assert lines(folder, now) == [f"b.zip was restored for a trial on {day}"]
    later = now + dt.timedelta(days=32)
    assert lines(folder, later) == [f"the last trial restore was on {day}, more than a month ago"]
    (folder / "private" / "restore-drills.txt").write_text("yesterday\tx\n", "utf-8")
    assert lines(folder, now) == ["no trial restore of a backup has been done yet"]
