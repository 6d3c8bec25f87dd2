"""A project told to a resident: one plain sentence, six steps in words, the money, the promises, whom to ask."""

from linli.openness.portal.story.telling import tell

__all__ = ["tell"]
