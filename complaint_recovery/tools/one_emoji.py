"""What one reacts with, and what are words: pure, asks no database."""

import unicodedata

#: The longest in use, a couple with the colours of their skin, has ten signs.
LONGEST = 16
#: Blocks of pictures. Among other signs are letters in circles, and those of Braille.
PICTURES = (
    *("\u2190\u21ff", "\u231a\u231b", "\u2328\u2328", "\u23cf\u23ff"),
    *("\u25a0\u27bf", "\u2900\u297f", "\u2b00\u2bff"),
    *("\U0001f000\U0001f0ff", "\U0001f300\U0001faff"),
)
#: Emoji of punctuation, letters and words: each alone, or they would spell.
ALONE = frozenset(
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u24c2\u3030\u303d\u3297\u3299"
    "\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191\U0001f192"
    "\U0001f193\U0001f194\U0001f195\U0001f196\U0001f197\U0001f198\U0001f199"
    "\U0001f19a\U0001f201\U0001f202\U0001f21a\U0001f22f\U0001f232\U0001f233"
    "\U0001f234\U0001f235\U0001f236\U0001f237\U0001f238\U0001f239\U0001f23a"
    "\U0001f250\U0001f251"
)
#: A key of a telephone: one of these, and what frames it.
KEYS = frozenset("0123456789#*")
FRAMED = ("\u20e3", "\ufe0f\u20e3")
JOIN = "\u200d"
#: What colours the sign before it, or says how it is shown.
SKINS = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
SHADES = SKINS | frozenset("\ufe0e\ufe0f")
#: Flags of countries that are part of another are written in hidden letters. These are
#: England's, Scotland's and Wales's; of others there is no picture.
FLAGS = frozenset(
    "\U0001f3f4"
    + "".join(chr(0xE0000 + ord(letter)) for letter in region)
    + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)


def is_one_emoji(text):
    """Is ``text`` an emoji, however many signs it is put together from?"""
    text = text or ""
    if not 0 < len(text) <= LONGEST:
        return False
    if text[0] in KEYS:
        return text[1:] in FRAMED
    if text in FLAGS or text in SKINS:
        return True
    signs = [sign for sign in text if sign not in SHADES]
    if len(signs) == 2 and all("\U0001f1e6" <= s <= "\U0001f1ff" for s in signs):
        return True  # A country, by its two letters.
    if len(signs) == 1 and signs[0] in ALONE:
        return True
    return all(map(_is_picture, text.split(JOIN)))


def _is_picture(part):
    """Is it one picture, with what colours it?"""
    signs = [sign for sign in part if sign not in SHADES]
    if len(signs) != 1 or not any(a <= signs[0] <= b for a, b in PICTURES):
        return False
    return unicodedata.category(signs[0]) in ("So", "Sm", "Cn")
