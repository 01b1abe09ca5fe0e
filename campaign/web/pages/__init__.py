"""The pages that people meet, a module for each. What is sent goes to a service, and its answer is shown."""
