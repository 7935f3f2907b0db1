"""The acknowledgement: who it comes from, below which mail, in which language."""

from email.utils import parseaddr
from unittest.mock import patch

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .common.customer_mail import CustomerMailCase
from .common.mail import ALIAS

#: Subject of an absence note without any header, in many languages.
ABSENT = """Automatic reply: X|Out of Office: X|Out of office|OOO: X|Autoreply: X
Automatische Antwort: X|Abwesenheitsnotiz: X|Ich bin im Urlaub|Réponse automatique : X
Absence du bureau : X|Message d'absence|Respuesta automática: X|Fuera de la oficina: X
Risposta automatica: X|Fuori sede: X|Automatisch antwoord: X|Afwezigheidsbericht: X
Automatyczna odpowiedź: X|Resposta automática: X|Ausência temporária: X|Autosvar: X
Automatiskt svar: X|Automaattinen vastaus: X|Automatická odpověď: X|Otomatik Yanıt: X
Automatikus válasz: X|Автоматический ответ: X|Автоответ: X|自動応答: X|不在通知: X
자동 회신: X|自动答复: X|自动回复：X|自動回覆: X|假期自动回复：X|رد تلقائي: X
Re: X (Out of office)""".replace("\n", "|").split("|")
#: Subject of a person → what a careless rule takes it for.
PRESENT = (
    "Auto: Bremsen defekt, Werkstatt ruft nicht zurück",
    "Absent parts in the box",
    "自动回复太多了，没有人回答",
    "Out of office chairs: two legs broken",
    "Read my last mail!",
)
#: What somebody writes → header Content-Language → the language of the answer.
LANGUAGES = {
    ("Ma bouilloire fuit, je ne suis pas contente.", ""): "fr_FR",
    ("Mein Wasserkocher ist undicht, ich bin sehr verärgert.", ""): "de_DE",
    ("水壶漏水，请尽快处理。", ""): "zh_CN",
    ("My kettle leaks and it is not good.", ""): "en_US",
    ("Kettle?", "de-AT"): "de_DE",
    ("Kettle?", "zh-CN"): "zh_CN",
    ("Kettle?", ""): "en_US",
    ("Чайник течёт, позвоните", ""): "en_US",
}


class TestAcknowledgement(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_FR", "de_DE", "zh_CN"):
            cls.env["res.lang"]._activate_lang(code)

    def _on_the_wire(self, ticket):
        sent = []

        def keep(server, message, *args, **kwargs):
            sent.append(message)
            return message["Message-Id"]

        with (
            patch.object(IrMail_Server, "send_email", keep),
            patch.object(IrMail_Server, "_disable_send", lambda self: False),
            patch.object(IrMail_Server, "_connect__", lambda *a, **kw: None),
        ):
            self._newest(ticket).send()
        return sent[0]

    def test_it_stands_below_the_customers_mail(self):
        raw = self._write_mail("Nora New <nora@new.example>")
        theirs = raw.decode().split("Message-Id: ")[1].split("\n")[0].strip()
        message = self._on_the_wire(self._receive(raw))
        self.assertEqual(message["In-Reply-To"], theirs)
        self.assertIn(theirs, message["References"])

    def test_it_comes_from_a_person_and_answers_go_to_the_alias(self):
        ticket = self._receive(self._write_mail("Nora New <nora@new.example>"))
        message = self._on_the_wire(ticket)
        self.assertEqual(parseaddr(message["From"])[0], self.leader.name)
        name, address = parseaddr(message["Reply-To"])
        self.assertEqual((name, address), (self.company.name, ALIAS))

    def test_it_is_in_the_customers_language(self):
        for number, ((words, header), lang) in enumerate(LANGUAGES.items()):
            with self.subTest(words=words, header=header):
                raw = self._write_mail(f"Nora New <nora{number}@new.example>", words)
                if header:
                    raw = f"Content-Language: {header}\n".encode() + raw
                ticket = self._receive(raw)
                self.assertEqual(ticket._complaint_lang(), lang)
                partner = ticket._complaint_sender()
                self.assertEqual(partner.lang, lang)

    def test_the_contact_says_it_first(self):
        self.customer.lang = "fr_FR"
        raw = self._write_mail(self.customer.email, "It is not good and it leaks.")
        self.assertEqual(self._receive(raw)._complaint_lang(), "fr_FR")

    def test_a_name_is_turned_as_one_says_it(self):
        for sender, name in (
            ('"Doe, John" <jd@y.example>', "John Doe"),
            ('"Deco, Inc." <jd@z.example>', "Deco, Inc."),
        ):
            ticket = self._receive(self._write_mail(sender))
            self.assertEqual(ticket._complaint_contact_name(), name)


class TestAbsence(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.word = cls.ticket._complaint_mail_customer("We come.", "Your kettle")

    def _answer(self, subject):
        before = self.ticket.complaint_interaction_ids
        subject = subject.replace("X", "Re: Kettle leaks")
        raw = self._answer_to(self.word, self.customer.email, subject=subject)
        self.assertFalse(self._receive(raw))
        return self.ticket.complaint_interaction_ids - before

    def test_a_note_without_headers_is_no_word_in_any_language(self):
        taken = [subject for subject in ABSENT if self._answer(subject)]
        self.assertFalse(taken)

    def test_what_only_looks_like_one_is_theirs(self):
        for subject in PRESENT:
            self.assertTrue(self._answer(subject), subject)

    def test_and_is_acknowledged(self):
        for subject in PRESENT[:4]:
            ticket = self._receive(self._write_mail("n@new.example", subject=subject))
            self.assertTrue(self._newest(ticket), subject)
