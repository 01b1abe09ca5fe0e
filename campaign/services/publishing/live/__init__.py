"""What the public sees, live: files made in a second process when something changed, answered from memory."""
