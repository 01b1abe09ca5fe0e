"""What tests share: ready-made campaigns, letters, emails and waves, and real servers on loopback."""
