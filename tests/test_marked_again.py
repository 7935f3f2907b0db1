"""What has been a complaint stays one for the guards: unmark, write, mark is no way."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.models.guard.helpdesk_ticket import FIXED

from .common import ComplaintCommon

#: What was one has no stage of a complaint.
EMPTY = ("complaint_stage_id", False)
#: A plain ticket is archived, moved on and handed on as the parent has it, on record;
#: marked again it is there again, in the first stage.
OF_PLAIN_TICKETS = {"active", "stage_id", "user_id", "team_id"}


class TestMarkedAgain(ComplaintCommon):
    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.people = cls.handler | cls.leader
        cls.people.company_ids |= cls.other

    def _file(self, **vals):
        """Return a complaint that the customer filed on the portal."""
        tickets = self.env["helpdesk.ticket"].with_user(self.portal).sudo()
        ticket = tickets.create(
            {
                "name": "Private",
                "description": "It leaks.",
                "partner_id": self.portal.partner_id.id,
                "team_id": self.team.id,
                "user_id": self.handler.id,
                "complaint_confidential": True,
                **vals,
            }
        )
        self.assertTrue(ticket.is_complaint)
        return ticket.with_env(self.env)

    def _unmark(self, ticket):
        ticket.with_user(self.manager).action_unmark_complaint()
        self.assertFalse(ticket.is_complaint)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def _is_refused(self, ticket, user, vals):
        """Return whether ``user`` may not write ``vals``; nothing stays written."""
        try:
            with self.env.cr.savepoint() as savepoint:
                ticket.with_user(user).write(vals)
                self.env.flush_all()
                savepoint.rollback()
        except (AccessError, UserError):
            return True
        return False

    def _values(self, ticket):
        """Return field → values to try, of all that is stored on a ticket."""
        for name, field in sorted(ticket._fields.items()):
            ours = name.startswith("complaint") or name in FIXED
            if not field.store or not (ours or name in self._asked()):
                continue
            if field.type in ("one2many", "many2many", "binary", "properties"):
                continue
            yield name, False
            if field.type == "many2one":
                model = self.env[field.comodel_name]
                for other in model.search([("id", "!=", ticket[name].id)], limit=3):
                    yield name, other.id
            elif field.type == "selection":
                yield name, field.get_values(self.env)[0]
            else:
                value = {"boolean": True, "integer": 7, "float": 7, "monetary": 7}
                value |= {"datetime": "2020-01-01 00:00:00", "date": "2020-01-01"}
                yield name, value.get(field.type, "x")

    @staticmethod
    def _asked():
        return OF_PLAIN_TICKETS | {"partner_id", "company_id", "partner_email"}

    def test_what_is_refused_on_a_complaint_is_refused_on_what_was_one(self):
        ticket = self._file(complaint_severity_id=self.major.id)
        tried = list(self._values(ticket.sudo()))
        self.assertGreater(len(tried), 60)
        people = {user: ticket.with_user(user) for user in self.people}
        refused = {
            (user, name, value)
            for user in people
            for name, value in tried
            if self._is_refused(ticket, user, {name: value})
        }
        self.assertGreater(len(refused), 40)
        self._unmark(ticket)
        for user, name, value in sorted(refused, key=repr):
            if name not in OF_PLAIN_TICKETS and (name, value) != EMPTY:
                with self.subTest(name, value=value, user=user.name):
                    self.assertTrue(self._is_refused(ticket, user, {name: value}))

    def test_what_the_customer_filed_managers_alone_unmark(self):
        ticket = self._file(complaint_confidential=False)
        for user in self.people:
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                ticket.with_user(user).action_unmark_complaint()
        self._unmark(ticket)
        ours = self._create_complaint()
        ours.action_unmark_complaint()
        self.assertFalse(ours.is_complaint)

    def test_its_confidentiality_is_not_lifted_meanwhile(self):
        ticket = self._file()
        self._unmark(ticket)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            ticket.with_user(self.handler).complaint_confidential = False
        ticket.with_user(self.manager).complaint_confidential = False
        self.assertIn("no longer confidential", self._notes(ticket))

    def _notes(self, ticket):
        return " ".join(ticket.sudo().message_ids.mapped("body"))

    def test_its_customer_and_company_are_changed_meanwhile_as_on_a_complaint(self):
        filed = self._file()
        self._unmark(filed)
        ours = self._create_complaint()
        ours.action_unmark_complaint()
        for ticket, vals in (
            (filed, {"partner_id": self.stranger.id}),
            (ours, {"partner_id": False}),
            (ours, {"company_id": self.other.id, "team_id": False}),
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    ticket.with_user(self.handler).write(vals)
        key = ours.sudo()._portal_ensure_token()
        ours.partner_id = self.stranger  # A slip is put right, on record.
        self.assertIn("Competitor", self._notes(ours))
        self.assertNotEqual(ours.sudo().access_token, key)

    def test_its_contact_changes_employers_or_is_merged_as_on_a_complaint(self):
        """Its people are the same as those of a complaint."""
        ticket = self._create_complaint(partner_id=self.customer.id)
        ticket.action_unmark_complaint()
        entity = self.customer.commercial_partner_id
        self.customer.parent_id = self.env["res.partner"].create(
            {"name": "Deco", "is_company": True}
        )
        self.assertEqual(ticket.sudo().commercial_partner_id, entity)
        clerk = new_test_user(
            self.env, "clerk", groups="base.group_user,base.group_partner_manager"
        )
        twin = entity.copy({"name": "Azure"})
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(clerk)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.create({})._merge((entity | twin).ids, twin, extra_checks=False)

    def test_whom_it_is_about_is_changed_meanwhile_on_record(self):
        boss = new_test_user(
            self.env, "boss", groups="helpdesk_mgmt.group_helpdesk_manager"
        )
        ticket = self._create_complaint(complaint_about_user_id=self.leader.id)
        ticket.action_unmark_complaint()
        ticket.complaint_about_user_id = self.manager
        self.assertIn("from Leader to Manager", self._notes(ticket))
        told = ticket.sudo().message_ids.search(
            [("subject", "=", f"{ticket.number}: whom it is about")]
        )
        self.assertIn(boss.partner_id, told.notified_partner_ids)

    def test_a_leader_takes_no_complaint_to_the_own_team_by_that_way(self):
        own = self.plain_team.copy({"user_id": self.handler.id})
        own.user_ids |= self.handler
        ticket = self._create_complaint()
        self._create_remedy(ticket)
        ticket.action_unmark_complaint()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            ticket.team_id = own

    def test_words_the_customer_filed_are_noted_before_they_are_written_anew(self):
        ticket = self._file()
        self._unmark(ticket)
        ticket.with_user(self.handler).description = "Nothing."
        self.assertIn("It leaks.", self._notes(ticket))

    def test_nobody_speaks_there_as_somebody_else(self):
        ticket = self._create_complaint()
        ticket.action_unmark_complaint()
        message = ticket.message_post(
            body="I promise 10,000",
            author_id=self.manager.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        self.assertEqual(message.author_id, self.handler.partner_id)

    def test_its_deletion_is_told_and_its_title_hidden(self):
        ticket = self._create_complaint(name="CANARY title")
        ticket.action_unmark_complaint()
        name = ticket.with_user(self.sales).sudo().display_name
        self.assertEqual(name, ticket.number)
        number = ticket.number
        ticket.with_user(self.manager).unlink()
        subjects = self.env["mail.message"].search([]).mapped("subject")
        self.assertIn(f"{number} was deleted", subjects)

    def _acknowledged(self, ticket):
        return ticket.sudo().message_ids.filtered(
            lambda m: "We have your complaint" in (m.subject or "")
        )

    def test_who_was_told_once_is_not_told_again(self):
        ticket = self._create_complaint()
        told = self._acknowledged(ticket)
        self.assertTrue(told)
        ticket.action_unmark_complaint()
        ticket.action_mark_complaint()
        self.assertEqual(self._acknowledged(ticket), told)
        self.assertTrue(ticket.sudo().complaint_deadline_ids._filter_kinds("told"))

    def test_who_comes_to_be_the_customer_meanwhile_is_told(self):
        ticket = self._create_complaint()
        told = self._acknowledged(ticket)
        ticket.action_unmark_complaint()
        ticket.partner_id = self.stranger
        ticket.action_mark_complaint()
        self.assertEqual(len(self._acknowledged(ticket) - told), 1)
