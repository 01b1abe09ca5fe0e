"""What is done with the letter: freeze it, compare its translations, write it out, verify its versions."""
