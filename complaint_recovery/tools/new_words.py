"""What is new in an answer by mail: pure, asks no database.

Cut are quotes, the line that announces one, signatures with a mark or below a greeting
(``sign_off.py``), and what stands in our own mails. Bottom-posted and inline answers
stay: lines are judged one by one.
"""

import re

from lxml import etree, html

from .mail_text import read_text
from .sign_off import without_contact_lines
from .typed import one_line

#: So much of a mail is looked at.
LOOKED_AT = 60_000
#: Stands in a line of its own where a quote was taken out.
CUT = "\ue0f1"
#: A line of ours shorter than this may as well be the customer's.
SHORTEST = 12

#: "wrote", as clients say it in the line before a quote.
WROTE = (
    *("wrote", "writes", "schrieb", "geschrieben", "a écrit", "écrit", "escribió"),
    *("va escriure", "ha scritto", "schreef", "escreveu", "napisał", "napisała"),
    *(
        "napisał(a)",
        "pisze",
        "skrev",
        "kirjoitti",
        "napsal",
        "napísal",
        "írta",
        "scris",
    ),
    *(
        "написал",
        "пишет",
        "написав",
        "yazdı",
        "şunu yazdı",
        "كتب",
        "đã viết",
        "menulis",
    ),
    *("写道", "寫道", "写信", "のメール", "書きました", "님이 작성", "작성:", "έγραψε"),
)
#: What the head of a quoted mail calls its lines, in one case: who, and the others.
FROM = (
    *("from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "feladó"),
    *("от", "від", "kimden", "gönderen", "من", "发件人", "寄件者", "寄件人"),
    *("差出人", "보낸 사람", "보낸사람", "expéditeur", "remitente", "mittente"),
)
OTHERS = (
    *("sent", "date", "to", "subject", "cc", "gesendet", "datum", "an", "betreff"),
    *("envoyé", "à", "objet", "enviado", "enviado el", "para", "asunto", "fecha"),
    *("inviato", "data", "a", "oggetto", "verzonden", "aan", "onderwerp", "assunto"),
    *("wysłano", "do", "temat", "skickat", "till", "ämne", "sendt", "til", "emne"),
    *("lähetetty", "vastaanottaja", "aihe", "odesláno", "komu", "předmět", "elküldve"),
    *("címzett", "tárgy", "отправлено", "дата", "кому", "тема", "gönderildi", "kime"),
    *("konu", "发送时间", "收件人", "主题", "寄件日期", "收件者", "主旨", "日期"),
    *("送信日時", "宛先", "件名", "보낸 날짜", "받는 사람", "제목", "抄送", "副本"),
)
ORIGINAL = (
    *("original message", "original appointment", "forwarded message", "reply message"),
    *("ursprüngliche nachricht", "originalnachricht", "message d'origine"),
    *("message original", "mensaje original", "messaggio originale"),
    *("oorspronkelijk bericht", "mensagem original", "wiadomość oryginalna"),
    *("ursprungligt meddelande", "oprindelig meddelelse", "opprinnelig melding"),
    *("alkuperäinen viesti", "původní zpráva", "eredeti üzenet", "orijinal mesaj"),
    *("исходное сообщение", "原始邮件", "原始郵件", "原邮件", "元のメッセージ"),
    *("원본 메시지", "원본 메일"),
)
#: What phones and programs add by themselves: the verb, and what they call themselves.
#: People write "Sent with DHL", too.
SENT = (
    *("sent from", "sent with", "sent via", "gesendet von", "gesendet mit"),
    *("envoyé de", "envoyé depuis", "enviado desde", "inviato da", "inviato dal"),
    *("verstuurd vanaf", "verzonden vanaf", "verzonden met", "enviado do"),
    *("enviado de", "wysłane z", "skickat från", "sendt fra", "lähetetty"),
    *("отправлено с", "отправлено из"),
)
SENDER = (
    *("my", "mein", "mon", "ma", "mi", "mio", "mijn", "meu", "mojego", "min", "mijn"),
    *(
        "iphone",
        "ipad",
        "outlook",
        "yahoo",
        "mail",
        "proton",
        "gmx",
        "web.de",
        "samsung",
    ),
    *("моего", "мобильной", "яндекс", "aplikacji", "urządzenia", "smartphone", "gmail"),
)
ADDED = (
    *(
        "get outlook for",
        "obtenir outlook pour",
        "télécharger outlook",
        "holen sie sich",
    ),
    *("obtener outlook", "ottieni outlook", "download outlook", "obter o outlook"),
    *("pobierz outlook", "outlook für", "hämta outlook", "发自我的", "發自我的"),
    *("iphoneから送信", "나의 iphone에서", "iphone'umdan gönderildi", "来自qq邮箱"),
    *("iphone’umdan gönderildi", "diese nachricht wurde von meinem"),
)
SEPARATOR = re.compile(
    rf"[-_=*]{{2,}} ?({'|'.join(ORIGINAL)}) ?[-_=*]{{2,}}|[_-]{{20,}}$"
)
_ADDED = re.compile(
    rf"({'|'.join(SENT)}) ({'|'.join(map(re.escape, SENDER))})"
    rf"|{'|'.join(map(re.escape, ADDED))}"
    r"|von meine[mr] .{1,40}gesendet|[从從]我的.{1,20}(发送|傳送)|来自.{1,12}邮箱$"
    r"|.{1,20}에서 보냄$"
)
_SIGNATURE = re.compile(r"(--|—|– ?–) ?$")
_QUOTED = re.compile(r"[ \t]{0,4}([>＞»]|\|[ |>])")
_WHEN = re.compile(r"\d{1,4}[-./年: ]|\d{4}|@")


#: Some clients give date and sender, and no verb.
_NAMED = re.compile(r"\d{4}[^<>]{0,200}< ?[^<>@ ]{1,64}@[^<>@ ]{1,200} ?> ?[:：]$")


def _labels(words):
    ordered = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"[*> ]{{0,4}}({'|'.join(ordered)}) ?\*?[:：]")


