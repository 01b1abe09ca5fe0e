"""The directory of people, and votes."""
