"""The doctor: is everything there that a campaign needs to reach people? Looks, and mends nothing."""

from campaign.services.doctor.examine import examine
from campaign.services.doctor.finding import Finding, State
from campaign.services.doctor.resolver import Dns, NoAnswer, Resolver

__all__ = ["Dns", "Finding", "NoAnswer", "Resolver", "State", "examine"]
