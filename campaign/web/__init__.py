"""The public website, where people sign a letter, confirm their address and manage their sign-on."""
