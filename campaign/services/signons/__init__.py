"""The coordinator's work on sign-ons: the board, adding, reviewing, listing, merging, withdrawing and proving them."""
