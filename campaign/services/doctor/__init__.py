"""The doctor: is everything there that a campaign needs to reach people? Looks, and mends nothing."""

from campaign.services.doctor.examine import examine
from campaign.services.doctor.result import CheckResult, CheckStatus

__all__ = ["CheckResult", "CheckStatus", "examine"]
