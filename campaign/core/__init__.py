"""The core: pure functions and frozen values. No clock, files, sockets, database or terminal; `now` is passed in."""