_FROM, _OTHERS = _labels(FROM), _labels((*OTHERS, *FROM))


def find_new_words(body, ours=()):
    """Return the new words of a mail's ``body`` (HTML); ``ours`` are texts of ours."""
    text = _read_body(body)
    known = {_key(line) for own in ours for line in own[:LOOKED_AT].splitlines()}
    lines = [line.rstrip() for line in text.splitlines()]
    lines = [line.replace(CUT, "") for line in _drop_announcements(lines, known)]
    kept, signature, ours_before = [], False, False
    for line in lines:
        if _QUOTED.match(line):
            signature = False
        elif _SIGNATURE.match(line):
            signature = True
        elif signature:
            continue
        elif _is_known(line, known):
            ours_before = True
            _drop_heading(kept, known)
        elif ours_before and _key(line) in known:
            continue
        else:
            # A short line of ours goes with those above it.
            ours_before = ours_before and not line.strip()
            kept.append(line)
    return _tidy(without_contact_lines(kept))


def _drop_heading(kept, known):
    """Drop the short lines of ours that end what is ``kept``: the head of our mail."""
    while kept and (not kept[-1].strip() or _key(kept[-1]) in known):
        kept.pop()


def _read_body(body):
    """Return the text of a mail, without what its HTML marks as a quote."""
    body = str(body or "")[: LOOKED_AT * 4]
    if not body.strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    texts = [child for child in root if child.tag == "pre"]
    if texts and len(texts) == len(root):
        # Plain text: its marks are lines, which are judged below.
        return "\n".join(child.text_content() for child in texts)[:LOOKED_AT]
    quotes = root.xpath("//blockquote[not(ancestor::blockquote)]")
    # What we fold ourselves may have the answer below it: its lines are judged.
    marked = root.xpath(
        "//*[@data-o-mail-quote][not(@data-o-mail-quote-node)]"
        "[not(ancestor::*[@data-o-mail-quote][not(@data-o-mail-quote-node)])]"
    )
    for element in marked:
        # One that holds a quote may hold the answer below it, too.
        if element.tag != "blockquote" and not element.xpath(".//blockquote"):
            _drop(element)
    for element in quotes:
        _drop(element)
    return read_text(etree.tostring(root, encoding="unicode"))[:LOOKED_AT]


