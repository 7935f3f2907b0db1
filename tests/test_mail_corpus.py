"""What becomes of mails as the world sends them, in one table by kind."""

from collections import Counter, defaultdict

from odoo.tools import html2plaintext, mute_logger

from .common.customer_mail import CustomerMailCase
from .common.mail import take_in
from .common.mail_corpus import CLIENTS, COMPLAINTS, SERVERS, Corpus

#: Kind → how many, opened, acknowledged, noted on the complaint, failed of these.
#: Nobody but persons with an address is acknowledged, and no report opens anything.
TABLE = {
    "genuine": (40, 40, 40, 0, 0),
    "forwarded by a colleague": (15, 15, 15, 0, 0),
    "no usable From": (5, 5, 0, 0, 0),
    "list, forwarder, filter": (10, 10, 0, 0, 0),
    "noreply@ sender": (7, 7, 0, 0, 0),
    "sealed": (3, 3, 0, 0, 0),
    "absence note, new": (4, 0, 0, 0, 0),
    "absence note, answer": (12, 0, 0, 12, 0),
    "bounce, ours, fields": (4, 0, 0, 4, 4),
    "bounce, ours, words": (25, 0, 0, 25, 25),
    "bounce, others": (13, 0, 0, 0, 0),
    "delayed": (5, 0, 0, 5, 0),
    "receipt, delivered": (5, 0, 0, 5, 0),
    "spam report": (3, 0, 0, 3, 0),
}


class TestCorpus(CustomerMailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "jane@azure.example"
        cls.complaint = cls._create_complaint()
        cls.word = cls.complaint._complaint_mail_customer("We come.", "Your kettle")
        cls.env.flush_all()

    def _ids(self, table, where=""):
        self.env.cr.execute(f"SELECT id FROM {table} {where} ORDER BY id DESC LIMIT 1")
        found = self.env.cr.fetchone()
        return found[0] if found else 0

    def _since(self, model, last):
        return self.env[model].search([("id", ">", last)])

    def _take_in(self, raw):
        """Return what one mail brought: tickets, outsiders written to, notes."""
        tables = ("helpdesk_ticket", "mail_mail", "mail_message")
        before = [self._ids(table) for table in tables]
        take_in(self.env, raw)
        tickets = self._since("helpdesk.ticket", before[0])
        mails = self._since("mail.mail", before[1])
        told = mails.filtered(
            lambda m: m.email_to or m.recipient_ids.filtered("partner_share")
        )
        notes = self._since("mail.message", before[2]).filtered(
            lambda m: m.model == "helpdesk.ticket" and m.res_id == self.complaint.id
        )
        # The next one comes days later: the same is noted once a day.
        self.env.cr.execute(
            "UPDATE mail_message SET date = date - interval '2 days'"
            " WHERE id = ANY(%s)",
            [notes.ids],
        )
        return tickets, told, notes

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_kind_by_outcome(self):
        table, wrong = defaultdict(Counter), []
        corpus = Corpus(self.word.message_id, self.customer.email)
        for kind, name, raw in corpus.mails():
            tickets, told, notes = self._take_in(raw)
            failed = notes.filtered(lambda m: "did not reach" in m.body)
            row = (1, len(tickets), bool(told), bool(notes), bool(failed))
            table[kind].update(dict(enumerate(row)))
            if any((c > 0) != (r > 0) for c, r in zip(TABLE[kind], row, strict=True)):
                wrong.append((kind, name, row))
            if kind == "genuine" and not self._is_readable(tickets, name):
                wrong.append((kind, name, tickets.name, tickets.description))
        self.assertFalse(wrong)
        found = {kind: tuple(row[i] for i in range(5)) for kind, row in table.items()}
        self.assertEqual(found, TABLE)
        self.assertGreaterEqual(sum(row[0] for row in found.values()), 150)

    def _is_readable(self, ticket, name):
        writer, subject, words, _codec = COMPLAINTS[name.split()[0]]
        shown = html2plaintext(ticket.description)
        return (
            ticket.name == subject
            and words in shown
            and ticket._complaint_customer_name() == writer
        )

    def test_there_are_as_many_as_promised(self):
        self.assertGreaterEqual(len(COMPLAINTS), 12)
        self.assertGreaterEqual(len(CLIENTS), 10)
        self.assertGreaterEqual(len(SERVERS), 8)
