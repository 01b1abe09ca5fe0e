"""The delivery: its states, what a server's answer means, and when it may go. Decides; never acts.

states.py      the states, and which may follow which
attempt.py     what an attempt means: sent, tried again and when, failed
rules.py       the deadline, window and pace of each kind of mail
permission.py  whether mails may go now, and when next
audience.py    whom a wave is for
"""
