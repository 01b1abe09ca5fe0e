"""Signing in to Microsoft or Google (OAuth 2.0), and the access tokens that follow from it.

It needs the extra `oauth`. No token, code or secret is ever in a log, an error or a repr.
"""
