"""Use cases of the letter: import, check, freeze, compare, export, verify."""
