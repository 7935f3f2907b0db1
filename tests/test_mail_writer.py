"""Who is the customer of a mail that somebody else sends."""

from email.message import EmailMessage
from email.utils import parseaddr

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import html_sanitize
from odoo.tools.mail import append_content_to_html

from odoo.addons.complaint_recovery.tools.mail_forward import (
    plain_subject,
    read_forward,
)
from odoo.addons.complaint_recovery.tools.mail_text import read_text

from .common.customer_mail import CustomerMailCase
from .common.forwards import (
    ADDRESS,
    LABELS,
    NAME,
    SUBJECT,
    WORDS,
    html_forwards,
    plain_forwards,
)
from .common.mail import ALIAS

KURT = "Kurt Colleague <kurt@company.example>"
#: Subject and words of mails that are passed on and do not say whose they are.
UNKNOWN = {
    "no head": ("Fwd: Broken chair", "See below, please handle."),
    "a name alone": (
        "WG: Broken chair",
        "Von: Nora New\nGesendet: 2. 11. 2026\nAn: Kurt\nBetreff: Chair\n\nIt broke.",
    ),
    "a colleague's head": (
        "Fwd: Broken chair",
        "From: Leader <leader@company.example>\nDate: Monday\nTo: Kurt\n"
        "Subject: Chair\n\nIt broke.",
    ),
}
#: What a colleague writes of their own.
OWN = (
    ("Broken chair in the hall", "The chair in the hall broke. From: the shop."),
    ("Re: our kettle", "It leaks again.\nFrom now on I bring my own.\nTo be told."),
)
#: From, and headers that name who wrote → whether they say it.
FORMS = {
    ("no-reply@shop.example", "Reply-To"): True,
    (f"Contact form <{ALIAS}>", "Reply-To"): True,
    ("Form <kurt@company.example>", "Reply-To"): True,
    ("form@example.com", "X-Original-From"): True,
    ("Anna <anna@other.example>", "Reply-To"): False,
}


@tagged("post_install", "-at_install")
class TestHeads(TransactionCase):
    def test_who_wrote_is_read_in_all_languages_and_clients(self):
        cells = 0
        for language in LABELS:
            forms = plain_forwards(language)
            bodies = {
                client: (subject, append_content_to_html("", text, preserve=True))
                for client, (subject, text) in forms.items()
            }
            for client, (subject, page) in (bodies | html_forwards(language)).items():
                cells += 1
                text = read_text(html_sanitize(page))
                found = read_forward(subject, text)
                with self.subTest(language=language, client=client):
                    self.assertEqual(found.senders[:1], [(NAME, ADDRESS)], text)
                    self.assertEqual(found.words.split(), WORDS.split())
                    self.assertTrue(found.meant)
                    self.assertEqual(plain_subject(subject), SUBJECT)
        self.assertEqual(cells, 6 * 9)


