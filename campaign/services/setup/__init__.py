"""Creating a campaign folder, empty or with the sample campaign."""
