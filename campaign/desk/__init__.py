"""The coalition's own pages: the desk, where a campaign is run, and the pages of a rehearsal.

app.py            the application, and the one table of routes
route.py          a route, who may use it, and the places of the header
guard.py          middleware: host, origin of forms, errors
desk_request.py   what a page's function receives, and what it answers with
frame.py          what every page shows: time to the vote, places, counts, banner
form_values.py    what was typed, with the errors of each field
curve.py          charts as numbers; the macros draw them
pages/            a module for each place; templates/desk/ has a template for each page
"""
