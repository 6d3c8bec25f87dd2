"""The whole ledger for other programs: as a beancount journal, as CSV and as Excel tables."""

from linli.foundations.funds.export.beancount import lines
from linli.foundations.funds.export.tables import csv_lines, rows

__all__ = ["csv_lines", "lines", "rows"]
