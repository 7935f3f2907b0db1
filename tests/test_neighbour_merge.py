"""``helpdesk_mgmt_merge`` archives what it merges: complaints end as duplicates."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import ComplaintCommon


class TestMergeByAnotherAddon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (cls._create_complaint() for _n in range(2))
        cls.plain, cls.other = cls._create_ticket(count=2)

    def _merge(self, *tickets, user=None, **vals):
        tickets = self.env["helpdesk.ticket"].union(*tickets)
        merges = self.env["helpdesk.ticket.merge"].with_user(user or self.manager)
        return merges.with_context(active_ids=tickets.ids).create(
            {"ticket_ids": [Command.set(tickets.ids)], **vals}
        )

    def _assert_refused(self, merge):
        with self.assertRaisesRegex(UserError, "closed as a duplicate"):
            merge.merge_tickets()
        self.env.invalidate_all()
        self.assertTrue(self.first.active and self.second.active and self.plain.active)

    def test_merging_complaints_is_refused_with_the_way_out(self):
        self._assert_refused(
            self._merge(self.first, self.second, dst_ticket_id=self.first.id)
        )

    def test_so_is_merging_a_complaint_into_a_plain_ticket(self):
        self._assert_refused(
            self._merge(self.plain, self.first, dst_ticket_id=self.plain.id)
        )

    def test_so_is_merging_complaints_into_a_new_ticket(self):
        self._assert_refused(
            self._merge(
                self.first, self.second, create_new_ticket=True, dst_ticket_name="New"
            )
        )

    def test_plain_tickets_are_merged_as_ever(self):
        # Odoo lets administrators alone move messages: a manager is refused by it.
        admin = self.env.ref("base.user_admin")
        vals = {"user": admin, "dst_ticket_id": self.plain.id}
        self._merge(self.plain, self.other, **vals).merge_tickets()
        self.assertTrue(self.plain.active)
        self.assertFalse(self.other.active)

    def _merge_plain_into_complaint(self):
        admin = self.env.ref("base.user_admin")
        vals = {"user": admin, "dst_ticket_id": self.first.id}
        self._merge(self.plain, self.first, **vals).merge_tickets()

    def test_a_plain_ticket_is_merged_into_a_complaint(self):
        said = self.plain.with_user(self.handler).message_post(
            body="Called them", message_type="comment"
        )
        self._merge_plain_into_complaint()
        self.assertFalse(self.plain.active)
        self.assertTrue(self.first.is_complaint)
        self.assertEqual(said.sudo().res_id, self.first.id)

    def test_words_in_the_name_of_others_do_not_come_along(self):
        self.plain.with_user(self.manager).message_post(
            body="Approved",
            message_type="comment",
            author_id=self.env.ref("base.partner_admin").id,
        )
        with self.assertRaisesRegex(UserError, "name of somebody else"):
            self._merge_plain_into_complaint()
        self.env.invalidate_all()
        self.assertTrue(self.plain.active)

    def test_who_followed_the_plain_one_follows_no_complaint_by_that(self):
        """Everybody may follow a plain ticket, and a complaint is read by following."""
        stranger = self.employee.partner_id
        self.plain.sudo().message_subscribe((stranger | self.leader.partner_id).ids)
        self._merge_plain_into_complaint()
        self.env.invalidate_all()
        followers = self.first.sudo().message_partner_ids
        self.assertNotIn(stranger, followers)
        self.assertIn(self.leader.partner_id, followers)
        merged = self.first.sudo().message_ids.filtered(
            lambda message: "merged from" in message.body
        )
        self.assertIn(self.leader.partner_id, merged.notified_partner_ids)
        self.assertNotIn(stranger, merged.notified_partner_ids)
        self.assertFalse(self.first.with_user(self.employee).has_access("read"))
        notes = self.first.sudo().message_ids.mapped("body")
        left_out = [note for note in notes if "Left out" in note]
        self.assertTrue(left_out)
        self.assertIn(self.employee.name, left_out[0])
