"""A letter's tree written out: HTML, plain text, Markdown, print and Word."""
