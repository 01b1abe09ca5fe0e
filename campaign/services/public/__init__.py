"""What visitors of a letter do: sign, confirm, answer an invitation, change their own sign-on, search the names.

Each use case is a function. The web pages parse the request, call it, and show what it returns.
"""
