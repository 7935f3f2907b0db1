"""Mails as the world sends them, by kind: what the gateway makes of each is a table.

Twelve languages, ten clients, eight formats of bounces; made here, none is somebody's.
"""

import base64
import quopri
from email.header import Header
from itertools import count

from .forwards import plain_forwards
from .mail import ALIAS
from .reports import DSN, PLAIN, RECEIPT, SPAM

#: Language → name, subject, what is complained of, and a codec other than UTF-8.
COMPLAINTS = {
    "en": ("John Smith", "My order never came", "It costs 48 € and is late.", "cp1252"),
    "de": ("Jörg Müller", "Tür schließt nicht", "Bitte rufen Sie mich an.", "latin-1"),
    "fr": ("Zoé Lefèvre", "La théière fuit", "Elle a déjà coûté cher.", "iso-8859-15"),
    "es": ("José Núñez", "La caldera gotea", "Llámenme mañana, por favor.", "cp1252"),
    "it": ("Niccolò Perù", "Il bollitore perde", "Non è più possibile.", "latin-1"),
    "nl": ("Zoë de Wit", "De ketel lekt", "Dat is niet oké, bel mij.", "cp1252"),
    "pt": ("João Conceição", "A chaleira verte", "Não é aceitável.", "latin-1"),
    "pl": ("Łukasz Żak", "Czajnik przecieka", "Proszę o pilny kontakt.", "iso-8859-2"),
    "tr": ("Ayşe Çağlar", "Çaydanlık sızdırıyor", "Lütfen arayın.", "iso-8859-9"),
    "ru": ("Иван Петров", "Чайник течёт", "Позвоните мне сегодня.", "koi8-r"),
    "zh": ("朱镕玥", "水壶漏水", "请尽快处理我的投诉。", "gb18030"),
    "ja": ("高橋花子", "やかんが漏れます", "至急ご連絡ください。", "iso-2022-jp"),
}
#: Client → (headers, form, transfer encoding).
CLIENTS = {
    "Outlook": ({"X-Mailer": "Microsoft Outlook 16.0"}, "alternative", "base64"),
    "Gmail": ({}, "alternative", "quoted-printable"),
    "Apple Mail": ({"X-Mailer": "Apple Mail (2.3774)"}, "plain", "quoted-printable"),
    "iPhone": ({"X-Mailer": "iPhone Mail (22A3354)"}, "plain", "8bit"),
    "Thunderbird": ({"User-Agent": "Mozilla Thunderbird"}, "plain", "8bit"),
    "Yahoo": ({"X-Mailer": "WebService/1.1.22876"}, "alternative", "base64"),
    "GMX": ({"X-Priority": "3", "Sensitivity": "Normal"}, "html", "quoted-printable"),
    "QQ": ({"X-Mailer": "QQMail 2.x"}, "mixed", "base64"),
    "Roundcube": ({"User-Agent": "Roundcube Webmail/1.6"}, "plain", "base64"),
    "K-9": ({"User-Agent": "K-9 Mail for Android"}, "mixed", "8bit"),
}
#: Language → subject of an absence note.
ABSENT = (
    *("Automatic reply: Kettle", "Abwesenheitsnotiz: Kettle"),
    *("Réponse automatique : Kettle", "Respuesta automática: Kettle"),
    *("Risposta automatica: Kettle", "Automatisch antwoord: Kettle"),
    *("Resposta automática: Kettle", "Odpowiedź automatyczna: Kettle"),
    *("Otomatik Yanıt: Kettle", "Автоматический ответ: Kettle"),
    *("自动回复: Kettle", "自動応答: Kettle"),
)
#: Servers that say it in words, besides those in mail_reports.py.
SERVERS = PLAIN | {
    "IIS": (
        "postmaster@mx.azure.example",
        "Delivery Status Notification (Failure)",
        "This is an automatically generated Delivery Status Notification.\n\n"
        "Delivery to the following recipients failed.\n\n       {email}\n\n"
        "Message-ID: {message_id}\n",
    ),
    "Domino": (
        "postmaster@azure.example",
        "DELIVERY FAILURE: User jane not listed in Domino Directory",
        "Your message\n\n  Subject: Kettle leaks\n\nwas not delivered to:\n\n"
        "  {email}\n\nbecause:\n\n  User jane not listed\nMessage-ID: {message_id}\n",
    ),
    "MailEnable": (
        '"Delivery Subsystem" <POSTMASTER@azure.example>',
        "Message Delivery Failure",
        "MailEnable: Message could not be delivered to some recipients.\n"
        "The following recipient(s) could not be reached:\n\n"
        "\tRecipient: [SMTP:{email}]\n\tReason: 550 mailbox unavailable\n",
    ),
    "German provider": (
        '"Mail Delivery System" <mailer-daemon@post.example>',
        "Unzustellbar: Kettle leaks",
        "Ihre Nachricht konnte nicht zugestellt werden an:\n\n{email}\n"
        "Message-ID: {message_id}\n",
    ),
    "Chinese provider": (
        "postmaster@qq.example",
        "系统退信",
        "抱歉，您的邮件被退回来了……\n收件人：{email}\n550 user not found\n"
        "Message-ID: {message_id}\n",
    ),
}
DELAYS = {
    "Exim": (
        "Mail Delivery System <Mailer-Daemon@mx.azure.example>",
        "Warning: message 1hX delayed 24 hours",
        "A message that you sent has not yet been delivered to {email}.\n"
        "Delivery attempts will continue.\nMessage-ID: {message_id}\n",
    ),
    "Symantec": (
        "gateway@mx.azure.example",
        "Delivery failure notification",
        "Your message could not be delivered to the following recipients:\n{email}\n"
        "Delivery attempts will continue to be made for 5 day(s).\n",
    ),
    "German provider": (
        "postmaster@post.example",
        "Zustellung verzögert: Kettle leaks",
        "Die Nachricht an {email} wird weiter versucht.\nMessage-ID: {message_id}\n",
    ),
}
#: From of mails nobody reads an answer to, and of machines, each with its headers.
UNREAD = (
    *("no-reply@shop.example", "donotreply@bank.example", "noreply+7@x.example"),
    *("Newsletter <newsletter@x.example>", "keine-antwort@x.example"),
    *("ne-pas-repondre@x.example", "notifications@x.example"),
)
STAMPS = (
    {"Precedence": "bulk"},
    {"Precedence": "list", "List-Id": "<complaints.acme.example>"},
    {"Precedence": "junk"},
    {"List-Unsubscribe": "<mailto:out@x.example>"},
    {"Mailing-List": "list complaints@x.example"},
    {"Return-Path": "<>"},
    {"Auto-Submitted": "auto-generated"},
    {"Auto-Submitted": "auto-forwarded"},
    {"X-Spam-Flag": "YES"},
    {"Feedback-ID": "1:2:3:x"},
)
UNUSABLE = ("Nora New", "undisclosed", "", "<>", "Nora <nora at new.example>")


