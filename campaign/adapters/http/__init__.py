"""HTTP: serves an app inside a running event loop, and protects it."""
