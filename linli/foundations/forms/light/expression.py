"""The part of XPath that plain forms use, read into functions: comparisons, and, or, not, selected, counts, if, today, sums.

    wanted = compiled("${used} = 'yes' and count-selected(.) <= 3")
    wanted({"used": "yes"}, "meal bath")        # values by question's name, and the question's own value

What it does not know it refuses to read, so that no condition is ever passed over in silence.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from linli.kernel import clock

Values = Mapping[str, str]
Term = Callable[[Values, str], Any]
_TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{[^}]*\}|[0-9]+\.[0-9]+|[0-9]+|[a-z][a-z-]*|<=|>=|!=|[=<>+*(),.-]")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b,
}  # fmt: skip


class Unknown(ValueError):
    """An expression that is more than plain."""


def compiled(text: str) -> Term:
    """The expression as a function. Raises Unknown."""
    tokens = _TOKEN.findall(text)
    if re.sub(r"\s", "", "".join(tokens)) != re.sub(r"\s", "", text):
        raise Unknown(text)
    reader = _Reader(tokens)
    term = reader.either()
    if reader.left:
        raise Unknown(text)
    return term


def truth(value: Any) -> bool:
    """What counts as true: a text that is not empty, a number that is not zero."""
    return bool(value)


def number(value: Any) -> float:
    """A value as a number; what is none compares with nothing."""
    if isinstance(value, bool):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _compared(sign: str, first: Any, second: Any) -> bool:
    """Days as texts, numbers as numbers; equality of two texts as such."""
    texts = isinstance(first, str) and isinstance(second, str)
    if texts and (sign in ("=", "!=") or "-" in (first[4:5], second[4:5])):
        return _COMPARE[sign](first, second)
    return _COMPARE[sign](number(first), number(second))


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.left = tokens[::-1]

    def next(self) -> str:
        return self.left[-1] if self.left else ""

    def take(self, wanted: str = "") -> str:
        if not self.left or (wanted and self.next() != wanted):
            raise Unknown(wanted or "end")
        return self.left.pop()

    def either(self) -> Term:
        parts = [self.all()]
        while self.next() == "or":
            self.take()
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else lambda v, own: any(truth(one(v, own)) for one in parts)

    def all(self) -> Term:
        parts = [self.comparison()]
        while self.next() == "and":
            self.take()
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else lambda v, own: all(truth(one(v, own)) for one in parts)

    def comparison(self) -> Term:
        first = self.sum()
        if self.next() not in _COMPARE:
            return first
        sign, second = self.take(), self.sum()
        return lambda v, own: _compared(sign, first(v, own), second(v, own))

    def sum(self) -> Term:
        first = self.term()
        while self.next() in ("+", "-"):
            sign, before, second = self.take(), first, self.term()
            factor = 1 if sign == "+" else -1
            first = _added(before, second, factor)
        return first

    def term(self) -> Term:
        sign = self.take()
        if sign == "(":
            inner = self.either()
            self.take(")")
            return inner
        if sign[0] in "'\"":
            text = sign[1:-1]
            return lambda v, own: text
        if sign[0] == "$":
            name = sign[2:-1].strip()
            return lambda v, own: v.get(name, "")
        if sign == ".":
            return lambda v, own: own
        if sign[0].isdigit():
            amount = float(sign)
            return lambda v, own: amount
        return self.call(sign)

    def call(self, name: str) -> Term:
        make = _CALLS.get(name)
        if make is None:
            raise Unknown(name)
        self.take("(")
        given: list[Term] = []
        while self.next() != ")":
            given.append(self.either())
            if self.next() != ")":
                self.take(",")
        self.take(")")
        count, function = make
        if len(given) != count:
            raise Unknown(name)
        return lambda v, own: function(*(one(v, own) for one in given))


def _added(first: Term, second: Term, factor: int) -> Term:
    return lambda v, own: number(first(v, own)) + factor * number(second(v, own))


_CALLS: dict[str, tuple[int, Callable[..., Any]]] = {
    "selected": (2, lambda value, name: name in str(value).split()),
    "count-selected": (1, lambda value: float(len(str(value).split()))),
    "string-length": (1, lambda value: float(len(str(value)))),
    "not": (1, lambda value: not truth(value)),
    "true": (0, lambda: True),
    "false": (0, lambda: False),
    "today": (0, lambda: clock.today().isoformat()),
    "if": (3, lambda condition, yes, no: yes if truth(condition) else no),
    "number": (1, number),
}
