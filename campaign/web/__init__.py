"""The public pages on which people sign a letter, confirm their address and look after their own sign-on."""
