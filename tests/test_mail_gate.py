"""Who hands in mails about complaints: the mail server, and nobody else."""

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common.mail import ALIAS, MailCase
from .common.reports import DSN


class TestGate(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint().sudo()

    def _hand_in(self, user, raw, model=None, **kwargs):
        threads = self.env["mail.thread"].with_user(user)
        with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            return threads.message_process(model, raw, **kwargs)

    def _mails(self):
        """Return what a colleague would like to be on record, by every route."""
        remedy = self._create_remedy(self.ticket)
        answer = self._write_mail(self.customer.email, body="I withdraw everything")
        forged = {
            "ticket_id": self.ticket.id,
            "type_id": self.refund.id,
            "amount": 4000,
        }
        known = {"is_complaint": True, "access_token": "known", "name": "x"}
        report = DSN.format(
            number=1,
            alias=ALIAS,
            email=self.customer.email,
            message_id=f"<1-openerp-{self.ticket.id}-helpdesk.ticket@vm>",
            action="failed",
            status="5.1.1",
            subject="Failed",
        )
        yield answer, "helpdesk.ticket", {"thread_id": self.ticket.id}
        yield answer, "complaint.remedy", {"thread_id": remedy.id}
        yield answer, "complaint.remedy", {"custom_values": forged}
        yield answer, "helpdesk.ticket", {"custom_values": known}
        yield self._write_mail(self.customer.email), None, {}
        yield report.encode(), None, {}

    def _counts(self):
        self.env.cr.flush()  # Tracked changes become messages.
        models = ("helpdesk.ticket", "complaint.remedy", "mail.message")
        return [self.env[name].sudo().search_count([]) for name in models]

    def test_colleagues_hand_in_nothing_whoever_they_are(self):
        mails = list(self._mails())
        for role in ("employee", "sales", "handler", "leader", "manager", "portal"):
            for number, (raw, model, kwargs) in enumerate(mails):
                with self.subTest(role, number=number):
                    before = self._counts()
                    with self.assertRaises(AccessError):
                        self._hand_in(getattr(self, role), raw, model, **kwargs)
                    self.assertEqual(self._counts(), before)

    def test_the_mail_server_does(self):
        for user in (self.env.ref("base.user_admin"), self.env.user):
            raw = self._write_mail(f"new{user.id}@client.example")
            self._hand_in(user, raw)
            found = self.env["helpdesk.ticket"].search(
                [("partner_email", "ilike", f"new{user.id}@client.example")]
            )
            self.assertTrue(found.is_complaint)

    def test_plain_tickets_are_handed_in_as_before(self):
        raw = self._write_mail("plain@client.example", to="x@x.example")
        values = {"team_id": self.plain_team.id}
        user = self.agent_all
        id_ = self._hand_in(user, raw, "helpdesk.ticket", custom_values=values)
        self.assertTrue(self.env["helpdesk.ticket"].browse(id_).exists())

    def test_no_alias_and_no_caller_chooses_a_key(self):
        values = {"access_token": "known", "is_complaint": True}
        tickets = self.env["helpdesk.ticket"]
        self.assertEqual(
            tickets._complaint_custom_values(values), {"is_complaint": True}
        )

    def test_a_report_on_a_guessed_number_tells_nothing_new(self):
        [*_rest, (raw, _model, _kwargs)] = self._mails()
        stranger = raw.replace(self.customer.email.encode(), b"x@evil.example")
        before = self._counts()
        self._hand_in(self.env.user, stranger)
        self.assertEqual(self._counts(), before)
        for number in (b"2", b"3"):
            self._hand_in(self.env.user, raw.replace(b"<dsn-1@", b"<dsn-%s@" % number))
        notes = self.ticket.message_ids.filtered(
            lambda m: "did not reach" in (m.body or "")
        )
        self.assertEqual(len(notes), 1)
        self.assertNotIn("Failed", notes.body)
