"""Amounts as people type them: ``1.250,50``, ``1,250``, ``1 250 €``, ``20 €``."""

import re
import unicodedata

#: More than anybody asks for.
MAX_AMOUNT = 1e12
#: What stands between groups of digits and is no decimal point in any language.
SPACES = " '’"
#: A group after the first: three digits, or two where millions are counted in lakhs.
_GROUPED = r"\d{1,3}(?:%(sep)s\d{3})+|\d{1,2}(?:%(sep)s\d{2})+%(sep)s\d{3}"


class NotAnAmount(ValueError):
    """The text is no amount of ours: no number, negative, or of another currency."""


class AmbiguousAmount(NotAnAmount):
    """The text may be read in two ways."""


def read_amount(text, decimal_point=".", signs=(), places=2):
    """Return the amount that ``text`` says, 0 for nothing at all.

    ``decimal_point`` is that of the reader's language, ``signs`` are the names and
    symbols of the currency expected, ``places`` its decimals. Raises a NotAnAmount for
    anything else, an AmbiguousAmount where ``1,250`` may be either.
    """
    text = unicodedata.normalize("NFKC", text or "").strip()
    if not text:
        return 0.0
    number = _without_sign(text, signs)
    number = "".join(_to_digit(char) for char in number)
    for space in SPACES[1:]:
        number = number.replace(space, " ")
    if " " in number:
        whole, point, rest = _split(number)
        if not re.fullmatch(_GROUPED % {"sep": " "}, whole):
            raise NotAnAmount(text)
        number = whole.replace(" ", "") + point + rest
    number = _resolve(number, decimal_point, places, text)
    if not re.fullmatch(r"\d+(\.\d+)?", number) or float(number) >= MAX_AMOUNT:
        raise NotAnAmount(text)
    if len(number.partition(".")[2].rstrip("0")) > places:
        raise NotAnAmount(text)
    return float(number)


def _without_sign(text, signs):
    """Return ``text`` without the name of its currency, in front or behind."""
    match = re.fullmatch(r"([^\d.,+-]*?)\s*([\d.,][\d.,\s'’]*?)\s*([^\d]*?)", text)
    if not match:
        raise NotAnAmount(text)
    before, number, after = match.groups()
    known = {unicodedata.normalize("NFKC", sign).casefold() for sign in signs if sign}
    for word in (before, after):
        word = word.strip().removesuffix(".-").removesuffix(",-").casefold()
        if word and word not in known:
            raise NotAnAmount(text)
    return number.rstrip(".,") if number[-1:] in ".," else number


def _to_digit(char):
    """Return the digit that ``char`` is in any script, or ``char``."""
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


def _split(number):
    """Return what stands before the last point or comma, that, and the rest."""
    for index in range(len(number) - 1, -1, -1):
        if number[index] in ".,":
            return number[:index], number[index], number[index + 1 :]
    return number, "", ""


def _resolve(number, decimal_point, places, text):
    """Return ``number`` with a point for its decimals, and nothing between groups."""
    whole, point, rest = _split(number)
    if not point:
        return number
    other = "." if point == "," else ","
    grouped = re.compile(_GROUPED % {"sep": re.escape(other)})
    if other in whole:  # Both are there: the last one is the decimal point.
        if point in whole or not grouped.fullmatch(whole):
            raise NotAnAmount(text)
        return f"{whole.replace(other, '')}.{rest}"
    if point in whole:  # One of them, several times: it parts groups.
        if not re.fullmatch(_GROUPED % {"sep": re.escape(point)}, number):
            raise NotAnAmount(text)
        return number.replace(point, "")
    whole = whole or "0"
    if len(rest) != 3 or not whole.strip("0") or len(whole) > 3:
        return f"{whole}.{rest}"
    if point != decimal_point:
        return whole + rest
    if places >= 3:
        return f"{whole}.{rest}"
    raise AmbiguousAmount(text)
