"""How the campaign stands: the screen of `campaign status`, and its timetable."""
