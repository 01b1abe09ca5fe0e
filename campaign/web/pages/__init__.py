"""The pages, one module each. A page passes form data to a service and shows the result.

A new page needs a module here with a function `routes(site)`, a call of it in `campaign.web.app.routes` and a template.
"""
