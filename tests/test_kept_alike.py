"""What hangs together is kept from the same people: duplicates, and what follows on."""

from odoo.exceptions import AccessError, UserError

from .common import ComplaintCommon

LINKS = ("duplicate_id", "complaint_origin_id")


class TestKeptAlike(ComplaintCommon):
    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    def _ids_told(self, user):
        """Return the ids of all tickets that what ``user`` may read leads to."""
        self.env.flush_all()
        self.env.invalidate_all()
        tickets = self.env["helpdesk.ticket"].with_user(user)
        seen = tickets.with_context(active_test=False).search([])
        rows = seen.read(LINKS)
        return {row[name][0] for row in rows for name in LINKS if row[name]}

    def _hears_of(self, user, ticket):
        messages = self.env["mail.message"].with_user(user)
        return messages.search(
            [("model", "=", "helpdesk.ticket"), ("body", "ilike", ticket.number)]
        )

    def test_a_duplicate_tells_nobody_of_an_original_about_them(self):
        hidden = self._create_complaint(complaint_about_user_id=self.manager.id)
        seen = self._create_complaint()
        self.assertTrue(seen.with_user(self.manager).has_access("read"))
        seen.action_close_duplicate(hidden.id)
        self.assertNotIn(hidden.id, self._ids_told(self.manager))
        self.assertFalse(self._hears_of(self.manager, hidden))
        self.assertEqual(seen.sudo().complaint_outcome, "duplicate")

    def test_nor_where_it_comes_to_be_about_them_later(self):
        for change in (self.leader, self.manager):
            original, twin = self._create_complaint(), self._create_complaint()
            twin.action_close_duplicate(original.id)
            for side in (original, twin):
                side.with_user(self.agent_all).complaint_about_user_id = change
                with self.subTest(change.name, on=side == original):
                    self.assertFalse(twin.with_user(change).has_access("read"))
                    self.assertFalse(original.with_user(change).has_access("read"))
                side.with_user(self.agent_all).complaint_about_user_id = False
                self.assertFalse((original | twin).sudo().complaint_about_user_id)

    def test_who_owns_the_twin_hears_nothing_where_the_original_is_about_them(self):
        hidden = self._create_complaint(
            self.agent_all, complaint_about_user_id=self.handler.id, user_id=False
        )
        seen = self._create_complaint()
        seen.with_user(self.agent_all).action_close_duplicate(hidden.id)
        self.assertFalse(seen.with_user(self.handler).has_access("read"))
        self.assertNotIn(hidden.id, self._ids_told(self.handler))
        self.assertFalse(self._hears_of(self.handler, hidden))

    def _follow_on(self):
        first = self._create_complaint()
        return first, self._create_complaint(complaint_origin_id=first.id)

    def test_what_follows_on_tells_nobody_of_what_is_about_them(self):
        for side in (0, 1):
            pair = self._follow_on()
            pair[side].with_user(self.agent_all).complaint_about_user_id = self.manager
            for ticket in pair:
                with self.subTest(side):
                    self.assertFalse(ticket.with_user(self.manager).has_access("read"))
            self.assertNotIn(pair[0].id, self._ids_told(self.manager))

    def test_nor_where_it_is_made_or_led_there_later(self):
        hidden = self._create_complaint(complaint_about_user_id=self.manager.id)
        made = self._create_complaint(complaint_origin_id=hidden.id)
        led = self._create_complaint()
        led.complaint_origin_id = hidden
        plain = self._create_ticket()
        plain.duplicate_id = hidden  # The parent's, which links a ticket and no more.
        for ticket in made | led | plain:
            self.assertFalse(ticket.with_user(self.manager).has_access("read"))
        self.assertNotIn(hidden.id, self._ids_told(self.manager))

    def test_all_that_hangs_together_is_kept_whatever_the_way(self):
        """Up and down: a twin of what follows on from the first."""
        first, second = self._follow_on()
        twin = self._create_complaint()
        twin.action_close_duplicate(second.id)
        plain = self._create_ticket(duplicate_id=twin.id)
        whole = first | second | twin | plain
        for ticket in whole:
            ticket.with_user(self.agent_all).complaint_about_user_id = self.manager
            with self.subTest(ticket.number):
                self.assertEqual(
                    whole.sudo().mapped("complaint_about_user_id"), self.manager
                )
                kept = whole.with_user(self.manager)._filtered_access("read")
                self.assertFalse(kept)
            ticket.with_user(self.agent_all).complaint_about_user_id = False

    def test_what_is_about_two_colleagues_is_not_led_together(self):
        one = self._create_complaint(complaint_about_user_id=self.manager.id)
        other = self._create_complaint(complaint_about_user_id=self.leader.id)
        with self.assertRaisesRegex(UserError, "is about a colleague"):
            other.with_user(self.agent_all).complaint_origin_id = one

    def test_confidentiality_is_taken_over_as_well(self):
        hidden = self._create_complaint(complaint_confidential=True)
        seen = self._create_complaint()
        seen.sudo().message_subscribe(self.customer_company.ids)
        seen.action_close_duplicate(hidden.id)
        ticket = seen.sudo()
        self.assertTrue(ticket.complaint_confidential)
        self.assertNotIn(self.customer_company, ticket.message_partner_ids)
        hidden.complaint_confidential = False
        self.assertFalse(ticket.complaint_confidential)

    def test_what_the_customer_keeps_is_not_opened_by_what_hangs_on_it(self):
        filed = self.env["helpdesk.ticket"].with_user(self.portal).sudo()
        filed = filed.create(
            {
                "name": "Private",
                "description": "x",
                "partner_id": self.portal.partner_id.id,
                "team_id": self.team.id,
                "user_id": self.handler.id,
                "complaint_confidential": True,
            }
        )
        later = self._create_complaint(
            partner_id=self.portal.partner_id.id, complaint_origin_id=filed.id
        )
        self.assertTrue(later.complaint_confidential)
        for vals in (
            {"complaint_confidential": False},
            {"partner_id": self.stranger.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    later.write(vals)
        self.assertTrue(filed.complaint_confidential)

    def test_it_is_on_record_on_each_of_them(self):
        first, second = self._follow_on()
        first.with_user(self.agent_all).complaint_about_user_id = self.manager
        for ticket in first | second:
            notes = " ".join(ticket.sudo().message_ids.mapped("body"))
            self.assertIn("to Manager", notes)

    def test_plain_tickets_are_led_together_as_without_us(self):
        one, other = self._create_ticket(), self._create_ticket()
        other.duplicate_id = one
        self.assertEqual(other.duplicate_id, one)
        self.assertFalse((one | other).sudo().complaint_about_user_id)
