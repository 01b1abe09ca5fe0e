"""The pages of the desk, a module for each place. docs/desk.md says how to add one."""
