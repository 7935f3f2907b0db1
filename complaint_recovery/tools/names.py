"""Names in a text that goes out: pure, asks no database."""

import re
from collections import defaultdict

from .typed import one_line

#: Scripts that put no blank around a name.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"(?:(?![{_UNSPACED}])\w)+")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
#: A surname alone is found after one of these only: many are ordinary words.
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof sir madam colleague herr herrn frau m mme mlle "
    "monsieur madame mademoiselle sr sra señor señora sig signor signora meneer "
    "mevrouw dhr mevr senhor senhora pan pani".split()
)
_TITLED = re.compile(
    "([\u3400-\u9fff]{1,2})"
    "(?=先生|女士|小姐|经理|經理|主任|主管|师傅|師傅|老师|老師|专员|專員|同事)"
)
#: A name of one word is found where it begins with a capital, if it is this long.
_SHORTEST = 3
#: No name has more words that tell it from another.
_MOST_WORDS = 8
_LEGAL_FORM = re.compile(
    r"(?<![ ,])[ ,]+(ag|b\.?v|co|corp|gmbh|inc|kg|limited|llc|ltd|n\.?v|oy|plc|s\.?a"
    r"|s\.?a\.?s|s\.?a\.?r\.?l|s\.?p\.?a|s\.?r\.?l)\.?$|(股份|责任|責任)?有限(责任|責任)?公司$|株式会社$",
    re.IGNORECASE,
)
#: So much of the text is shown on either side of a name.
_AROUND = 40


def without_legal_form(name):
    """Return the name of a company as people write it: "Deco" for "Deco Ltd."."""
    name = one_line(name)
    return _LEGAL_FORM.sub("", name) or name


def find_names(text, names, harmless=()):
    """Return name → the words around it, for each of ``names`` that is in ``text``.

    Names of several words are found whatever their case, a surname alone after "Mr."
    and the like. What belongs to one of the ``harmless`` names is passed over.
    """
    names = dict.fromkeys(filter(None, names))
    reader = _Reader(text, [one_line(name) for name in harmless if name])
    found = {name: reader.find(one_line(name)) for name in names}
    return {name: reader.around(*span) for name, span in found.items() if span}


def _words(name):
    """Return the words of a name, none of one made of signs alone."""
    return [word.casefold() for word in _WORD.findall(name)][:_MOST_WORDS]


class _Reader:
    """A text taken apart once, to be asked for many names."""

    def __init__(self, text, harmless):
        self.text = text
        unspaced = [name for name in harmless if _HAS_UNSPACED.search(name)]
        for name in unspaced:
            text = text.replace(name, "\0" * len(name))
        self.unspaced = text
        matches = list(_WORD.finditer(text))
        self.spans = [match.span() for match in matches]
        self.words = [match.group().casefold() for match in matches]
        self.places = defaultdict(list)
        for place, word in enumerate(self.words):
            self.places[word].append(place)
        self.harmless = {word for name in harmless for word in _words(name)}
        self.passed = {
            place
            for name in harmless
            if (words := _words(name))
            for start in self._sequences(words)
            for place in range(start, start + len(words))
        }
        surnames = {name[:length] for name in unspaced for length in (1, 2)}
        self.titled = {
            name: match.start()
            for match in _TITLED.finditer(text)
            for name in (match.group(1), match.group(1)[-1])
            if name not in surnames
        }

    def find(self, name):
        """Return where ``name`` begins and ends, or None."""
        if _HAS_UNSPACED.search(name):
            return self._find_unspaced(name)
        words = _words(name)
        if not words:
            return None
        if len(words) == 1:
            return self._find_alone(words)
        for order in (words, words[::-1]) if len(words) == 2 else (words,):
            for place in self._sequences(order):
                if place not in self.passed:
                    return self._span(place, len(words))
        return self._find_titled(words)

    def around(self, start, end):
        """Return the words from ``start`` to ``end`` with some on either side."""
        first, last = max(start - _AROUND, 0), min(end + _AROUND, len(self.text))
        # Whole words, where there are blanks between them.
        if first:
            first = self.text.find(" ", first, start) + 1 or first
        if last < len(self.text):
            last = max(self.text.rfind(" ", end, last), -1)
            last = last if last > 0 else min(end + _AROUND, len(self.text))
        words = " ".join(self.text[first:last].split())
        return "…" * bool(first) + words + "…" * (last < len(self.text))

    def _sequences(self, words):
        for place in self.places.get(words[0], ()):
            if self.words[place : place + len(words)] == words:
                yield place

    def _span(self, place, count):
        return self.spans[place][0], self.spans[place + count - 1][1]

    def _find_alone(self, words):
        if len(words[0]) < _SHORTEST or words[0] in self.harmless:
            return None
        for place in self._sequences(words):
            if self.text[self.spans[place][0]].isupper():
                return self._span(place, 1)
        return None

    def _find_titled(self, words):
        for first in range(1, len(words)):
            surname = words[first:]
            if self.harmless.issuperset(surname):
                continue
            for place in self._sequences(surname):
                if place and self.words[place - 1] in _TITLES:
                    return self._span(place - 1, len(surname) + 1)
        return None

    def _find_unspaced(self, name):
        compact = "".join(name.split())
        for form in (name, compact):
            if len(compact) > 1 and (start := self.unspaced.find(form)) >= 0:
                return start, start + len(form)
        surname = compact[: 2 if len(compact) == 4 else 1]
        if len(compact) in (2, 3, 4) and surname in self.titled:
            start = self.titled[surname]
            return start, start + len(surname)
        return None
