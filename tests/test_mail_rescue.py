"""Mails that are labelled wrongly, or broken: each is a complaint one can read."""

import struct
import zlib
from email import message_from_bytes as parse
from email.policy import SMTP
from unittest.mock import patch

from odoo.tools import mute_logger

from .common.mail import ALIAS, MailCase

NORA = "Nora New <nora@new.example>"
#: Codec of Python → what writers label it → words.
LABELLED = {
    ("gb18030", "gb2312"): "朱镕玥的水壶漏水",
    ("gb18030", "x-gbk"): "水壶漏水㐀",
    ("gb18030", "iso-gb2312"): "水壶漏水",
    ("big5hkscs", "big5"): "水煲漏水，佢哋唔理㗎",
    ("cp932", "shift_jis"): "髙橋①のやかん",
    ("cp949", "euc-kr"): "주전자가 샌다 똠",
    ("cp949", "ks_c_5601-1987"): "주전자가 똠방각하",
    ("cp1252", "iso-8859-1"): "It cost 480 € – “too much”",
    ("cp1252", "us-ascii"): "Die Tür schließt nicht mehr",
    ("utf-8", "us-ascii"): "Die Tür schließt nicht",
    ("utf-8", "iso-8859-1"): "Die Tür schließt nicht, 漏水",
    ("utf-8", "utf8mb4"): "Die Tür schließt nicht",
    ("utf-8", "x-unknown"): "Die Tür schließt nicht",
    ("utf-8", "default"): "水壶漏水",
    ("utf-7", "unicode-1-1-utf-7"): "Die Tür schließt nicht",
    ("cp874", "windows-874"): "กาน้ำรั่ว",
    ("cp850", "cp-850"): "Die Tür schliesst nicht",
    ("mac-roman", "x-mac-roman"): "La théière fuit déjà",
    ("koi8-r", "koi8-r"): "Чайник течёт",
    ("cp1251", "x-user-defined"): "Чайник течёт уже второй день, позвоните мне",
}


def cut_picture():
    """Return a photo whose upload was cut off."""
    head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    whole = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk
    whole += struct.pack(">I", zlib.crc32(chunk))
    return whole + struct.pack(">I", 4000) + b"tEXtabc"


class TestLabels(MailCase):
    def _labelled(self, codec, label, words, subject="Kettle"):
        head = (
            f"From: {NORA}\r\nTo: {ALIAS}\r\nSubject: {subject}\r\n"
            f"Message-ID: <{codec}-{label}@new.example>\r\n"
            f"Content-Type: text/plain; charset={label}\r\n\r\n"
        )
        return head.encode() + words.encode(codec)

    def test_no_letter_is_lost_by_a_wrong_or_smaller_label(self):
        for (codec, label), words in LABELLED.items():
            with self.subTest(codec=codec, label=label):
                ticket = self._receive(self._labelled(codec, label, words))
                self.assertIn(words, ticket.description)

    def test_no_letter_of_a_subject_is_lost(self):
        for (codec, label), words in LABELLED.items():
            if codec in ("utf-7", "utf-8", "cp850") or label == "x-user-defined":
                continue
            with self.subTest(codec=codec, label=label):
                raw = "".join(f"={byte:02X}" for byte in words.encode(codec))
                subject = f"=?{label}?Q?{raw}?="
                ticket = self._receive(self._labelled(codec, label, words, subject))
                self.assertEqual(ticket.name, words)

    def test_raw_bytes_in_the_head_are_guessed(self):
        for codec in ("utf-8", "gb18030", "cp1251"):
            words = "Чайник течёт" if codec == "cp1251" else "水壶漏水请尽快处理"
            raw = self._labelled("utf-8", codec, words, "@@").replace(
                b"@@", words.encode(codec) + b" (Kettle)"
            )
            with self.subTest(codec=codec):
                self.assertEqual(self._receive(raw).name, f"{words} (Kettle)")

    def test_the_senders_name_is_read(self):
        raw = self._write_mail("x@x.example").replace(
            b"From: x@x.example", 'From: "Jörg Müller" <joerg@x.example>'.encode()
        )
        self.assertEqual(self._receive(raw)._complaint_customer_name(), "Jörg Müller")


