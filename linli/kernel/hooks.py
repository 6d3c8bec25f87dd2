"""Named hooks: how a lower room lets a higher one hear of something without importing it.

A hook is called by name with the actor; what is registered runs in the same transaction. No Django signals.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_registered: dict[str, list[Callable[..., Any]]] = defaultdict(list)


def on(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under a hook's name. Registering the same function twice has no effect."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        if function not in _registered[name]:
            _registered[name].append(function)
        return function

    return register


def call(name: str, *args: Any, **kwargs: Any) -> list[Any]:
    """Call what is registered under the name, in order of registration; their answers in a list."""
    return [function(*args, **kwargs) for function in _registered[name]]
