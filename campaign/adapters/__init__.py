"""The adapters: one outside world each. They import the core alone and are combined by the services."""
