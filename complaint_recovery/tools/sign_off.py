"""Contact lines below "Kind regards": pure, asks no database.

Many programs put a signature there without a mark. Cut is what stands below the name,
where all of it is the like of a signature, and some of it a number or an address.
Whoever writes on below the greeting writes sentences: those stay, and all above them.
"""

import re

#: The greeting at the end of a mail, in a line of its own or before the name.
GREETINGS = (
    *("kind regards", "best regards", "warm regards", "with kind regards", "regards"),
    *("best wishes", "best", "many thanks", "thanks", "thank you", "cheers"),
    *("thanks and regards", "sincerely", "yours sincerely", "yours faithfully"),
    *("yours truly", "sincerely yours", "respectfully", "kindest regards"),
    *("mit freundlichen grüßen", "mit freundlichen grüssen", "freundliche grüße"),
    *("mit freundlichem gruß", "freundliche grüsse", "beste grüße", "viele grüße"),
    *("mit besten grüßen", "schöne grüße", "liebe grüße", "herzliche grüße", "grüße"),
    *("gruß", "mfg", "hochachtungsvoll", "danke und gruß", "vielen dank", "danke"),
    *("cordialement", "bien cordialement", "très cordialement", "bien à vous"),
    *("salutations", "sincères salutations", "meilleures salutations", "merci"),
    *("salutations distinguées", "cdt", "sincèrement", "saludos", "un saludo"),
    *("saludos cordiales", "un cordial saludo", "atentamente", "muy atentamente"),
    *("cordialmente", "gracias", "cordiali saluti", "distinti saluti", "saluti"),
    *("grazie e saluti", "grazie", "un cordiale saluto", "groet", "groeten", "mvg"),
    *("met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet"),
    *("vriendelijke groeten", "hartelijke groet", "hartelijke groeten", "bedankt"),
    *("atenciosamente", "cumprimentos", "melhores cumprimentos", "att", "obrigado"),
    *("com os melhores cumprimentos", "obrigada", "abraços", "z poważaniem"),
    *("pozdrawiam", "serdecznie pozdrawiam", "z wyrazami szacunku", "dziękuję"),
    *("med vänliga hälsningar", "vänliga hälsningar", "hälsningar", "mvh"),
    *("med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "vennlig hilsen"),
    *("hilsen", "ystävällisin terveisin", "terveisin", "s pozdravem", "üdvözlettel"),
    *("tisztelettel", "saygılarımla", "iyi çalışmalar", "с уважением", "спасибо"),
    *("с наилучшими пожеланиями", "всего доброго", "з повагою", "με εκτίμηση"),
    *(
        "此致",
        "敬礼",
        "敬上",
        "敬禮",
        "此致敬礼",
        "祝好",
        "顺颂商祺",
        "順頌商祺",
        "谢谢",
        "謝謝",
    ),
    *("よろしくお願いいたします", "よろしくお願い致します", "敬具", "감사합니다"),
)
#: So many lines a signature has at most.
MOST_LINES = 14
#: No longer is a line of it.
LONGEST = 90
#: What stands below the name and is no sentence has one of these at least.
_CONTACT = re.compile(
    r"\+?\d[\d ()/.–-]{6,}\d|[^\s@]@[^\s@]+\.|\bwww\.|https?://", re.IGNORECASE
)
_AFTERTHOUGHT = re.compile(
    r"(p\.? ?s|n\.? ?b|ps[12]|附言|又及|追伸|추신)\b ?[.:：]?", re.I
)
_ENDS = re.compile(r"[.!?…。！？]$")
#: An abbreviation at the end of a line ends no sentence.
_SHORT = re.compile(r"\b\w{1,4}\.$")
#: Small words between those of a name, a title or an address.
_PARTICLES = frozenset(
    "de la le les du des da do dos das del der den dem die di van von vom zu zum zur "
    "ten ter of for and the at in on für und im am an et y e en och og i à au per con "
    "tel tél fax mobil mobile móvil phone mail email web www ul str c/o".split()
)
_NOTICES = re.compile(
    "confidential|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|poufn"
    "|конфиденциальн|机密|機密|disclaimer|consider the environment|before printing"
)


def without_contact_lines(lines):
    """Return the ``lines`` of a mail without those of a signature at its end."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    filled = filled[-MOST_LINES - 2 :]
    for place, index in enumerate(filled):
        rest = filled[place + 1 :]
        greeting, named = _greets(lines[index])
        if not greeting:
            continue
        if not named and rest:
            if not _is_like_signature(lines[rest[0]]):
                continue
            rest = rest[1:]
        if rest and _is_signature([lines[number].strip() for number in rest]):
            return lines[: rest[0]]
    return lines


def _greets(line):
    """Return whether a line is the greeting, and whether it has the name as well."""
    said = " ".join(line.lower().split())
    if said.strip(" ,.!，。！") in GREETINGS:
        return True, False
    greeting, comma, name = said.partition(",")
    named = bool(comma) and greeting in GREETINGS and 0 < len(name.split()) <= 4
    return named, named


def _is_signature(lines):
    for number, line in enumerate(lines):
        told = any(map(_CONTACT.search, lines[:number]))
        if told and _NOTICES.search(line.lower()):
            break  # What a company adds to each mail, to the end.
        if not _is_like_signature(line):
            return False
    return any(map(_CONTACT.search, lines))


def _is_like_signature(line):
    """Return whether a line may be a name, a title, a company, an address, a number."""
    line = line.strip()
    if len(line) > LONGEST or _AFTERTHOUGHT.match(line):
        return False
    if _ENDS.search(line) and not _SHORT.search(line):
        return False
    plain = [
        word
        for word in re.findall(r"[^\W\d_]+", re.sub(r"\S*[@/]\S*|\bwww\S*", " ", line))
        if word[0].islower() and word.lower() not in _PARTICLES
    ]
    # A sentence, where most of its words are small.
    return len(plain) < 3 and not re.search("[，、]", line)
