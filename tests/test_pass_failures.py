from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY, PassCommon

PASS = "odoo.addons.complaint_recovery.models.deadline.scheduled_pass"
CHECK = "odoo.addons.complaint_recovery.models.deadline.rule_check"
ESCALATION = "odoo.addons.complaint_recovery.models.escalation.escalation"
#: The owner is warned and the team leader told: first contact was due at 9.
TUESDAY = datetime(2026, 3, 3, 9)
REFUSING = """
    CREATE FUNCTION pg_temp.refuse() RETURNS trigger AS
        $$BEGIN RAISE EXCEPTION 'refused'; END$$ LANGUAGE plpgsql;
    CREATE TRIGGER refuse BEFORE INSERT ON {} FOR EACH ROW
        WHEN (NEW.{} = {}) EXECUTE FUNCTION pg_temp.refuse();
"""


class PassFailuresCommon(PassCommon):
    """Four complaints opened on MONDAY; the first is the one that makes trouble."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.tickets = cls.env["helpdesk.ticket"].union(
                *(cls._create_complaint() for _time in range(4))
            )
        for ticket in cls.tickets:
            cls._only(cls, ticket, "first_contact")
        cls.bad = cls.tickets[0]
        cls.deadline = cls.bad.sudo()._complaint_running("first_contact")

    def _refuse(self, table, column, value):
        """Let the database itself refuse to insert such a row: a real SQL error."""
        self.env.flush_all()
        self.env.cr.execute(REFUSING.format(table, column, value))

    def _pass_with_trouble(self, when=TUESDAY):
        with mute_logger("odoo.sql_db", PASS, CHECK, ESCALATION):
            self._pass(when)
        self.assertFalse(self.cron.failure_count)

    def _assert_all_but_the_bad(self):
        for ticket in self.tickets - self.bad:
            self.assertEqual(self._levels(ticket), [1, 2])
        self.assertFalse(self._levels(self.bad))
        self.assertEqual(self.deadline.failure_count, 1)

    def _mails_since(self, before):
        return self.env["mail.mail"].search([("id", "not in", before.ids)])


class TestPassFailures(PassFailuresCommon):
    """One that fails stops nobody else, backs off, and ends with the managers."""

    def test_an_sql_error_stops_nobody_else(self):
        self._refuse("complaint_escalation", "ticket_id", self.bad.id)
        self._pass_with_trouble()
        self._assert_all_but_the_bad()
        self.assertIn("refused", self.deadline.error)

    def test_a_validation_error_stops_nobody_else(self):
        model = type(self.env["complaint.escalation"])
        create = model.create

        def picky(escalations, vals_list):
            if any(vals["ticket_id"] == self.bad.id for vals in vals_list):
                raise ValidationError(escalations.env._("Not this one."))
            return create(escalations, vals_list)

        with patch.object(model, "create", picky):
            self._pass_with_trouble()
        self._assert_all_but_the_bad()
        self.assertEqual(self.deadline.error, "Not this one.")

    def test_a_condition_that_cannot_be_judged_any_more_stops_no_other_rule(self):
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Odd", "team_ids": [(6, 0, self.plain_team.ids)], "level": 2}
        )
        self.env.cr.execute(
            "UPDATE complaint_escalation_rule SET since = NULL, domain = %s "
            "WHERE id = %s",
            ('[("a_field_that_went", "=", 1)]', rule.id),
        )
        self.bad.sudo().team_id = self.plain_team
        self.env.invalidate_all()
        self._pass_with_trouble()
        # The other rules fire on it all the same, once.
        for when in (TUESDAY, self.deadline.next_check_at):
            self._pass_with_trouble(when)
            for ticket in self.tickets:
                self.assertEqual(self._levels(ticket), [1, 2])
        self.assertEqual(self.deadline.failure_count, 2)

    def test_the_next_try_waits_twice_as_long_each_time(self):
        self._refuse("complaint_escalation", "ticket_id", self.bad.id)
        when = TUESDAY
        for minutes in (5, 10, 20, 40):
            self._pass_with_trouble(when)
            wait = timedelta(minutes=minutes)
            self.assertEqual(self.deadline.next_check_at, when + wait)
            when += wait
        self._pass_with_trouble(when)
        self.assertFalse(self.deadline.next_check_at)
        self.assertEqual(self.deadline.failure_count, 5)

    def test_nothing_left_undone_is_silent_though_no_manager_can_be_told(self):
        managers = self.env["res.users"]._complaint_managers()
        managers.sudo().write({"active": False})
        own_hand(self.deadline).failure_count = 4
        self._refuse("complaint_escalation", "ticket_id", self.bad.id)
        self._pass_with_trouble()
        todo = self.bad.sudo().activity_ids.filtered(
            lambda a: "rules" in (a.summary or "")
        )
        self.assertEqual(todo.user_id, self.leader + self.director)

    def test_parking_that_fails_in_turn_stops_nobody_else(self):
        own_hand(self.deadline).failure_count = 4
        self._refuse("mail_activity", "res_id", self.bad.id)
        self._pass_with_trouble()
        self.assertEqual(self.deadline.failure_count, 5)
        self.assertFalse(self.deadline.next_check_at)
        self.assertEqual(self._levels(self.tickets[1]), [1, 2])

    def test_a_manager_lets_the_engine_look_again(self):
        own_hand(self.deadline).write({"failure_count": 5, "next_check_at": False})
        self._pass(TUESDAY)
        self.assertFalse(self._levels(self.bad))
        with freeze_time(TUESDAY):
            self.deadline.with_user(self.manager).action_check_again()
        self._pass(TUESDAY + timedelta(minutes=5))
        self.assertEqual(self._levels(self.bad), [1, 2])


class TestPassMails(PassFailuresCommon):
    """Who cannot be written to keeps no mail from the others, and has the activity."""

    def setUp(self):
        super().setUp()
        self.before = self.env["mail.mail"].search([])

    def _run_to_managers(self):
        """Leader and manager are told by mail, in one pass."""
        self._pass_with_trouble(datetime(2026, 3, 4, 9))

    def _assert_only_mailed(self, *users):
        mails = self._mails_since(self.before)
        told = self.leader + self.manager
        for user in told:
            own = mails.filtered(lambda m, u=user: u.partner_id in m.recipient_ids)
            self.assertEqual(len(own), int(user in users), user.name)
            todo = self.bad.sudo().activity_ids.filtered(
                lambda a, u=user: a.complaint_escalation_id and a.user_id == u
            )
            self.assertEqual(len(todo), 1)
        for ticket in self.tickets:
            self.assertNotIn(True, self._escalations(ticket).mapped("mail_pending"))

    def test_a_broken_address_keeps_no_mail_from_the_others(self):
        self.leader.email = "no address at all"
        self._run_to_managers()
        self._assert_only_mailed(self.leader, self.manager)  # Fails when it is sent.

    def test_whoever_has_no_address_has_the_activity(self):
        self.leader.email = False
        self._run_to_managers()
        self._assert_only_mailed(self.manager)

    def test_a_mail_that_cannot_be_written_keeps_none_from_the_others(self):
        template = self.env.ref("complaint_recovery.mail_template_escalations")
        template.body_html = f'<p t-out="1 / (object.id - {self.leader.id})"/>'
        self._run_to_managers()
        self._assert_only_mailed(self.manager)

    def test_a_deleted_template_costs_the_mails_alone(self):
        self.env.ref("complaint_recovery.mail_template_escalations").unlink()
        self._run_to_managers()
        self._assert_only_mailed()

    def test_each_reads_the_mail_in_their_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("complaint_recovery.mail_template_escalations")
        template.with_context(lang="fr_FR").subject = "À vous"
        self.leader.lang = "fr_FR"
        self._run_to_managers()
        self._assert_only_mailed(self.leader, self.manager)
        mails = self._mails_since(self.before)
        subjects = {m.recipient_ids: m.subject for m in mails}
        self.assertEqual(subjects[self.leader.partner_id], "À vous")
        self.assertNotEqual(subjects[self.manager.partner_id], "À vous")


class TestPassMeanwhile(PassFailuresCommon):
    """What was taken away since a deadline was planned."""

    def test_the_rule_looks_one_up_when_its_person_was_deleted(self):
        person = self.agent_all.copy({"login": "soon_gone"})
        rule = self.env.ref("complaint_recovery.complaint_escalation_rule_leader")
        rule.write({"recipient": "user", "user_id": person.id})
        person.unlink()
        self._pass_with_trouble()
        escalation = self._escalations(self.bad)[-1]
        self.assertEqual(escalation.to_user_ids, self.leader)
        self.assertTrue(escalation.detour)

    def test_whoever_left_between_telling_and_mailing_gets_no_mail(self):
        before = self.env["mail.mail"].search([])
        with patch.object(type(self.deadline), "_tell_people"):
            self._pass(TUESDAY)
        self.assertTrue(self._escalations(self.bad).filtered("mail_pending"))
        self.leader.active = False
        self._pass_with_trouble(TUESDAY)
        to_leader = self._mails_since(before).filtered(
            lambda mail: self.leader.partner_id in mail.recipient_ids
        )
        self.assertFalse(to_leader)
        self.assertFalse(self._escalations(self.bad).filtered("mail_pending"))

    def test_a_complaint_deleted_or_unmarked_fires_nothing_more(self):
        self.tickets[1].sudo().unlink()
        self.tickets[2].with_user(self.manager).action_unmark_complaint()
        self._pass_with_trouble()
        self.assertEqual(self._levels(self.bad), [1, 2])
        self.assertFalse(self._levels(self.tickets[2]))

    def test_an_archived_company_keeps_its_deadlines_watched(self):
        company = self.env["res.company"].create({"name": "Given up"})
        self.handler.company_ids += company
        with freeze_time(MONDAY):
            ticket = self._create_complaint(
                company_id=company.id, team_id=False, is_complaint=True
            )
        self._only(ticket, "first_contact")
        # Odoo refuses it while complaints are open: from before, or by SQL.
        self.env.cr.execute(
            "UPDATE res_company SET active = FALSE WHERE id = %s", [company.id]
        )
        self.env.invalidate_all()
        self._pass_with_trouble()
        self.assertTrue(self._escalations(ticket).to_user_ids)

    def test_a_complaint_without_a_team_goes_to_the_managers(self):
        self.bad.sudo().team_id = False
        self._pass_with_trouble()
        leader_level = self._escalations(self.bad)[-1]
        self.assertIn(self.manager, leader_level.to_user_ids)

    def test_a_rule_that_has_fired_cannot_be_deleted(self):
        self._pass(TUESDAY)
        rule = self._escalations(self.bad).rule_id[:1]
        with self.assertRaisesRegex(ValidationError, "Archive it"):
            rule.unlink()
