"""The team: admitting people, signing in, sessions. Pages and commands call these through `services.acts`."""
