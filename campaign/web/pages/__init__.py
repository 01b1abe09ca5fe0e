"""The pages that people meet, a module for each. What is sent goes to a service, and its answer is shown.

A new page is a module here with a function `routes(site)`, which `campaign.web.app.routes` calls, and its template.
"""
