"""What a mail costs to take in: in proportion to its length, whatever it holds."""

import time
from email import message_from_bytes
from encodings.aliases import aliases

from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.foreign_mail import find_sender
from odoo.addons.complaint_recovery.tools.mail_rescue import mend_head, mend_parts

from .common.mail import ALIAS, MailCase

#: In seconds of the processor, twice and more what a busy machine takes for the
#: dearest. What was quadratic took from twenty on.
MOST = 5
SIZE = 40_000
#: What is repeated in the body, as text and as HTML.
BODIES = (
    *("<", "<a", "<o:", "<<>>", "<!--", "> a\n\n", "> a\r\n", "a\n> a\n", "\n&gt; a\n"),
    *("-- \n", "http://", "<img src='<'>", "&lt;"),
)
#: A tag of which one attribute is long.
LONG_TAG = ('<img alt="', "<", '">'), ("<p ", "a ", ">x</p>"), ("<p title='", ">", "'>")
#: Header → what is repeated in it, and how it ends.
HEADS = (
    ("From", '"', " <nora@new.example>"),
    ("From", "(", " <nora@new.example>"),
    ("From", "a ", " <nora@new.example>"),
    ("From", "a@", "b.example"),
    ("From", ",", " <nora@new.example>"),
    ("From", "<", "nora@new.example>"),
    ("Reply-To", '"', " <nora@new.example>"),
    ("To", '"', f" <{ALIAS}>"),
    ("To", "(", f" <{ALIAS}>"),
    ("Cc", '"', " <nora@new.example>"),
    ("Cc", "p1@x.example, ", "q@x.example"),
    ("Subject", "=?utf-8?q?a?= ", "x"),
    ("Subject", "a ", "x"),
    ("References", "<1@x> ", "<2@x>"),
)


