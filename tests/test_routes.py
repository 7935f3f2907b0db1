"""No route of ours or of the parent tells or changes what is somebody else's."""

from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.controllers.parent_portal import ParentTicketForm
from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.routes import CANARY, RAVEN, SPARROW, RoutesCase


class TestRoutesFound(RoutesCase):
    """Those that are tried come out of the routing map."""

    def test_known_routes_are_among_them(self):
        rules = {rule.rule for rule in self._rules()}
        self.assertLessEqual(
            {
                "/ticket/close",
                "/submitted/ticket",
                "/my/tickets",
                "/my/ticket/<int:ticket_id>/<access_token>",
                "/my/complaint/<int:ticket_id>",
                "/my/complaint/<int:ticket_id>/<string:step>",
            },
            rules,
        )

    def test_every_argument_has_something_to_be_sent(self):
        self.assertGreater(len(list(self._calls(self.complaint))), 15)

    def test_only_pages_that_file_or_read_are_for_everybody(self):
        public = {
            rule.rule
            for rule in self._rules()
            if rule.endpoint.routing["auth"] not in ("user",)
        }
        # Odoo's own, which asks who may post; ours asks how much, in addition.
        public -= {"/mail/attachment/upload"}
        # Files what is new, shows what a mail asks about, and where a login has ended
        # what was typed (test_door.py, test_nothing_lost.py).
        public -= {"/complaint", "/complaint/confirm", "/my/complaint/new"}
        public -= {"/complaint/confirm/<string:key>"}
        self.assertTrue(all("<int:ticket_id>" in rule for rule in public), public)

    def test_fingerprint_sees_a_change(self):
        before = self._fingerprint(self.complaint)
        own_hand(self.remedy).description = "Other"
        self.assertNotEqual(before, self._fingerprint(self.complaint))


class TestRoutes(RoutesCase):
    """Not logged in, other customer, colleague there, wrong key, key of another."""

    def _attack(self, user, token=None, tickets=None):
        self._log_in(user)
        for ticket in tickets or (self.complaint, self.plain):
            before = self._fingerprint(ticket)
            for rule, method, url, arguments in self._calls(ticket):
                with self.subTest(url, method=method):
                    self._try(rule, method, url, arguments, token)
                    self.assertEqual(before, self._fingerprint(ticket))

    def _try(self, rule, method, url, arguments, token):
        status, told = self._send(rule, method, url, arguments, token)
        self.assertLess(status, 500, told[:300])
        word = CANARY if arguments["ticket_id"] == self.complaint.id else SPARROW
        self.assertNotIn(word, told)

    def test_the_hole_of_the_parent_is_found(self):
        self._log_in(self.other)
        before = self._fingerprint(self.plain)
        with self._without(ParentTicketForm, "support_ticket_close"):
            for rule, method, url, arguments in self._calls(self.plain):
                if url == "/ticket/close":
                    self._send(rule, method, url, arguments)
        self.assertNotEqual(before, self._fingerprint(self.plain))

    def test_not_logged_in(self):
        self._attack(self.env["res.users"])

    def test_other_customer(self):
        self._attack(self.other)

    def test_colleague_at_the_same_customer(self):
        self._attack(self.colleague, tickets=[self.complaint])

    def test_wrong_key(self):
        self._attack(self.env["res.users"], "wrong")

    def test_wrong_key_of_a_customer(self):
        self._attack(self.other, "wrong")

    def test_key_of_another_document(self):
        self._attack(self.env["res.users"], self.foreign.access_token)

    def test_key_of_another_document_of_a_customer(self):
        self._attack(self.other, self.foreign.access_token)

    def test_colleague_of_ours_without_rights(self):
        self._attack(self.employee)

    def test_own_document_with_parts_of_another(self):
        """The remedy, letter and file of a complaint asked for over one's own."""
        self._log_in(self.other)
        before = self._fingerprint(self.complaint)
        for rule, method, url, arguments in self._calls(self.foreign):
            with self.subTest(url, method=method):
                arguments = {**arguments, "ticket_id": self.complaint.id}
                self._try(rule, method, url, arguments, self.foreign.access_token)
                self.assertEqual(before, self._fingerprint(self.complaint))


class TestOwnRoutes(RoutesCase):
    """What the customer's own links do."""

    def _fingerprints(self):
        # Keys to files are made where they are shown.
        found = self._fingerprint(self.complaint) | {}
        found.pop(("ir.attachment", "res_id"))
        return found, self.env["helpdesk.ticket"].search_count([])

    def _assert_nothing_changes(self, user, token, method, csrf=True):
        self._log_in(user)
        before = self._fingerprints()
        for rule, how, url, arguments in self._calls(self.complaint):
            if how != method or rule.endpoint.routing["type"] == "jsonrpc":
                continue
            with self.subTest(url):
                status, _told = self._send(rule, how, url, arguments, token, csrf)
                self.assertLess(status, 500)
                self.assertEqual(before, self._fingerprints())

    def test_no_link_changes_anything(self):
        self._assert_nothing_changes(self.jane, None, "GET")

    def test_no_link_with_the_key_changes_anything(self):
        visitor = self.env["res.users"]
        self._assert_nothing_changes(visitor, self.complaint.access_token, "GET")

    def test_no_form_of_a_foreign_page_changes_anything(self):
        self._assert_nothing_changes(self.jane, None, "POST", csrf=False)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_the_customer_is_told_nothing_internal(self):
        for user, token in (
            (self.jane, None),
            (self.env["res.users"], self.complaint.access_token),
        ):
            self._log_in(user)
            for rule, how, url, arguments in self._calls(self.complaint):
                with self.subTest(url, method=how, user=user.name):
                    _status, told = self._send(rule, how, url, arguments, token)
                    self.assertNotIn(RAVEN, told)

    def test_the_customer_reads_the_page(self):
        self._log_in(self.jane)
        for ticket, word in ((self.complaint, CANARY), (self.plain, SPARROW)):
            self.assertIn(word, self.url_open(ticket.access_url).text)