class Corpus:
    """Mails to the alias: ``ours`` is the id of a mail of ours to ``email``."""

    def __init__(self, ours, email):
        self.ours = ours
        self.email = email
        self._numbers = count(1)

    def mails(self):
        """Yield (kind, name, raw mail)."""
        for kind, make in (
            ("genuine", self._genuine),
            ("forwarded by a colleague", self._forwarded),
            ("no usable From", self._unusable),
            ("list, forwarder, filter", self._stamped),
            ("noreply@ sender", self._unread),
            ("sealed", self._sealed),
            ("absence note, new", self._absence_out_of_the_blue),
            ("absence note, answer", self._absence),
            ("bounce, ours, fields", self._fields),
            ("bounce, ours, words", self._words),
            ("bounce, others", self._foreign),
            ("delayed", self._delayed),
            ("receipt, delivered", self._received),
            ("spam report", self._spam),
        ):
            for name, raw in make():
                yield kind, name, raw

    def _head(self, sender, subject, codec="utf-8", **headers):
        number = next(self._numbers)
        lines = {
            "From": sender,
            "To": ALIAS,
            "Subject": Header(subject, codec).encode(),
            "Message-ID": f"<corpus-{number}@mx.example>",
            "Date": "Fri, 06 Nov 2026 10:00:00 +0100",
            "MIME-Version": "1.0",
            **headers,
        }
        return "".join(f"{name}: {value}\r\n" for name, value in lines.items())

    def _part(self, text, subtype, codec, encoding):
        data = text.encode(codec)
        if encoding == "base64":
            data = base64.encodebytes(data)
        elif encoding == "quoted-printable":
            data = quopri.encodestring(data)
        head = (
            f"Content-Type: text/{subtype}; charset={codec}\r\n"
            f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
        )
        return head.encode() + data

    def _write(self, head, text, form="plain", codec="utf-8", encoding="8bit"):
        page = f"<html><body><p>{text}</p></body></html>"
        if form in ("plain", "html"):
            words = text if form == "plain" else page
            return head.encode() + self._part(words, form, codec, encoding)
        parts = [self._part(text, "plain", codec, encoding)]
        if form == "alternative":
            parts.append(self._part(page, "html", codec, encoding))
        else:
            parts.append(
                b'Content-Type: text/csv; name="order.csv"\r\nContent-Disposition: '
                b'attachment; filename="order.csv"\r\n\r\n1,2\r\n'
            )
        body = b"".join(b"\r\n--b\r\n" + part for part in parts) + b"\r\n--b--\r\n"
        kind = f'Content-Type: multipart/{form}; boundary="b"\r\n\r\n'
        return head.encode() + kind.encode() + body

    def _genuine(self):
        languages = list(COMPLAINTS)
        for index, (client, (headers, form, encoding)) in enumerate(CLIENTS.items()):
            for step in range(4):
                language = languages[(index + step * 2) % len(languages)]
                name, subject, words, codec = COMPLAINTS[language]
                codec = codec if step % 2 else "utf-8"
                sender = f"w{next(self._numbers)}@{language}.example"
                sender = f"{Header(name, codec).encode()} <{sender}>"
                head = self._head(sender, subject, codec, **headers)
                raw = self._write(head, words, form, codec, encoding)
                yield f"{language} {client} {codec}", raw

    def _forwarded(self):
        for language in ("en", "de", "fr", "es", "zh"):
            for client in ("gmail", "outlook", "apple"):
                subject, text = plain_forwards(language)[client]
                text = text.replace("nora@", f"nora{next(self._numbers)}@")
                head = self._head("Leader <leader@company.example>", subject)
                yield f"{language} {client}", self._write(head, text)

    def _unusable(self):
        for sender in UNUSABLE:
            yield sender or "none", self._write(self._head(sender, "Kettle"), "Leaks.")

    def _stamped(self):
        for stamp in STAMPS:
            sender = f"Nora <s{next(self._numbers)}@new.example>"
            head = self._head(sender, "Billed twice", **stamp)
            yield str(stamp), self._write(head, "Give it back.")

    def _unread(self):
        for sender in UNREAD:
            yield sender, self._write(self._head(sender, "Your parcel"), "It is late.")

    def _sealed(self):
        for kind, name in (
            ("application/pkcs7-mime; name=smime.p7m", "smime.p7m"),
            ("application/ms-tnef; name=winmail.dat", "winmail.dat"),
            ("text/calendar; method=REQUEST", "invite.ics"),
        ):
            head = self._head(f"Nora <c{next(self._numbers)}@new.example>", "Kettle")
            head += (
                f"Content-Type: {kind}\r\nContent-Disposition: attachment; "
                f"filename={name}\r\n\r\nBEGIN:VCALENDAR\r\n"
            )
            yield name, head.encode()

    def _absence(self):
        for subject in ABSENT:
            head = self._head(
                f"Jane <{self.email}>", subject, **{"In-Reply-To": self.ours}
            )
            yield subject, self._write(head, "I am away.")

    def _absence_out_of_the_blue(self):
        for subject in ABSENT[:4]:
            head = self._head(
                "Ann <a@new.example>", subject, **{"Auto-Submitted": "auto-replied"}
            )
            yield subject, self._write(head, "I am away.")

    def _report(self, form, message_id=None, **values):
        values = {"number": next(self._numbers), "alias": ALIAS, **values}
        values |= {"email": self.email, "message_id": message_id or self.ours}
        return form.format(**values).encode()

    def _fields(self):
        for status in ("5.1.1", "5.2.2", "5.7.1", "5.4.4"):
            raw = self._report(
                DSN, action="failed", status=status, subject="Undelivered"
            )
            yield status, raw

    def _plain(self, server, message_id=None, number=""):
        sender, subject, words = server
        head = self._head(sender, f"{subject}{number}", **{"Return-Path": "<>"})
        text = words.format(email=self.email, message_id=message_id or self.ours)
        return self._write(head, text)

    def _words(self):
        for name, server in SERVERS.items():
            yield name, self._plain(server)
            if "{email}" in server[2]:
                yield f"{name}, no id", self._plain(server, "<of.a.relay@mx.example>")

    def _foreign(self):
        email, self.email = self.email, "somebody@else.example"
        for name, server in SERVERS.items():
            yield name, self._plain(server, "<of.others@mx.example>")
        self.email = email

    def _delayed(self):
        for status in ("4.4.1", "4.2.2"):
            yield (
                status,
                self._report(DSN, action="delayed", status=status, subject="Delayed"),
            )
        for name, server in DELAYS.items():
            yield name, self._plain(server)

    def _received(self):
        for disposition in ("displayed", "deleted"):
            yield disposition, self._report(RECEIPT, disposition=disposition)
        for action in ("delivered", "relayed", "expanded"):
            yield (
                action,
                self._report(DSN, action=action, status="2.0.0", subject="Success"),
            )

    def _spam(self):
        for _number in range(3):
            yield "ARF", self._report(SPAM)
