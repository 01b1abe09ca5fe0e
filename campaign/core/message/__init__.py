"""One mail as its parts: recipient and bytes, the name by which servers know it, and who sends it."""
