"""Mails to signatories: who is asked and reminded, what is owed to those who signed, and handing it to the mailer.

notice (owed in the step's own transaction) --making--> delivery in the ledger --mailer--> sent
contacts, the silent --asking--> sign-on, line in the record and delivery, one transaction each
"""
