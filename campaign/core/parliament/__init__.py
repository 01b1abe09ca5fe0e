"""The directory of people to whom a campaign may write: sources, who sat where and when, votes, and choosing."""
