"""The doctor: is everything there that a campaign needs to reach people? Looks, and mends nothing."""

from campaign.doctor.examine import examine
from campaign.doctor.finding import Finding, State
from campaign.doctor.resolver import Dns, NoAnswer, Resolver

__all__ = ["Dns", "Finding", "NoAnswer", "Resolver", "State", "examine"]
