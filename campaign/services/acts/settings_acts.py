"""Acts on the settings: changing them, testing the mail account."""

from campaign.core.settings import Settings
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.setup import mail_account, settings_form
from campaign.services.setup.mail_account import AccountTest
from campaign.services.setup.settings_form import SettingsPlan


def _names(_settings: Settings, plan: SettingsPlan) -> str:
    return ", ".join(plan.names)


def _how_it_went(test: AccountTest, *_: object) -> str:
    return "it works" if test.is_good else "something is wrong"


CHANGE_SETTINGS = Act("change settings", Right.DESK, "Changed the settings", settings_form.change_settings, note=_names)
TEST_ACCOUNT = Act("test account", Right.DESK, "Tested the mail account", mail_account.check_account, note=_how_it_went)

ACTS: tuple[AnyAct, ...] = (CHANGE_SETTINGS, TEST_ACCOUNT)
