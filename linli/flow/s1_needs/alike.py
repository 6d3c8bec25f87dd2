"""Which open voices of the same place and topic say the same: the share of neighbouring pairs of characters (bigrams) that
two texts have in common (Jaccard). A hint, not a verdict: a clerk merges."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linli.flow.s1_needs.analysis.duplicates import jaccard
from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import VoiceState

ENOUGH = 0.25
"""From which share on two texts are shown as alike."""
COMPARED, SHOWN = 300, 5
"""How many of the newest voices are compared, and how many are shown."""
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """A voice that may say the same; `percent` of the pairs of both texts are common to them."""

    voice: Voice
    percent: int


def bigrams(text: str) -> frozenset[str]:
    """The neighbouring pairs of characters, punctuation and blanks left out."""
    plain = _NOT_WORDS.sub("", text.lower())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def alike(voice: Voice) -> list[Alike]:
    """The voices that most resemble this one, the most alike first. One statement, by the index `voice_alike`."""
    if not voice.shown:
        return []
    others = Voice.objects.filter(
        place_id=voice.place_id, topic=voice.topic, state__in=[VoiceState.RECEIVED, VoiceState.ANSWERED]
    )
    return _ranked(voice, others.exclude(pk=voice.pk).defer("search").order_by("-id")[:COMPARED])


def _ranked(voice: Voice, others: Iterable[Voice]) -> list[Alike]:
    mine = bigrams(voice.shown)
    found = [(jaccard(mine, bigrams(other.shown)), other) for other in others]
    near = sorted((one for one in found if one[0] >= ENOUGH), key=lambda one: (-one[0], -one[1].pk))
    return [Alike(other, round(100 * part)) for part, other in near[:SHOWN]]
