"""What stands beside drafts: threads with comments, suggestions, positions, and the texts that they are about."""
