from odoo.exceptions import UserError

from odoo.addons.complaint_recovery.exceptions import ComplaintConflictError

from .common import ComplaintCommon


class TestTwoAtOnce(ComplaintCommon):
    """Saving a form over somebody else's newer save loses neither text."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_complaint()
        self.other = self.cause.search([("id", "!=", self.cause.id)], limit=1)
        self.ticket.complaint_finding = "<p>It leaks.</p>"

    def _save(self, user, seen, **vals):
        ticket = self.ticket.with_user(user)
        if seen is not None:
            vals = {**vals, "complaint_seen": seen}
        return ticket.web_save(vals, {"name": {}})

    def test_it_names_who_when_and_what_and_keeps_both(self):
        seen = {"complaint_finding": "<p>It leaks.</p>"}
        self._save(self.leader, seen, complaint_finding="<p>The lid is broken.</p>")
        with self.assertRaises(ComplaintConflictError) as caught:
            self._save(self.handler, seen, complaint_finding="<p>The seal is old.</p>")
        for words in ("Leader", "Findings", "The lid is broken.", "still in the form"):
            self.assertIn(words, str(caught.exception))
        self.assertIn("The lid is broken.", self.ticket.complaint_finding)

    def test_other_fields_and_the_same_words_are_no_conflict(self):
        seen = {"complaint_finding": "<p>It leaks.</p>", "name": self.ticket.name}
        self._save(self.leader, seen, complaint_finding="<p>The lid is broken.</p>")
        self._save(self.handler, {"name": self.ticket.name}, name="Kettle, leaking")
        self._save(self.handler, seen, complaint_finding="<p>The lid is broken.</p>")

    def test_every_type_of_field_is_compared(self):
        severity = self.ticket.sudo().complaint_severity_id.id
        cells = {  # Seen, saved by one, saved by the other.
            "name": ("Kettle leaks", "Other", "Third"),
            "complaint_exposure": ("none", "media", "legal"),
            "complaint_claim_amount": (0.0, 12.0, 99.0),
            "complaint_desired_outcome": (False, "Money", "Sorry"),
            "complaint_cause_id": (False, self.cause.id, self.other.id),
            "complaint_severity_id": (
                {"id": severity},
                self.critical.id,
                self.minor.id,
            ),
            "complaint_third_party_date": (False, "2026-03-02", "2026-03-03"),
        }
        for name, (seen, first, second) in cells.items():
            with self.subTest(name):
                self._save(self.leader, {name: seen}, **{name: first})
                with self.assertRaises(UserError):
                    self._save(self.handler, {name: seen}, **{name: second})

    def test_without_what_was_seen_it_saves_as_ever(self):
        self._save(self.leader, None, name="Kettle, leaking")
        self.assertEqual(self.ticket.name, "Kettle, leaking")
        self._create_ticket().web_save({"name": "Plain"}, {"name": {}})
