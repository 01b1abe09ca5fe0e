"""Word files, cleaned and read as a letter, with pandoc or without it."""
