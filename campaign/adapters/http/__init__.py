"""The outside world of HTTP: an app served inside a running event loop, and what guards it."""
