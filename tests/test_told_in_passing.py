from odoo.tests import new_test_user

from .common import ComplaintCommon


class TestToldInPassing(ComplaintCommon):
    """What follows from somebody's work on other records tells them of no complaint."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "clerk_user",
            groups="base.group_user,base.group_partner_manager",
            name="Clerk",
        )
        cls.complaint = cls._create_complaint()

    def _written_by(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        messages = self.env["mail.message"].with_user(user)
        theirs = [
            "|",
            ("author_id", "=", user.partner_id.id),
            ("create_uid", "=", user.id),
        ]
        return messages.search([*theirs, ("model", "=", "helpdesk.ticket")])

    def test_who_moves_a_contact_is_author_of_no_note_on_a_complaint(self):
        other = self.env["res.partner"].create({"name": "Deco", "is_company": True})
        before = self.complaint.sudo().message_ids
        self.customer.with_user(self.clerk).parent_id = other
        noted = self.complaint.sudo().message_ids - before
        self.assertTrue(noted)
        self.assertIn(self.env.ref("base.partner_root"), noted.author_id)
        self.assertNotIn(self.clerk, noted.create_uid)
        self.assertFalse(self._written_by(self.clerk))

    def test_who_may_read_it_says_what_they_did(self):
        self.complaint._complaint_log("Looked at")
        self.assertIn(self.handler.partner_id, self.complaint.message_ids.author_id)

    def test_a_key_to_a_plain_ticket_is_none_to_a_complaint(self):
        ticket = self._create_ticket()
        key = ticket.sudo()._portal_ensure_token()
        ticket.action_mark_complaint()
        self.assertNotEqual(ticket.sudo().access_token, key)

    def test_followers_of_parts_are_told_to_who_may_read_these(self):
        remedy = self._create_remedy(self.complaint).sudo()
        remedy.message_subscribe(self.leader.partner_id.ids)
        domain = [("res_model", "=", remedy._name), ("res_id", "=", remedy.id)]
        followers = self.env["mail.followers"]
        self.assertTrue(followers.with_user(self.handler).search(domain))
        for person in (self.employee, self.clerk, self.sales):
            with self.subTest(person.login):
                self.assertFalse(followers.with_user(person).search(domain))

    def test_signs_and_endless_words_of_a_customer_stop_no_form(self):
        self._create_complaint(name="Kettle leaks again")
        for words in ("①②③ ½¼¾ ²³¹", "x" * 3000, "①②③ kettle leaks"):
            other = self._create_complaint(name="Kettle", description=words)
            with self.subTest(words[:9]):
                other.with_user(self.handler).read(["complaint_similar_note"])
                self.assertIn(self.complaint, other._complaint_find_similar())
