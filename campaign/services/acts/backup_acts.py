"""The act of backing the whole campaign up."""

from campaign.core.team.roles import Right
from campaign.services import backup
from campaign.services.acts.act import Act, AnyAct

BACK_UP = Act("back up", Right.DESK, "Wrote a backup of the campaign", backup.back_up)

ACTS: tuple[AnyAct, ...] = (BACK_UP,)
