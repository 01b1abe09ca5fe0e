"""The status of the campaign, as `campaign status` shows it, and its timetable."""
