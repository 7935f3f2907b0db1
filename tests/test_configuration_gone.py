from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import ComplaintCommon


class TestConfigurationGone(ComplaintCommon):
    """What admins archive or delete stops nobody from complaining."""

    @mute_logger("odoo.models.unlink")
    def test_deleted_activity_types_become_plain_to_dos(self):
        todo = self.env.ref("mail.mail_activity_data_todo")
        rules = self.env["complaint.escalation.rule"].search([])
        rules.activity_type_id = False
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "mail.activity.type"),
                ("module", "=", "complaint_recovery"),
            ]
        )
        types = self.env["mail.activity.type"].browse(data.mapped("res_id"))
        self.assertGreater(len(types), 5)
        types.unlink()
        ticket = self._create_complaint()
        running = ticket.sudo()._complaint_running("first_contact")
        self.assertEqual(running.activity_id.activity_type_id, todo)
        self._contact(ticket)
        escalation = ticket.sudo()._complaint_escalate("Look")
        self.assertEqual(escalation.activity_ids.activity_type_id, todo)
        ticket.sudo().complaint_deadline_ids[:1]._leave_to_managers()

    def test_archived_types_work_on(self):
        kind = self.env.ref("complaint_recovery.mail_activity_type_first_contact")
        kind.active = False
        running = self._create_complaint().sudo()._complaint_running("first_contact")
        self.assertEqual(running.activity_id.activity_type_id, kind)

    @mute_logger("odoo.models.unlink")
    def test_deleted_staff_templates_mail_nobody(self):
        for name in ("director", "review", "duplicate"):
            self.env.ref(f"complaint_recovery.mail_template_{name}").unlink()
        self.company._complaint_tell_director()
        first = self._create_complaint()
        second = self._create_complaint()
        second.action_close_duplicate(first)
        self.assertEqual(second.sudo().complaint_phase, "closed")

    def test_the_last_severity_stays(self):
        severities = self.env["complaint.severity"].search([])
        with self.assertRaises(ValidationError):
            severities.active = False
        (severities - self.minor).active = False
        self.assertEqual(
            self._create_complaint().sudo().complaint_severity_id, self.minor
        )

    def test_archived_severity_and_cause_stay_on_what_has_them(self):
        ticket = self._create_complaint(
            complaint_cause_id=self.cause.id, complaint_severity_id=self.major.id
        )
        self.major.active = self.cause.active = False
        self._contact(ticket)
        self.assertEqual(ticket.sudo().complaint_severity_id, self.major)
        self.assertTrue(ticket.sudo()._complaint_running("resolution"))

    def test_mail_to_an_archived_team_goes_to_people_who_answer(self):
        team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Old Complaints",
                "user_id": self.leader.id,
                "complaint_default": True,
                "alias_name": "old-complaints",
            }
        )
        team.active = False
        for rest in (True, False):
            with self.subTest(other_team=rest):
                if not rest:
                    teams = self.env["helpdesk.ticket.team"].search(
                        [("complaint_default", "=", True)]
                    )
                    teams.active = False
                ticket = self.env["helpdesk.ticket"].message_new(
                    {
                        "subject": "Kettle",
                        "body": "It leaks.",
                        "from": self.customer.email_formatted,
                        "email_from": self.customer.email_formatted,
                        "author_id": self.customer.id,
                        "to": "",
                        "cc": "",
                        "message_id": f"<{rest}@x>",
                    },
                    {"team_id": team.id},
                )
                self.assertTrue(ticket.is_complaint)
                self.assertNotEqual(ticket.team_id, team)
                self.assertTrue(ticket._complaint_may_own(ticket.user_id))
                notes = "".join(ticket.sudo().message_ids.mapped("body"))
                self.assertIn("Old Complaints", notes)

    def test_deleted_team_leaves_its_complaints_with_their_owners(self):
        ticket = self._create_complaint()
        self.team.sudo().unlink()
        self.assertEqual(ticket.sudo().user_id, self.handler)
        self._contact(ticket)


class TestCopy(ComplaintCommon):
    @classmethod
    def default_env_context(cls):
        return {}  # Mail is on.

    def test_a_copy_mails_nobody(self):
        ticket = self._create_complaint()
        mails = self.env["mail.mail"].sudo()
        count = mails.search_count([])
        told = self.env["mail.notification"].sudo().search_count([])
        for user in (self.handler, self.manager):
            copy = ticket.with_user(user).copy()
            self.env.flush_all()
            self.assertTrue(copy.is_complaint)
            self.assertTrue(copy.sudo()._complaint_running("first_contact"))
        self.assertEqual(mails.search_count([]), count)
        self.assertEqual(self.env["mail.notification"].sudo().search_count([]), told)

    def test_what_continues_an_earlier_one_is_acknowledged(self):
        ticket = self._create_complaint()
        ticket.action_withdraw("Found it")
        count = self.env["mail.mail"].sudo().search_count([])
        ticket.action_continue()
        self.env.flush_all()
        self.assertGreater(self.env["mail.mail"].sudo().search_count([]), count)
