"""The doctor: checks whether a campaign has everything that it needs to reach people. It changes nothing."""

from campaign.services.doctor.all_checks import examine
from campaign.services.doctor.result import CheckResult, CheckStatus

__all__ = ["CheckResult", "CheckStatus", "examine"]
