"""Mails that have no words one can read say what they are; pictures in a text show."""

import base64
from email.message import EmailMessage
from email.utils import make_msgid

from .common.customer_mail import CustomerMailCase
from .common.mail import ALIAS

NORA = "Nora New <nora@new.example>"
EVENT = (
    "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTART:20261105T090000Z\r\nSUMMARY:Visit of the\r\n  fitter\r\n"
    "LOCATION:Lane 1\\, Bath\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA7\n=abcd\n-----END PGP MESSAGE-----\n"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def _mail(subject="Kettle", body=None):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = NORA, ALIAS, subject
    mail["Message-Id"] = make_msgid(domain="new.example")
    if body is not None:
        mail.set_content(body)
    return mail


def _single(maintype, subtype, name, **params):
    mail = _mail()
    mail.set_content(
        b"\x30\x80", maintype=maintype, subtype=subtype, filename=name, params=params
    )
    return mail


def _calendar(method):
    mail = _mail(body="")
    mail.add_alternative(
        EVENT.format(method=method), subtype="calendar", params={"method": method}
    )
    return mail


def _encrypted():
    mail = _mail()
    mail["Content-Type"] = "multipart/encrypted; protocol=application/pgp-encrypted"
    control, data = EmailMessage(), EmailMessage()
    control.set_content(b"Version: 1\n", "application", "pgp-encrypted")
    data.set_content(PGP.encode(), "application", "octet-stream")
    mail.set_payload([control, data])
    return mail


#: Kind → its mail, and what the description says.
SEALED = {
    "S/MIME": (
        lambda: _single("application", "pkcs7-mime", "smime.p7m"),
        "encrypted",
    ),
    "S/MIME signed": (
        lambda: _single(
            "application", "pkcs7-mime", "smime.p7m", **{"smime-type": "signed-data"}
        ),
        "signed",
    ),
    "S/MIME by name": (
        lambda: _single("application", "octet-stream", "smime.p7m"),
        "encrypted",
    ),
    "PGP": (_encrypted, "encrypted"),
    "PGP in the text": (lambda: _mail(body=PGP), "encrypted"),
    "winmail.dat": (
        lambda: _single("application", "ms-tnef", "winmail.dat"),
        "winmail.dat",
    ),
    "calendar": (lambda: _calendar("REQUEST"), "Visit of the fitter"),
}


class TestSealed(CustomerMailCase):
    def test_each_says_what_it_is_and_is_not_acknowledged(self):
        for kind, (make, said) in SEALED.items():
            with self.subTest(kind=kind):
                ticket = self._receive(make().as_bytes())
                self.assertTrue(ticket.is_complaint)
                self.assertIn(said, ticket.description)
                self.assertIn(said, ticket.complaint_interaction_ids.summary)
                self.assertFalse(self._newest(ticket))
                notes = " ".join(ticket.message_ids.mapped("body"))
                self.assertIn("its words cannot be read here", notes)
                if kind != "PGP in the text":
                    self.assertTrue(ticket.attachment_ids)

    def test_with_words_beside_it_is_read_like_any_other(self):
        for body in ("It leaks.", f"It leaks, and I am very angry about this!\n{PGP}"):
            mail = _mail(body=body)
            mail.add_attachment(
                b"0", maintype="application", subtype="ms-tnef", filename="winmail.dat"
            )
            ticket = self._receive(mail.as_bytes())
            self.assertIn("It leaks", ticket.description)
            self.assertTrue(self._newest(ticket))

    def test_a_photo_alone_says_so_and_is_acknowledged(self):
        mail = _mail(body="\n")
        mail.add_attachment(
            PICTURE, maintype="image", subtype="png", filename="table.png"
        )
        ticket = self._receive(mail.as_bytes())
        self.assertIn("only files: table.png", ticket.description)
        self.assertTrue(self._newest(ticket))

    def test_when_and_where_is_told_of_a_calendar(self):
        ticket = self._receive(_calendar("REPLY").as_bytes())
        for said in ("2026-11-05 09:00 UTC", "Lane 1, Bath", "answers an invitation"):
            self.assertIn(said, ticket.description)


class TestPictures(CustomerMailCase):
    def _with_picture(self, **params):
        mail = _mail(body="Look")
        mail.add_alternative(
            '<p>Look:</p><img src="cid:photo@x"><p>It burnt my table.</p>', "html"
        )
        mail.get_payload()[1].add_related(
            PICTURE, maintype="image", subtype="png", cid="<photo@x>", **params
        )
        return mail

    def test_pictures_in_the_text_show_named_or_not(self):
        for params in ({"filename": "photo.png"}, {}):
            with self.subTest(params=params):
                ticket = self._receive(self._with_picture(**params).as_bytes())
                self.assertNotIn("cid:", ticket.description)
                self.assertIn('src="/web/image/', ticket.description)
                self.assertIn("burnt my table", ticket.description)
