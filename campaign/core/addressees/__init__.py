"""Addressees: who the letter is written to, and how each is greeted."""

from campaign.core.addressees.addressee import Addressee

__all__ = ["Addressee"]
