"""What one reacts with, and what are words: pure, asks no database."""

import unicodedata

#: The longest in use, a couple with the colours of their skin, has ten signs.
LONGEST = 16
#: Emoji that Unicode has for punctuation or a letter.
OTHERS = frozenset("\u203c\u2049\u3030\u303d\u2139")
#: A key of a telephone: one of these, and what frames it.
KEYS = frozenset("0123456789#*")
FRAMED = ("\u20e3", "\ufe0f\u20e3")
JOIN = "\u200d"
#: What colours the sign before it, or says how it is shown.
SHADES = frozenset("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
#: The flags of countries that are part of another are written in hidden letters.
FLAG = "\U0001f3f4"


def is_one_emoji(text):
    """Is ``text`` an emoji, however many signs it is put together from?"""
    text = text or ""
    if not 0 < len(text) <= LONGEST:
        return False
    if text[0] in KEYS:
        return text[1:] in FRAMED
    return all(map(_is_picture, text.split(JOIN)))


def _is_picture(part):
    flag = part.startswith(FLAG)
    signs = [s for s in part if s not in SHADES and not (flag and _is_hidden(s))]
    if len(signs) == 2:  # A country, by its two letters.
        return all("\U0001f1e6" <= sign <= "\U0001f1ff" for sign in signs)
    return len(signs) == 1 and _is_sign(signs[0]) or part in SHADES


def _is_hidden(sign):
    return "\U000e0020" <= sign <= "\U000e007f"


def _is_sign(sign):
    symbol = unicodedata.category(sign) in ("So", "Sm")
    return sign in OTHERS or (symbol and not sign.isascii())
