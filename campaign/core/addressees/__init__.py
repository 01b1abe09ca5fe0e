"""Addressees: the people to whom a letter is sent, and how it greets them."""

from campaign.core.addressees.addressee import Addressee

__all__ = ["Addressee"]
