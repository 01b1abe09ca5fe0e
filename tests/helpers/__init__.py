"""What tests share: campaigns, letters, mails and ledgers made for them, and real servers on loopback."""
