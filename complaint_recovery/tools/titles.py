"""Titles made of what somebody wrote: pure, asks no database."""

import re

#: A title is the first sentence of what happened, and no longer than this.
TITLE_LENGTH = 80
#: The sentence is looked for in so much of it: it may begin with many blanks.
LOOKED_AT = 2000
_BLANKS = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"(?<=\w{2}[.!?]) (?!\d)|[。！？]|\n")


def make_title(text):
    """Return the first sentence of ``text``, shortened at a word; "" of nothing."""
    text = _BLANKS.sub(" ", (text or "").strip()[:LOOKED_AT])
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    title = " ".join(first.split()).rstrip(".")
    if len(title) > TITLE_LENGTH:
        cut = title[:TITLE_LENGTH]
        # Chinese has no spaces: there a title ends wherever it is full.
        title = (cut.rsplit(" ", 1)[0] if " " in cut[20:] else cut) + "…"
    return title
