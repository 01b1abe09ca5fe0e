"""Deliveries: their states, what a mail server's answer means, and when a message may be sent. Pure functions.

states.py      the states, and which state may follow which
attempt.py     what an attempt means: sent, try again at a time, or failed
rules.py       the deadline, window and pace of each kind of mailing
permission.py  whether a message may be sent now, and if not, when
audience.py    which addressees belong to a wave
"""
