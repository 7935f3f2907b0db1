"""Whose mail it is that somebody passed on: pure, asks no database.

Clients put the head of the mail they pass on into the text, or attach the whole mail.
"""

import re
from typing import NamedTuple

from .new_words import FROM, ORIGINAL, OTHERS, read_announcement
from .typed import one_line

#: What clients put before the subject of a mail that is passed on, in one case.
PREFIXES = (
    *("fwd", "fw", "wg", "tr", "rv", "i", "enc", "fs", "vs", "vb", "pd", "vl", "tov"),
    *("továbbítás", "doorst", "doorgestuurd", "weitergeleitet", "transféré", "transf"),
    *("reenviado", "reenv", "rif", "пересылка", "переслано", "ilt", "i̇lt", "yönl"),
    *("转发", "轉寄", "轉發", "转寄", "전달", "転送", "przekazane", "tovább"),
)
#: What stands above the head, in one case; ORIGINAL has what answers use as well.
FORWARDED = (
    *("forwarded message", "begin forwarded message", "forwarded by", "forwarded mail"),
    *("weitergeleitete nachricht", "anfang der weitergeleiteten", "weitergeleitet von"),
    *("message transféré", "début du message transféré", "message réexpédié"),
    *("début du message réexpédié", "mensaje reenviado", "inicio del mensaje"),
    *("mensaje remitido", "messaggio inoltrato", "inizio messaggio inoltrato"),
    *("doorgestuurd bericht", "doorgestuurde bericht", "mensagem encaminhada"),
    *("mensagem reencaminhada", "wiadomość przekazana", "przekazana wiadomość"),
    *("vidarebefordrat meddelande", "videresendt", "välitetty viesti"),
    *("přeposlaná zpráva", "továbbított üzenet", "пересылаемое сообщение"),
    *("пересланное сообщение", "iletilen ileti", "yönlendirilmiş ileti"),
    *(
        "转发的邮件",
        "转发邮件信息",
        "转发的信息",
        "以下是转发",
        "轉寄的郵件",
        "轉寄郵件",
    ),
    *("已轉寄的訊息", "已轉寄郵件", "轉寄的訊息", "転送メッセージ", "전달된 메일"),
)
_PREFIX = re.compile(
    rf"(\[[^\]]{{0,40}}\] ?)?({'|'.join(map(re.escape, PREFIXES))}) ?(\[\d+\])?[:：]"
)
_ANSWER = re.compile(
    r"(re|aw|antw|antwort|sv|réf|rép|rif|r|odp|vá|ynt|отв|ответ|回复|回覆|答复|答覆|返信|답장)"
    r" ?(\[\d+\])?[:：]"
)
_EMAIL = re.compile(r"[^\s<>\"'“”,;:()\[\]@]{1,64}@[^\s<>\"'“”,;:()\[\]@]{1,200}\w")
#: So much of a text is looked at, and so many lines around the one that says who.
LOOKED_AT = 30_000
NEAR = 6
#: A head has at least so many other lines.
FEWEST = 2


class Forward(NamedTuple):
    """A mail passed on: ``senders`` are (name, address) of the heads, top first.

    An address is "" where the head has none. ``words`` stand below the first head.
    ``meant`` says whether it was passed on for sure: answers quote heads, too.
    """

    senders: list
    words: str
    meant: bool


def is_forward_subject(subject):
    """Return whether ``subject`` says that a mail is passed on."""
    return bool(_PREFIX.match(one_line(subject).lower()))


def plain_subject(subject):
    """Return ``subject`` without what clients put before it."""
    text = (subject or "").strip()
    for _time in range(6):
        folded = text[:80].lower()
        found = _PREFIX.match(folded) or _ANSWER.match(folded)
        # One letter of one case may be two of the other.
        if not found or len(folded) != len(text[:80]):
            break
        text = text[found.end() :].strip()
    return text or (subject or "").strip()


def read_forward(subject, text):
    """Return the Forward that stands in the ``text`` of a mail, or None."""
    lines = [_unquoted(line) for line in (text or "")[:LOOKED_AT].splitlines()]
    senders, first = [], None
    for index in range(len(lines)):
        if value := _head_at(lines, index):
            senders.append(_read_sender(value))
            first = _below(lines, index) if first is None else first
    meant = is_forward_subject(subject) or any(map(_says_forwarded, lines))
    if not senders and meant:
        senders, first = _read_announced(lines)
    if not senders and not meant:
        return None
    return Forward(senders, "\n".join(lines[first or 0 :]).strip(), meant)


def _unquoted(line):
    return re.sub(r"^[ \t]*(?:[>|][ \t]?){1,5}", "", line).strip().strip("\u200b\ufeff")


def _labels(words):
    ordered = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(
        rf"[*_ ]{{0,4}}({'|'.join(ordered)})[*_ \xa0]{{0,4}}[:：][*_ ]{{0,3}}"
    )


_FROM = _labels(FROM)
_OTHERS = _labels((*OTHERS, "reply-to", "时间", "時間", "寄件日期", "寄送時間"))
_SAID = re.compile("|".join(map(re.escape, (*FORWARDED, *ORIGINAL))))


def _says_forwarded(line):
    """Return whether ``line`` is what a client puts above the head."""
    folded = one_line(line).lower()
    found = _SAID.search(folded)
    if not found or found[0] in ORIGINAL:
        return False
    rest = folded[: found.start()] + folded[found.end() :]
    return len(re.sub(r"[\W_]", "", rest)) <= 25


def _head_at(lines, index):
    """Return what the head of a mail that begins about here says of its sender."""
    found = _FROM.match(lines[index].lower())
    if not found:
        return ""
    near = lines[max(0, index - NEAR) : index] + lines[index + 1 : index + 1 + NEAR]
    if sum(bool(_OTHERS.match(line.lower())) for line in near) < FEWEST:
        return ""
    value = lines[index][found.end() :]
    below = lines[index + 1] if index + 1 < len(lines) else ""
    # Long lines are folded.
    if not _EMAIL.search(value) and not _OTHERS.match(below.lower()):
        value = f"{value} {below}" if _EMAIL.search(below) or not value else value
    return value.strip() or "?"


def _read_sender(value):
    value = one_line(value)
    found = _EMAIL.search(value)
    name = value[: found.start()] if found else value
    name = re.sub(
        r"(?i)\[?mailto:?|im auftrag von|on behalf of|\(via .{0,60}\)", " ", name
    )
    name = one_line(name.strip(" \t*_\"'“”<>[]();,:|?"), 100)
    address = found[0].lower().removeprefix("mailto:") if found else ""
    return ("" if "@" in name else name.strip("\"'“”")), address


def _below(lines, index):
    """Return where the words begin below the head that has line ``index``."""
    index += 1
    while (
        index < len(lines)
        and lines[index]
        and (
            _OTHERS.match(lines[index].lower())
            or _FROM.match(lines[index].lower())
            or _EMAIL.search(lines[index])
        )
    ):
        index += 1
    return index


def _read_announced(lines):
    """Return the senders of lines such as "On Monday Nora <a@b> wrote:"."""
    for index in range(len(lines)):
        if said := read_announcement(lines, index):
            found = _EMAIL.search(said)
            if found:
                return [("", found[0].lower())], index + 1
    return [], None
