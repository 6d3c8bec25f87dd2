"""The verbs of the rule book."""

from linli.foundations.rulebook.actions import calendar, loading, notices, proposals

__all__ = ["calendar", "loading", "notices", "proposals"]
