from ast import literal_eval
from datetime import datetime
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import ROLES, ComplaintCommon

NOW = datetime(2030, 6, 3, 10)
AT_ONCE = "odoo.addons.complaint_recovery.models.life.archiving.AT_ONCE"


@freeze_time(NOW)
class TestArchiving(ComplaintCommon):
    """What was closed years ago is proposed to managers, and archived by one click."""

    @classmethod
    def default_env_context(cls):
        return {}  # Managers are told.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.complaint_archive_months = 24
        cls.old = cls._close(months=25, name="Old kettle")
        cls.recent = cls._close(months=23)
        cls.open = cls._create_complaint()

    @classmethod
    def _close(cls, months, **vals):
        ticket = cls._create_complaint(**vals)
        ticket.action_withdraw("Found it")
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE helpdesk_ticket SET complaint_closed_at = %s WHERE id = %s",
            (NOW - relativedelta(months=months), ticket.id),
        )
        cls.env.invalidate_all()
        return ticket.sudo()

    def _daily(self):
        for step in self.env["helpdesk.ticket"]._complaint_daily_steps():
            if "archiv" in str(step):
                step()

    def _notes(self, user=None):
        return self.env["mail.message"].search(
            [
                ("subject", "like", "complaints to archive"),
                ("notified_partner_ids", "in", (user or self.manager).partner_id.ids),
            ]
        )

    def _archive(self, user=None, tickets=None):
        if tickets is None:
            tickets = self.env["helpdesk.ticket"]
        return tickets.with_user(user or self.manager).action_complaint_archive()

    def test_managers_are_told_once_a_month_with_a_list(self):
        self._daily()
        note = self._notes()
        self.assertIn(f"{self.old.number} Old kettle", note.body)
        self.assertNotIn(self.recent.number, note.body)
        self.assertNotIn(self.open.number, note.body)
        self.assertFalse(self._notes(self.leader))
        self._daily()
        self.assertEqual(self._notes(), note)
        with freeze_time(NOW + relativedelta(months=1)):
            self._daily()
        self.assertEqual(len(self._notes()), 2)
        self.assertTrue(self.old.active)

    def test_nobody_is_told_where_there_is_nothing_or_where_it_is_off(self):
        self.company.complaint_archive_months = 0
        self._daily()
        self.assertFalse(self._notes())
        self.company.complaint_archive_months = 30
        self._daily()
        self.assertFalse(self._notes())

    def test_one_click_archives_what_is_proposed_and_nothing_else(self):
        found = self.env["helpdesk.ticket"].with_user(self.manager)
        action = self.env.ref("complaint_recovery.complaint_action_archive")
        shown = found.search(literal_eval(action.domain))
        self.assertEqual(shown, self.old.with_user(self.manager))
        self.assertEqual(shown.mapped("complaint_archivable"), [True])
        self._archive()
        self.assertFalse(self.old.active)
        self.assertTrue(self.recent.active and self.open.active)
        self.assertIn("closed long ago", self.old.message_ids[0].body)
        self.assertEqual(self.old.message_ids[0].author_id, self.manager.partner_id)

    def test_of_a_list_that_is_filtered_go_those_it_shows(self):
        older = self._close(months=30)
        tickets = self.env["helpdesk.ticket"].with_context(
            active_domain=[("id", "=", older.id)]
        )
        self._archive(tickets=tickets)
        self.assertEqual((older.active, self.old.active), (False, True))
        self.assertFalse(self.company.complaint_archive_agreed_at)

    def test_chosen_ones_are_archived_alone(self):
        other = self._close(months=40)
        self._archive(tickets=self.old | self.recent)
        self.assertFalse(self.old.active)
        self.assertTrue(self.recent.active and other.active)

    def test_the_rest_follows_in_the_background_and_no_more_than_was_agreed(self):
        more = [self._close(months=30 + n) for n in range(4)]
        with patch(AT_ONCE, 2):
            self._archive()
            self.assertEqual(sum(ticket.active for ticket in more), 2)
            self._daily()
        self.assertFalse(any(ticket.active for ticket in [self.old, *more]))
        self.assertFalse(self.company.complaint_archive_agreed_at)
        later = self._close(months=26)
        self._daily()
        self.assertTrue(later.active)

    def test_only_managers_archive(self):
        for user in (self.handler, self.leader, self.agent_all, self.employee):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._archive(user)
        self.assertTrue(self.old.active)

    def test_what_is_still_owed_keeps_it(self):
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET complaint_next_due_at = %s WHERE id = %s",
            (NOW, self.old.id),
        )
        self.env.invalidate_all()
        self._archive()
        self.assertTrue(self.old.active)

    def test_one_about_a_manager_is_not_told_to_that_manager(self):
        second = new_test_user(self.env, "second_manager", groups=ROLES["manager"])
        self.old.complaint_about_user_id = second
        self._daily()
        self.assertTrue(self._notes())
        self.assertFalse(self._notes(second))

    def test_each_company_has_its_own_time(self):
        other = self.env["res.company"].create(
            {"name": "B", "complaint_archive_months": 60}
        )
        there = new_test_user(
            self.env,
            "manager_there",
            groups=ROLES["manager"],
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self._daily()
        self.assertFalse(self._notes(there))
        self._archive(there)
        self.assertTrue(self.old.active)

    def test_what_customers_write_on_an_archived_one_is_a_complaint_again(self):
        self._archive()
        customer = self.customer
        before = self.env["helpdesk.ticket"].search([("is_complaint", "=", True)])
        self.old.message_post(
            body="The kettle leaks again, and nobody answers me.",
            author_id=customer.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        after = self.env["helpdesk.ticket"].search([("is_complaint", "=", True)])
        self.assertEqual((after - before).complaint_origin_id, self.old)
