"""Settings of Sphinx for the documentation as a site. Nothing comes from elsewhere: it is read without a network."""

project = "Undersigned"
author = "The Undersigned authors"
copyright = "the Undersigned authors, Apache-2.0"  # noqa: A001 -- Sphinx calls it that
root_doc = "index"
extensions = ["myst_parser"]
myst_heading_anchors = 4
highlight_language = "none"
html_theme = "furo"
html_title = "Undersigned"
html_show_sphinx = False
html_copy_source = False
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
# A log in the changes quotes output that is no valid code; everything else that Sphinx remarks is a fault.
suppress_warnings = ["misc.highlighting_failure"]