class TestCosts(MailCase):
    def _assert_cheap(self, raw):
        start = time.process_time()
        ticket = self._receive(raw)
        took = time.process_time() - start
        self.assertTrue(ticket.is_complaint)
        self.assertLess(took, MOST)
        return ticket

    def _raw(self, body, kind="plain", **headers):
        named = {
            "From": "nora@new.example",
            "To": ALIAS,
            "Delivered-To": ALIAS,
            "Message-ID": f"<{time.time()}@new.example>",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        head += f"MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        return f"{head}\r\n{body}".encode()

    def test_bodies(self):
        for kind in ("plain", "html"):
            for repeated in BODIES:
                body = f"Help. {repeated * (SIZE // len(repeated))}"
                with self.subTest(kind, repeated=repeated):
                    ticket = self._assert_cheap(self._raw(body, kind))
                    self.assertIn("Help.", ticket.description)
        for before, repeated, after in LONG_TAG:
            body = f"Help. {before}{repeated * (SIZE // len(repeated))}{after}"
            with self.subTest(before, repeated=repeated):
                self._assert_cheap(self._raw(body, "html"))

    def test_attributes_of_one_tag(self):
        """Each is compared with all before it: written apart, they are another."""
        for plain in (False, True):
            self.team.complaint_default = not plain
            for value in ("b", ">", "<b>", "/"):
                tag = " ".join(f'a{n}="{value}"' for n in range(SIZE))
                body = f"<p>Help.</p><p {tag}>It leaks</p><p>Thanks</p>"
                with self.subTest(value, plain=plain):
                    start = time.process_time()
                    ticket = self._receive(self._raw(body, "html"))
                    self.assertLess(time.process_time() - start, MOST)
                    for words in ("Help.", "It leaks", "Thanks"):
                        self.assertIn(words, ticket.description)

    def test_bodies_in_parts(self):
        for kind in ("plain", "html"):
            part = f"--B\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n"
            for repeated in ("<", "> a\n\n"):
                body = part + repeated * (SIZE // len(repeated)) + "\r\n--B--\r\n"
                raw = self._raw(body)
                raw = raw.replace(
                    b"text/plain; charset=utf-8\r\n\r\n--B",
                    b'multipart/mixed; boundary="B"\r\n\r\n--B',
                    1,
                )
                with self.subTest(kind, repeated=repeated):
                    self._assert_cheap(raw)

    def _in_parts(self, *parts):
        raw = self._raw("\r\n".join(f"--B\r\n{part}" for part in parts) + "\r\n--B--")
        plain = b"text/plain; charset=utf-8"
        return raw.replace(plain, b'multipart/mixed; boundary="B"', 1)

    def test_what_is_said_of_parts(self):
        text = "Content-Type: text/plain\r\n\r\nHelp"
        for name in ("Content-Type: text/plain", "Content-Disposition: attachment"):
            for between in ("; a=b", ";\r\n a=b"):
                said = name + between * 20_000 + "\r\n\r\nx"
                with self.subTest(name, between=between):
                    ticket = self._assert_cheap(self._in_parts(text, said))
                    self.assertIn("Help", ticket.description)

    def test_many_texts_are_kept_as_files(self):
        for kind in ("plain", "html"):
            many = [f"Content-Type: text/{kind}\r\n\r\nText {n}." for n in range(600)]
            with self.subTest(kind):
                ticket = self._assert_cheap(self._in_parts(*many)).sudo()
                self.assertIn("Text 0.", ticket.description)
                files = ticket.attachment_ids.mapped("raw")
                self.assertIn(b"Text 599.", b"".join(files))

    def test_heads(self):
        for name, repeated, after in HEADS:
            long = repeated * (SIZE // 2 // len(repeated)) + after
            with self.subTest(name, repeated=repeated):
                ticket = self._assert_cheap(self._raw("Help", **{name: long}))
                self.assertIn("Help", ticket.description)

    def test_many_in_copy_are_asked_for_together(self):
        copies = ", ".join(f"p{n}@x{n}.example" for n in range(500))
        ticket = self._assert_cheap(self._raw("Help", Cc=copies))
        note = ticket.message_ids.filtered(lambda m: "p0@x0.example" in (m.body or ""))
        self.assertLess(len(note[:1].body), 5000)

    def test_parts_in_parts_without_end_are_kept(self):
        for depth in (50, 1500):
            inner = "Content-Type: text/plain\r\n\r\nIt burnt my table."
            for level in range(depth):
                inner = (
                    f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n'
                    f"--b{level}\r\n{inner}\r\n--b{level}--"
                )
            head = f"From: nora@new.example\r\nTo: {ALIAS}\r\nSubject: Nested\r\n"
            head += f"Message-ID: <n{depth}@x.example>\r\nMIME-Version: 1.0\r\n"
            with self.subTest(depth):
                ticket = self._assert_cheap((head + inner).encode())
                self.assertIn("nora@new.example", ticket.partner_email)

    def test_a_usual_mail_is_left_as_it_is(self):
        body = "It leaks.\n\n" + "> you wrote\n" * 100 + "x" * 5000
        for kind in ("plain", "html"):
            raw = self._raw(body, kind, Subject="Kettle", Cc="a@b.example, c@d.example")
            self.assertEqual(mend_head(raw), raw)
            mail = message_from_bytes(raw)
            mend_parts(mail)
            self.assertEqual(mail.as_bytes(), message_from_bytes(raw).as_bytes())


class TestLabels(MailCase):
    def test_no_label_loses_a_mail(self):
        """Of Python's codecs some read no bytes but their own; programs name them."""
        body = "Grüße, it leaks".encode("cp1252")
        for label in sorted({*aliases.values(), "idna", "punycode", "undefined"}):
            head = f"From: {label.replace('_', '-')}@new.example\r\nTo: {ALIAS}\r\n"
            head += f"Subject: =?{label}?Q?Gr=FC=DFe?=\r\nMessage-ID: <{label}@x>\r\n"
            head += f"Content-Type: text/plain; charset={label}\r\n\r\n"
            with self.subTest(label):
                self.assertTrue(self._receive(head.encode() + body).is_complaint)


class TestSender(MailCase):
    """Who sent a mail nobody can read is who mail servers take for it, or nobody."""

    VICTIM = "jane@azure.example"
    #: From → the address that counts.
    SENDERS = {
        "=?utf-8?q?a=0D=0ABcc:_jane@azure.example?= <evil@e.example>": "evil@e.example",
        '"jane@azure.example\\n" <evil@e.example>': "evil@e.example",
        '"<jane@azure.example>" <evil@e.example>': "evil@e.example",
        "jane@azure.example <evil@e.example>": "evil@e.example",
        "(<jane@azure.example>) <evil@e.example>": "evil@e.example",
        "<evil@e.example> (jane@azure.example)": "evil@e.example",
        "<jane@azure.example> <evil@e.example>": "",
        "=?utf-8?q?=3Cjane@azure.example=3E?=": "",
        "=?utf-8?q?jane@azure.example?= x@y": "",
        "evil@e.example": "evil@e.example",
        "jane@azure.example, evil@e.example": "",
        "nobody": "",
        "": "",
    }

    def test_address_of_a_raw_header(self):
        for raw, address in self.SENDERS.items():
            with self.subTest(raw):
                self.assertEqual(find_sender(raw), address)

    def test_a_mail_that_breaks_the_reader_is_nobody_elses(self):
        ticket = self._create_complaint(partner_id=self.customer.id)
        word = ticket._complaint_mail_customer("We come.", "Your kettle")
        exchanges = len(ticket.complaint_interaction_ids)
        for name in (self.VICTIM, self.handler.email):
            spoof = f"=?utf-8?q?a=0D=0ABcc:_{name}?= <evil@e.example>"
            for reference in ("", word.message_id):
                with self.subTest(name, reference=reference):
                    raw = self._write_mail("x@x.example", body="We agree: 5,000")
                    head = f"From: {spoof}\r\n"
                    if reference:
                        head += f"In-Reply-To: {reference}\r\n"
                    raw = raw.replace(b"From: x@x.example\n", head.encode())
                    self.assertIn("evil", message_from_bytes(raw)["From"])
                    new = self._receive(raw)
                    self.assertEqual(bool(new), not reference)
                    if new:
                        self.assertIn("evil@e.example", new.partner_email)
                        self.assertNotEqual(new.partner_id, self.customer)
        mails = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        for mail in mails:
            self.assertNotIn(mail.author_id, self.customer | self.handler.partner_id)
        self.assertEqual(len(ticket.complaint_interaction_ids), exchanges)


class TestManyRecipients(MailCase):
    """Where a mail goes is read of all it names, however many these are."""

    def _raw(self, **headers):
        named = {"From": "nora@new.example", "To": "friend@x.example"}
        named |= {"Message-ID": f"<{time.time()}@new.example>"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return f"{head}Subject: Kettle\r\n\r\nIt leaks".encode()

    def _assert_heard(self, raw):
        ticket = self._receive(raw)
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.partner_email, "nora@new.example")
        self.assertEqual(ticket.name, "Kettle")

    def test_our_address_is_found_among_any_number(self):
        named = f"Azure <{ALIAS.upper()}>"
        for many, header in (
            *((300, "To"), (1000, "To"), (1000, "Cc"), (1000, "Resent-Cc")),
            *((20_000, "To"), (20_000, "Delivered-To")),
        ):
            others = [f"p{n}@x.example" for n in range(many)]
            for place in (0, many):
                told = ",\r\n ".join([*others[:place], named, *others[place:]])
                with self.subTest(header, many=many, place=place):
                    self._assert_heard(self._raw(**{header: told}))

    def test_in_many_headers_and_behind_long_ones(self):
        junk = "X-Junk: " + "word " * 100_000 + "\r\n"
        many = "".join(f"To: p{n}@x.example\r\n" for n in range(20_000))
        for before in (junk, junk.replace(" ", "\r\n "), many):
            with self.subTest(before[:20]):
                raw = self._raw(Cc=ALIAS)
                self._assert_heard(before.encode() + raw)
        self._assert_heard(many.encode() + self._raw(To=ALIAS))

    def test_nothing_is_named_that_the_mail_does_not(self):
        told = ", ".join(f"p{n}@x.example" for n in range(1000))
        with self.assertRaises(ValueError), mute_logger("odoo.addons.mail"):
            self._receive(self._raw(To=f"{told}, x{ALIAS}, {ALIAS}.example"))
