"""Files: the layout of a campaign folder, the program's own content, and atomic writes."""