def _drop(element):
    """Take an element out, and keep what follows it in a line of its own."""
    mark, end = html.Element("br"), html.Element("br")
    mark.tail, end.tail, element.tail = CUT, element.tail, None
    element.getparent().replace(element, mark)
    mark.addnext(end)


def _drop_announcements(lines, known):
    """Return the lines without heads of quoted mails and what is quoted below them."""
    kept, index = [], 0
    while index < len(lines):
        line = lines[index]
        if CUT in line:
            _drop_said_above(kept)
            lines[index] = line.replace(CUT, "").strip()
            continue
        length = _announces(lines, index)
        if length:
            index += length
            continue
        folded = " ".join(line.lower().split())[:400]
        if SEPARATOR.match(folded) and _quotes_below(lines, index + 1):
            return kept + _answers_below(lines[index + 1 :], known)
        if _heads(lines, index):
            return kept + _answers_below(lines[index:], known)
        kept.append(line)
        index += 1
    return kept


def _drop_said_above(kept):
    """Drop the line above a quote, which says who wrote it, of what is ``kept``."""
    last = next((i for i in reversed(range(len(kept))) if kept[i].strip()), None)
    folded = one_line(kept[last]).lower() if last is not None else ""
    if folded.endswith((":", "：")) and any(word in folded for word in WROTE):
        del kept[last:]


def read_announcement(lines, index):
    """Return the text that begins here and says that somebody wrote; "" if none."""
    length = _announces(lines, index)
    return " ".join(lines[index : index + length])


def _announces(lines, index):
    """Return how many lines say that somebody wrote what is quoted below; 0 if none."""
    if not lines[index].strip():
        return 0
    for length in (1, 2, 3):
        block = lines[index : index + length]
        if len(block) < length or not block[-1].strip():
            return 0
        # No line above it belongs to it, if it says all by itself.
        if _says_who_wrote(block):
            open_address = block[0].count("<") > block[0].count(">")
            return 0 if _says_who_wrote(block[1:]) and not open_address else length
    return 0


def _says_who_wrote(lines):
    said = " ".join(" ".join(lines).lower().replace("> ", " ").split())
    if len(said) > 300 or not said.endswith((":", "：")):
        return False
    told = any(word in said for word in WROTE) and _WHEN.search(said)
    return bool(told or _NAMED.search(said))


def begins_with_head(text):
    """Return whether the head of a quoted mail stands at the beginning of ``text``."""
    lines = text.splitlines()
    return bool(lines) and _heads(lines, 0)


def _heads(lines, index):
    """Return whether the head of a quoted mail begins here."""
    first = lines[index].lower()
    if not _FROM.match(first) and not _OTHERS.match(first):
        return False
    near = [line.lower() for line in lines[index : index + 12] if line.strip()][:5]
    labels = [line for line in near if _OTHERS.match(line)]
    # Whoever writes "To be told:" means no head; one says who, and two things more.
    return len(labels) >= 3 and any(_FROM.match(line) for line in labels)


def _quotes_below(lines, index):
    """Return whether what follows a separator is a mail, and not just a line drawn."""
    below = [i for i in range(index, min(index + 4, len(lines))) if lines[i].strip()]
    return any(
        _OTHERS.match(lines[i].lower())
        or _announces(lines, i)
        or _QUOTED.match(lines[i])
        for i in below
    )


def _answers_below(lines, known):
    """Return what stands below a quoted mail that has no marks, after our last line.

    Below ours an earlier mail of theirs may be quoted, which is not new.
    """
    ours = [i for i, line in enumerate(lines) if _is_known(line, known)]
    below = lines[ours[-1] + 1 :] if ours else []
    heads = (i for i in range(len(below)) if _heads(below, i))
    return ["", *below[: next(heads, len(below))]]


def _key(line):
    return "".join(char for char in line.lower() if char.isalnum())


def _is_known(line, known):
    """Return whether a line is one of ours, or one that a program adds."""
    key = _key(line)
    if len(key) >= SHORTEST and key in known:
        return True
    folded = " ".join(line.lower().split())[:200]
    return bool(_ADDED.match(folded))


def _tidy(lines):
    text = "\n".join(line.strip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
