"""How a report looks: on a screen, as a workbook, a page, JSON, CSV or Markdown; and files that appear whole."""
