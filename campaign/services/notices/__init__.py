"""Mails to signatories: who is asked and reminded, what is owed to those who signed, and handing it to the mailer.

notice (owed in the step's own transaction) --notifying, making--> delivery in the ledger --mailer--> sent
contacts --inviting, asking--> sign-on, line in the record and delivery, one transaction each
the silent --reminding, asking--> line in the record and delivery, one transaction each
"""
