"""The report as one HTML page that needs nothing else: no network, no script; for phones, print and dark rooms."""

from salesplan.render.page.document import render

__all__ = ["render"]
