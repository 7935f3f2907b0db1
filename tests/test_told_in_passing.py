from odoo.fields import Command
from odoo.tests import new_test_user

from .common import ComplaintCommon


class TestToldInPassing(ComplaintCommon):
    """What follows from somebody's work on other records tells them of no complaint."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What Odoo writes down of a change by itself is said by somebody, too.
        tracked = {"tracking_disable": False, "mail_notrack": False}
        cls.env = cls.env(context={**cls.env.context, **tracked})
        cls.clerk = new_test_user(
            cls.env,
            "clerk_user",
            groups="base.group_user,base.group_partner_manager",
            name="Clerk",
        )
        cls.administrator = new_test_user(
            cls.env,
            "rights_user",
            groups="base.group_user,base.group_erp_manager",
            name="Administrator",
        )
        cls.complaint = cls._create_complaint()

    @classmethod
    def _about(cls, user):
        cls.complaint.sudo().complaint_about_user_id = user

    def _other_currency(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        own = self.company.currency_id
        other = currencies.search([("id", "!=", own.id)], limit=1)
        other.active = True
        return other

    def _assert_told_by_the_system(self, user, before):
        """Something was said, and ``user`` is its author nowhere."""
        self.cr.precommit.run()
        self.assertTrue(self.complaint.sudo().message_ids - before)
        self.assertFalse(self._written_by(user))

    def _written_by(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        messages = self.env["mail.message"].with_user(user)
        theirs = [
            "|",
            ("author_id", "=", user.partner_id.id),
            ("create_uid", "=", user.id),
        ]
        found = messages.search([*theirs, ("model", "!=", False)])
        return found.filtered(
            lambda m: (
                m.model.startswith(("helpdesk.ticket", "complaint."))
                and not self.env[m.model]
                .browse(m.res_id)
                .with_user(user)
                .has_access("read")
            )
        )

    def test_who_moves_a_contact_is_author_of_no_note_on_a_complaint(self):
        other = self.env["res.partner"].create({"name": "Deco", "is_company": True})
        before = self.complaint.sudo().message_ids
        self.customer.with_user(self.clerk).parent_id = other
        noted = self.complaint.sudo().message_ids - before
        self.assertTrue(noted)
        self.assertIn(self.env.ref("base.partner_root"), noted.author_id)
        self.assertNotIn(self.clerk, noted.create_uid)
        self.assertFalse(self._written_by(self.clerk))

    def test_who_takes_a_member_out_of_a_team_is_author_of_nothing_on_what_they_had(
        self,
    ):
        self._about(self.manager)
        self.complaint.sudo().activity_schedule(
            summary="To do", user_id=self.handler.id
        )
        before = self.complaint.sudo().message_ids
        team = self.team.with_user(self.manager)
        team.write({"user_ids": [Command.unlink(self.handler.id)]})
        self._assert_told_by_the_system(self.manager, before)
        self.assertNotEqual(self.complaint.sudo().user_id, self.handler)

    def test_who_archives_a_colleague_is_author_of_nothing_on_what_they_had(self):
        self._about(self.administrator)
        before = self.complaint.sudo().message_ids
        self.handler.with_user(self.administrator).active = False
        self._assert_told_by_the_system(self.administrator, before)

    def test_who_changes_the_currency_is_author_of_nothing_about_it(self):
        self.complaint.sudo().complaint_claim_amount = 50
        self._about(self.administrator)
        before = self.complaint.sudo().message_ids
        self.company.with_user(self.administrator).currency_id = self._other_currency()
        self._assert_told_by_the_system(self.administrator, before)

    def test_before_the_currency_changes_no_complaint_is_named_to_whom_it_is_kept_from(
        self,
    ):
        other = self._other_currency()

        def warn(*complaints):
            for complaint in complaints:
                complaint.sudo().complaint_claim_amount = 50
            company = self.company.with_user(self.administrator)
            spec = {"currency_id": {}}
            words = company.onchange({"currency_id": other.id}, ["currency_id"], spec)
            return words.get("warning", {}).get("message", "")

        none = warn()
        self._about(self.administrator)
        self.assertEqual(warn(self.complaint), none, "one about them counts nowhere")
        second = self._create_complaint()
        self.assertNotIn(second.number, warn(second))
        self.assertNotIn(self.complaint.number, warn())
        self.assertIn("complaints", warn())

    def test_managers_hear_of_a_currency_and_of_no_complaint_about_themselves(self):
        self.complaint.sudo().complaint_claim_amount = 50
        self._about(self.manager)
        second = self._create_complaint(complaint_claim_amount=50)
        self.company.with_user(self.administrator).currency_id = self._other_currency()
        heard = self.env["mail.message"].search(
            [("partner_ids", "in", self.manager.partner_id.ids)]
        )
        self.assertIn(second.number, str(heard.mapped("body")))
        self.assertNotIn(self.complaint.number, str(heard.mapped("body")))

    def test_who_works_on_a_document_is_author_of_nothing_that_follows_from_it(self):
        remedy = self._create_remedy(self.complaint)
        remedy.action_offer()
        remedy.action_accept()
        before = self.complaint.sudo().message_ids
        remedy.with_user(self.clerk)._document_done()
        self._assert_told_by_the_system(self.clerk, before)

    def test_who_may_not_read_it_owns_no_to_do_on_it_that_follows_from_their_work(self):
        ticket = self.complaint.with_user(self.clerk).sudo()
        todo = ticket.activity_schedule(summary="To do", user_id=self.handler.id)
        self.assertNotEqual(todo.create_uid, self.clerk)
        self.assertFalse(todo.with_user(self.clerk).has_access("unlink"))
        self.assertFalse(self._written_by(self.clerk))
        plain = self._create_ticket().with_user(self.clerk).sudo()
        todo = plain.activity_schedule(summary="To do", user_id=self.handler.id)
        self.assertEqual(todo.create_uid, self.clerk)

    def test_who_gives_a_complaint_away_says_so_themselves(self):
        """What they could write when they did it, they did."""
        before = self.complaint.sudo().message_ids
        ticket = self.complaint.with_user(self.handler)
        ticket.sudo().message_unsubscribe(self.handler.partner_id.ids)
        self.env.flush_all()
        self.cr.precommit.run()  # It was made before.
        ticket.write({"user_id": self.agent_all.id, "team_id": False})
        self.env.flush_all()
        self.assertFalse(ticket.has_access("read"))
        self.cr.precommit.run()
        noted = self.complaint.sudo().message_ids - before
        self.assertIn("user_id", noted.tracking_value_ids.field_id.mapped("name"))
        self.assertEqual(noted.author_id, self.handler.partner_id)

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