class TestBroken(MailCase):
    def _broken(self, kind):
        mail = parse(self._write_mail(NORA, body="It burnt my table."), policy=SMTP)
        if kind == "picture":
            mail.add_attachment(
                cut_picture(), maintype="image", subtype="png", filename="table.png"
            )
        raw = mail.as_bytes()
        if kind == "line end in an address":
            raw = raw.replace(
                b"From: Nora New <nora@new.example>",
                b"From: =?utf-8?Q?Nora=0D=0ANew?= <nora@new.example>",
            )
        if kind == "part without sense":
            raw = raw.replace(b"It burnt", b"\x00It burnt")
        return raw

    def test_a_broken_mail_is_a_complaint_of_its_sender(self):
        for kind in ("picture", "line end in an address", "part without sense"):
            with self.subTest(kind=kind), mute_logger("odoo.sql_db"):
                ticket = self._receive(self._broken(kind))
                self.assertTrue(ticket.is_complaint)
                self.assertIn("nora@new.example", ticket.partner_email)
                self.assertIn("burnt my table", ticket.description)

    def test_no_id_and_no_depth_loses_a_mail(self):
        head = f"From: {NORA}\r\nTo: {ALIAS}\r\nSubject: Kettle\r\n"
        nested = "Content-Type: message/rfc822\r\n\r\n"
        mails = {
            "sign": f"{head}Message-Id: <\r\n\r\nIt burnt.",
            "signs": f"{head}Message-Id: {'<' * 3000}\r\n\r\nIt burnt.",
            "references": f"{head}References: <\r\nIn-Reply-To: <\r\n\r\nIt burnt.",
            "no id": f"{head}Message-Id: <>\r\n\r\nIt burnt.",
            "200": f"{head}Message-Id: <b2@x>\r\n{nested * 200}\r\nIt burnt.",
            "700": f"{head}Message-Id: <b7@x>\r\n{nested * 700}\r\nIt burnt.",
            "5000": f"{head}Message-Id: <b5@x>\r\n{nested * 5000}\r\nIt burnt.",
        }
        for kind, mail in mails.items():
            with self.subTest(kind):
                ticket = self._receive(mail.encode())
                self.assertTrue(ticket.is_complaint)
                self.assertIn("nora@new.example", ticket.partner_email)
                files = ticket.sudo().attachment_ids.mapped("raw")
                kept = [ticket.description.encode(), *files]
                self.assertIn(b"It burnt.", b"".join(kept))

    def test_what_failed_is_said_and_the_original_attached(self):
        raw = self._broken("")
        with self._unreadable():
            ticket = self._receive(raw)
        self.assertIn("original.eml", ticket.attachment_ids.mapped("name"))
        note = ticket.message_ids.filtered(lambda m: "cannot read this" in m.body)
        self.assertTrue(note.subtype_id.internal)

    def test_in_any_state_of_the_thread(self):
        ticket = self._create_complaint()
        word = ticket._complaint_mail_customer("We come.", "Your kettle")
        with self._unreadable():
            raw = self._answer_to(word, "jane@azure.example", body="It leaks")
            self.assertFalse(self._receive(raw))
        self.assertIn("It leaks", ticket.complaint_interaction_ids.summary)
        self.assertIn("original.eml", ticket.attachment_ids.mapped("name"))

    def test_a_plain_ticket_fails_as_without_us(self):
        self.team.complaint_default = False
        with self._unreadable(), self.assertRaisesRegex(ValueError, "cannot read"):
            self._receive(self._broken(""))

    def _unreadable(self):
        """Let every mail fail to be parsed but the one made of what could be saved."""
        model = type(self.env["mail.thread"])
        whole = model._message_parse_extract_payload

        def fail(thread, message, *args, **kwargs):
            if not any(part.get_filename() for part in message.walk()):
                raise ValueError("cannot read this")
            return whole(thread, message, *args, **kwargs)

        return patch.object(model, "_message_parse_extract_payload", fail)
