"""What is done with a sign-on: review it, list it, prove it."""
