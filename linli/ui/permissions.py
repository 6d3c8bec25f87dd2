"""Everybody who is signed in arranges his own lists."""

from linli.kernel.permissions import grant, signed_in

grant("ui.columns:choose", signed_in)
