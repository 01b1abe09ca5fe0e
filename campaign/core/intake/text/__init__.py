"""Raw text and Markdown, read as a letter."""
