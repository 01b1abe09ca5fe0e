"""What visitors of a letter read and do: sign, confirm, answer an invitation, change their own sign-on, look up names.

Each use case is a function here. The web's pages read what is sent, call it, and show what it returns.
"""
