"""What a complaint that is for few tells those outside the desk: no word, no amount."""

from odoo.tools import SQL

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .test_salesperson import SalesCase

EVENTS = ("opening", "solution", "escalation", "closing")
CANARY, AMOUNT = "CANARYWORD", 31.07
WORDS = ("char", "text", "html")
#: Outside the desk people hear which complaint it is, and files name themselves.
TOLD = {"number"}


class TestToldOutside(SalesCase):
    def _create_played(self, **vals):
        """Return a complaint with a promise and a remedy, reported by somebody."""
        self.ticket = self._create_complaint()
        self._contact(self.ticket)
        remedy = self._create_remedy(self.ticket, amount=AMOUNT)
        remedy.action_offer()
        remedy.action_accept()
        self.env["complaint.deadline"].with_user(self.handler).create(
            {
                "ticket_id": self.ticket.id,
                "kind": "promise",
                "name": "x",
                "due_at": "2030-01-01",
            }
        )
        self.ticket.sudo().write(vals)
        self.env.flush_all()
        return self.ticket.sudo()

    def _put_canaries(self, ticket):
        """Write a canary in each text of the complaint and of all its parts."""
        parts = [
            model
            for model in self.env.values()
            if model._name.startswith("complaint.") and model._auto
            if not (model._abstract or model._transient) and "ticket_id" in model
        ]
        for model, link in [(ticket, "id"), *((part, "ticket_id") for part in parts)]:
            names = [
                name
                for name, field in model._fields.items()
                if field.type in WORDS and field.column_type and field.store
                if not field.translate and name not in TOLD
            ]
            words = SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), CANARY) for name in names
            )
            if names and model._fields[link].store:
                table, link = SQL.identifier(model._table), SQL.identifier(link)
                query = "UPDATE %s SET %s WHERE %s = %s"
                self.env.cr.execute(SQL(query, table, words, link, ticket.id))
        self.env.invalidate_all()

    def _tell_all(self, ticket):
        """Return all that salesperson and reporter hear of the four events."""
        own_hand(ticket).complaint_reporter_id = self.sales_all
        known = self._news() | self._news(self.sales_all)
        for event in EVENTS:
            ticket._complaint_announce(event, CANARY)
        news = (self._news() | self._news(self.sales_all)) - known
        self.assertEqual(len(news), 2 * len(EVENTS))
        if ticket._complaint_is_for_few():
            self.assertFalse(news.author_id & self.handler.partner_id)
            self.assertFalse(any(news.mapped("res_id")), "it stands on no record")
        return "\n".join(f"{m.subject}\n{m.body}\n{m.preview}" for m in news)

    def test_what_is_for_all_is_told_in_words(self):
        ticket = self._create_played()
        self._put_canaries(ticket)
        told = self._tell_all(ticket)
        self.assertGreaterEqual(told.count(CANARY), 5 * len(EVENTS))

    def test_what_is_for_few_tells_no_word_and_no_amount(self):
        hidden = (
            {"complaint_confidential": True},
            {"complaint_about_user_id": self.agent_all.id},
        )
        for vals in hidden:
            with self.subTest(**vals), self.cr.savepoint() as savepoint:
                ticket = self._create_played(**vals)
                self._put_canaries(ticket)
                told = self._tell_all(ticket)
                self.assertNotIn(CANARY, told)
                self.assertNotIn("31", told.replace(ticket.number, ""))
                self.assertNotIn(self.refund.name, told)
                self.assertNotIn(self.customer.name, told)
                self.assertNotIn(self.handler.name, told)
                self.assertIn(self.customer_company.name, told)
                self.assertIn("Next: ", told, "they hear when something is due")
                savepoint.rollback()
