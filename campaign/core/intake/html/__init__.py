"""HTML and what word processors put on the clipboard, read as a letter."""
