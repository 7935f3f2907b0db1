"""Settings of Sphinx: ``sphinx-build docs .dev/docs`` makes pages of these files."""

project = "Complaint Recovery"
author = "Complaint Recovery contributors"
copyright = f"2026, {author}"  # noqa: A001
extensions = []
html_theme = "alabaster"
nitpicky = True
