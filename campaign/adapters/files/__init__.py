"""Files: where things lie in a campaign folder, the content that comes with the program, and files written whole."""
