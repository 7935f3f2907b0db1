from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common.remedies import RemedyCommon


@freeze_time("2026-03-02 09:00:00")
class TestAmongColleagues(RemedyCommon):
    """The thread of a remedy or a deadline is no second way to the customer."""

    def setUp(self):
        super().setUp()
        self.remedy = self._request()
        self.deadline = self.remedy.sudo().deadline_id.with_user(self.handler)

    def test_neither_customer_nor_stranger_follows_a_part_of_a_complaint(self):
        for record in (self.remedy, self.deadline):
            for partner in (self.customer, self.stranger, self.portal.partner_id):
                with self.assertRaises(UserError):
                    record.message_subscribe(partner.ids)
                record.sudo().message_subscribe(partner.ids)
                self.assertNotIn(partner, record.sudo().message_partner_ids)

    def test_colleague_follows_a_part_of_a_complaint(self):
        for record in (self.remedy, self.deadline):
            record.message_subscribe(self.manager.partner_id.ids)
            self.assertIn(self.manager.partner_id, record.message_partner_ids)

    def test_colleague_it_is_about_hears_nothing_of_its_parts(self):
        self.ticket.sudo().complaint_about_user_id = self.agent_all
        for record in (self.remedy, self.deadline):
            with self.assertRaises(UserError):
                record.message_subscribe(self.agent_all.partner_id.ids)

    def test_customer_is_not_written_to_on_a_part_of_a_complaint(self):
        for record in (self.remedy, self.deadline):
            for sudo in (False, True):  # The server posts what is written at a screen.
                with self.assertRaises(UserError):
                    record.sudo(sudo).message_post(
                        body="Hello",
                        partner_ids=self.customer.ids,
                        message_type="comment",
                    )

    def test_other_code_reaches_only_colleagues_on_a_part_of_a_complaint(self):
        partners = self.customer + self.manager.partner_id
        for record in (self.remedy, self.deadline):
            message = record.sudo().message_post(
                body="Note", partner_ids=partners.ids, message_type="notification"
            )
            self.assertEqual(message.partner_ids, self.manager.partner_id)

    def test_follower_added_past_the_rule_is_told_nothing(self):
        self.env["mail.followers"]._insert_followers(
            self.remedy._name, self.remedy.ids, self.customer.ids
        )
        message = self.remedy.sudo().message_post(
            body="All", subtype_xmlid="mail.mt_comment"
        )
        self.assertNotIn(self.customer, message.notified_partner_ids)
