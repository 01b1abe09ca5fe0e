"""HTML as it comes from outside, taken apart into tags and texts."""
