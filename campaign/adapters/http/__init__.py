"""HTTP: serves an app inside a running event loop, protects it, and asks other servers."""
