"""The language somebody writes in: pure, asks no database."""

import re
import unicodedata
from collections import Counter

#: So much of a text is looked at.
LOOKED_AT = 5000
#: A word of one language, of which so many tell it.
FEWEST = 2

#: Script, as Unicode names its letters → language; those of more are told by letters.
SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "CYRILLIC": "ru",
    "CJK": "zh_CN",
    "GEORGIAN": "ka",
    "DEVANAGARI": "hi",
}
#: Letters that tell languages of one script apart.
LETTERS = (
    ("CJK", "zh_TW", "這個們請為時說過還會處產嗎點訂壺無開關電話謝對價退貨錢話應該"),
    ("CYRILLIC", "uk", "іїєґ"),
    ("CYRILLIC", "bg", "ъ"),
    ("ARABIC", "fa", "پچژگ"),
)
#: Language → words that are frequent in it and rare in the others.
WORDS = {
    "en": "the and is was my not have has with this you please it for that been",
    "de": "der die das und ist nicht ich mein meine mit ein eine bitte auf sehr wir",
    "fr": "le la les et est pas je mon ma mes avec une vous pour nous ne ce cette",
    "es": "el los y es no mi mis con una por para pero muy que se usted ustedes está",
    "it": "il gli e è non mio mia con una per ma che sono vi della questo molto ho",
    "nl": "de het en is niet ik mijn met een voor maar dat wij u heb zijn deze op",
    "pt": "o os e é não meu minha com uma para mas que você vocês está foi muito",
    "pl": "i jest nie mój moja z to się na proszę do że był była ale dla mam",
    "sv": "och är inte jag min med en ett för men som vi ni har det snälla på",
    "da": "og er ikke jeg min med en et for men som vi har det venligst på",
    "nb": "og er ikke jeg min med en et for men som vi har det vennligst på",
    "fi": "ja on ei minun olen kanssa mutta se tämä että ole oli voi kiitos",
    "cs": "a je není můj moje s to se na prosím že byl ale pro jsem mám",
    "hu": "és a az nem van volt kérem egy hogy de meg csak ez nagyon",
    "ro": "și este nu meu mea cu o pentru dar că sunt am vă rog foarte",
    "tr": "ve bir bu için değil çok ama ben benim lütfen ile var yok",
    "vi": "và là không của tôi với cho nhưng này được rất xin có",
    "id": "dan yang tidak saya dengan untuk ini itu sudah mohon ada",
}
WORDS = {language: frozenset(words.split()) for language, words in WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def guess_language(text):
    """Return the language of ``text``: "de", "zh_TW"; "" if it is unclear."""
    text = (text or "")[:LOOKED_AT].lower()
    scripts = Counter(
        unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha()
    )
    others = {name: count for name, count in scripts.items() if name in SCRIPTS}
    if sum(others.values()) > scripts["LATIN"]:
        # Japanese is written with Chinese signs as well, Chinese never with kana.
        kana = others.get("HIRAGANA", 0) + others.get("KATAKANA", 0)
        if kana and kana * 10 > others.get("CJK", 0):
            return "ja"
        script = max(others, key=others.get)
        return _tell_apart(script, text) or SCRIPTS[script]
    return _guess_by_words(text)


def _tell_apart(script, text):
    for name, language, letters in LETTERS:
        if name == script and not set(letters).isdisjoint(text):
            return language
    return ""


def _guess_by_words(text):
    words = Counter(_WORD.findall(text))
    found = {
        language: sum(words[word] for word in known)
        for language, known in WORDS.items()
    }
    first, second = sorted(found, key=found.get, reverse=True)[:2]
    if found[first] < FEWEST or found[first] == found[second]:
        return ""
    return first


def choose_language(wanted, installed):
    """Return which of the ``installed`` codes fits one of ``wanted``, the first best.

    ``wanted`` are codes as mails have them: "de-DE", "zh_TW", "fr".
    """
    for code in wanted:
        code = code.strip().replace("-", "_").lower()
        script = {"zh_hant": "zh_tw", "zh_hans": "zh_cn", "zh_hk": "zh_tw"}
        code = script.get("_".join(code.split("_")[:2]), code)
        for match in (str.__eq__, _same_language):
            for known in installed:
                if code and match(code, known.lower()):
                    return known
    return ""


def _same_language(code, known):
    """Return whether both are of one language; written Chinese is two."""
    if code.startswith("zh") and "_" in code:
        return False
    return code.split("_")[0] == known.split("_")[0]
