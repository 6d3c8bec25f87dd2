"""Forms of plain questions as a page without script."""
