"""SMTP: a connection, the dialogue on it, what the server answers; and the catcher that a rehearsal sends to."""
