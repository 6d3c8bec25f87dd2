"""Whoever signs in reads the rule book; its documents are public anyway. The calendar's verbs are granted in the kernel."""

from linli.kernel.permissions import grant, signed_in

grant("rulebook.parameter:list", signed_in)
grant("rulebook.calendar:view", signed_in)