class TestPassedOn(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kurt = new_test_user(
            cls.env,
            "kurt",
            "base.group_user",
            name="Kurt Colleague",
            email="kurt@company.example",
        )

    def _pass_on(self, subject, body, **headers):
        return self._receive(
            self._write_mail(KURT, subject=subject, body=body, **headers)
        )

    def test_it_is_of_whom_it_came_from_with_a_note_who_passed_it_on(self):
        for language in ("en", "zh"):
            for client, (subject, text) in plain_forwards(language).items():
                with self.subTest(language=language, client=client):
                    address = f"nora.{language}.{client.replace(' ', '.')}@new.example"
                    ticket = self._pass_on(subject, text.replace(ADDRESS, address))
                    self.assertFalse(ticket.partner_id)
                    self.assertEqual(parseaddr(ticket.partner_email), (NAME, address))
                    self.assertEqual(ticket.name, SUBJECT)
                    self.assertIn(address, self._newest(ticket).email_to)
                    self.assertIn("I hurt my arm", ticket.description)
                    said = ticket.complaint_interaction_ids
                    self.assertEqual((said.direction, said.channel), ("in", "email"))
                    self.assertEqual(said.summary.split(), WORDS.split())
                    notes = " ".join(ticket.message_ids.mapped("body"))
                    self.assertIn("Kurt Colleague", notes)
                    self.assertFalse(ticket.complaint_first_contact_at)

    def test_a_known_customer_is_the_customer(self):
        _subject, text = plain_forwards("de")["outlook"]
        ticket = self._pass_on("WG: x", text.replace(ADDRESS, self.customer.email))
        self.assertEqual(ticket.partner_id, self.customer)

    def test_an_attached_mail_tells_it_and_its_words(self):
        inner = EmailMessage()
        inner["From"], inner["Subject"] = f"{NAME} <{ADDRESS}>", SUBJECT
        inner.set_content(WORDS)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = KURT, ALIAS, f"Fwd: {SUBJECT}"
        mail["Message-Id"] = "<attached@company.example>"
        mail.set_content("Please handle.")
        mail.add_attachment(inner)
        ticket = self._receive(mail.as_bytes())
        self.assertEqual(parseaddr(ticket.partner_email), (NAME, ADDRESS))
        self.assertIn("I hurt my arm", ticket.description)

    def test_where_it_cannot_be_read_nobody_is_answered(self):
        for kind, (subject, body) in UNKNOWN.items():
            with self.subTest(kind=kind):
                ticket = self._pass_on(subject, body)
                self.assertTrue(ticket.is_complaint)
                self.assertFalse(ticket.partner_email)
                self.assertFalse(ticket.partner_id)
                self.assertFalse(self._newest(ticket))
                self.assertEqual(ticket.complaint_next_step, "customer")
                notes = " ".join(ticket.message_ids.mapped("body"))
                self.assertIn("fill in the customer", notes)
                ticket.partner_id = self.customer
                self.assertEqual(ticket.complaint_next_step, "contact")

    def test_what_a_colleague_complains_of_is_theirs(self):
        for subject, body in OWN:
            ticket = self._pass_on(subject, body)
            self.assertEqual(ticket.partner_id, self.kurt.partner_id)

    def test_what_a_customer_passes_on_is_theirs(self):
        subject, text = plain_forwards("en")["gmail"]
        ticket = self._receive(
            self._write_mail("Ann <ann@client.example>", subject=subject, body=text)
        )
        self.assertIn("ann@client.example", ticket.partner_email)

    def test_an_answer_passed_on_is_a_word_of_the_customer_and_mails_nobody(self):
        ticket = self._create_complaint(partner_email=self.customer.email)
        word = ticket._complaint_mail_customer("We come.", "Your kettle")
        ticket.message_subscribe(self.customer.ids)
        sent = len(self._outsiders_written_to())
        subject, text = plain_forwards("en")["gmail"]
        self._pass_on(
            subject,
            text.replace(ADDRESS, self.customer.email),
            References=word.message_id,
        )
        self.assertEqual(ticket.complaint_interaction_ids.direction, "in")
        self.assertIn("broke", ticket.complaint_interaction_ids.summary)
        self.assertFalse(ticket.complaint_first_contact_at)
        self.assertEqual(len(self._outsiders_written_to()), sent)

    def test_forms_and_groups_tell_who_wrote(self):
        for number, ((sender, header), tells) in enumerate(FORMS.items()):
            with self.subTest(sender=sender, header=header):
                writer = f"Nora New <nora{number}@new.example>"
                raw = self._write_mail(sender, **{header.replace("-", "_"): writer})
                ticket = self._receive(raw)
                self.assertEqual("new.example" in ticket.partner_email, tells)
                told = self._newest(ticket).email_to or ""
                self.assertEqual(f"nora{number}@new.example" in told, tells)

    def test_of_a_group_that_hides_the_address_the_name_is_kept(self):
        sender = "'Nora New' via Complaints <complaints-group@example.com>"
        ticket = self._receive(self._write_mail(sender))
        self.assertEqual(ticket.partner_name, "Nora New")
        self.assertEqual(ticket.complaint_next_step, "customer")
        self.assertFalse(self._newest(ticket))
