"""Email to signatories: invitations, reminders, and the notices that follow from what happens to a sign-on.

notice (pending, written with the event) --notifying, queueing--> delivery --mailer--> sent
contact --inviting, asking--> sign-on, line in the record and delivery, in one transaction
organisation without an answer --reminding, asking--> line in the record and delivery, in one transaction
"""
