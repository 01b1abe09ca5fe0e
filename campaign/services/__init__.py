"""The services: one use case each, shared by every surface. Only they combine the core with the adapters."""
