"""One message: its bytes, its envelope and the identifier by which mail servers know it."""
