"""The report as an Excel workbook: real numbers under number formats, sheets ready to print, native charts."""

from salesplan.render.workbook.book import render

__all__ = ["render"]
