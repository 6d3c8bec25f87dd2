"""What a group of texts is about: strings of two to four characters that are frequent in it and rare elsewhere.

Of a string and a longer one that holds it, the longer is kept where it is nearly as frequent; a string that always has the
same neighbour is half of a word and is left out. The weight is c-TF-IDF: frequency within the group, times how few of all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from linli.flow.s1_needs.analysis.texts import pieces

LONGEST = 4
NEARLY = 0.6
"""A longer string this much as frequent as the shorter one replaces it."""
EDGE = "^"


def counted(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each string of two to four characters occurs."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update({string for string, _left, _right in _strings(text)})
    return found


def names(texts: list[str], elsewhere: Mapping[str, int], total: int, most: int = 3) -> tuple[str, ...]:
    """The strings that name a group best; `elsewhere` tells in how many of all `total` texts each pair occurs."""
    own: Counter[str] = Counter()
    left: dict[str, set[str]] = {}
    right: dict[str, set[str]] = {}
    for number, text in enumerate(texts):
        seen = set()
        for string, before, after in _strings(text):
            seen.add(string)
            left.setdefault(string, set()).add(before if before != EDGE else f"{EDGE}{number}")
            right.setdefault(string, set()).add(after if after != EDGE else f"{EDGE}{number}")
        own.update(seen)
    least = 2 if len(texts) > 2 else 1
    free = {s: n for s, n in own.items() if n >= least and (len(texts) < 3 or min(len(left[s]), len(right[s])) > 1)}
    free = free or {s: n for s, n in own.items() if n >= least} or own
    weights = {
        string: count * log(1 + total / max(_elsewhere(string, elsewhere), count)) * (1 + 0.25 * (len(string) - 2))
        for string, count in free.items()
    }
    chosen: list[str] = []
    for string in sorted(weights, key=lambda one: (-weights[one], one)):
        longer = [s for s in free if string in s and s != string and free[s] >= NEARLY * free[string]]
        best = max(longer, key=lambda one: (weights[one], one), default=string)
        if not any(best in one or one in best or _overlap(best, one) for one in chosen):
            chosen.append(best)
        if len(chosen) == most:
            break
    return tuple(chosen)


def _elsewhere(string: str, elsewhere: Mapping[str, int]) -> int:
    """No string is more frequent than the rarest pair in it."""
    if len(string) < 2 or string[0] < "\u3400":
        return elsewhere.get(string, 1)
    return min(elsewhere.get(string[at : at + 2], 1) for at in range(len(string) - 1))


def _overlap(one: str, other: str) -> bool:
    """The end of one is the beginning of the other: 独居老 and 居老人 are the same words."""
    return any(one[-n:] == other[:n] or other[-n:] == one[:n] for n in range(1, min(len(one), len(other))) if n > 1)


def _strings(text: str) -> Iterable[tuple[str, str, str]]:
    """Every string with what stands before and after it."""
    for piece in pieces(text):
        if piece[0] < "\u3400":
            yield piece, EDGE, EDGE
            continue
        for size in range(2, LONGEST + 1):
            for at in range(len(piece) - size + 1):
                end = at + size
                before = piece[at - 1] if at else EDGE
                yield piece[at:end], before, piece[end] if end < len(piece) else EDGE
