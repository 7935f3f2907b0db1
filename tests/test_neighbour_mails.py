from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user

from .common import ComplaintCommon


class TestAutomaticClosing(ComplaintCommon, HttpCase):
    """A team of another addon that closes what nobody has touched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.over = cls.env["helpdesk.ticket.stage"].create(
            {"name": "Over", "sequence": 50, "closed": True}
        )
        template = cls.env["mail.template"].create(
            {
                "name": "It has been closed",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "It has been closed",
                "body_html": "<p>It has been closed.</p>",
                "use_default_to": True,
            }
        )
        cls.template = cls.plain_team.neighbour_closed_mail_id = template
        cls.team.neighbour_closed_mail_id = template
        cls.complaint = cls._create_complaint()
        cls.plain = cls._create_ticket(team_id=cls.plain_team.id)
        cls._age(cls.complaint | cls.plain)

    @classmethod
    def _age(cls, tickets):
        tickets.sudo().last_stage_update = fields.Datetime.subtract(
            fields.Datetime.now(), days=20
        )

    def _run(self):
        teams = (self.team | self.plain_team).sudo()
        return teams._neighbour_close_inactive(self.over)

    def _mails(self, ticket):
        domain = [("subject", "=", "It has been closed"), ("res_id", "=", ticket.id)]
        return self.env["mail.mail"].sudo().search_count(domain)

    def test_complaint_stays_without_a_mail_and_the_run_goes_on(self):
        self._run()
        self.assertFalse(self.complaint.stage_id.closed)
        self.assertEqual(self._mails(self.complaint), 0)
        self.assertEqual(self.plain.stage_id, self.over)
        self.assertEqual(self._mails(self.plain), 1)

    def test_a_manager_who_runs_it_gets_through_it_as_well(self):
        self.authenticate(self.manager.login, self.manager.login)
        teams = (self.team | self.plain_team).ids
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/helpdesk.ticket.team/neighbour_close_inactive",
            {
                "model": "helpdesk.ticket.team",
                "method": "neighbour_close_inactive",
                "args": [teams, self.over.id],
                "kwargs": {},
            },
        )
        self.env.invalidate_all()
        self.assertFalse(self.complaint.stage_id.closed)
        self.assertEqual(self._mails(self.complaint), 0)
        self.assertEqual(self.plain.stage_id, self.over)

    def test_by_other_doors_than_the_web_client_as_well(self):
        """They say elsewhere which model is called."""
        keys = self.env["res.users.apikeys"].with_user(self.manager).sudo()
        key = keys._generate("rpc", "test", datetime.now() + timedelta(hours=1))
        other = self._create_complaint()
        self._age(other)
        answer = self.opener.post(
            f"{self.base_url()}/json/2/helpdesk.ticket.team/neighbour_close_inactive",
            json={"ids": self.team.ids, "stage_id": self.over.id},
            headers={"Authorization": f"bearer {key}"},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        self._assert_stayed(self.complaint | other)
        self._age(other)
        self.xmlrpc_object.execute_kw(
            self.env.cr.dbname,
            self.manager.id,
            key,
            "helpdesk.ticket.team",
            "neighbour_close_inactive",
            [self.team.ids, self.over.id],
        )
        self._assert_stayed(self.complaint | other)

    def _assert_stayed(self, complaints):
        self.env.invalidate_all()
        for complaint in complaints:
            self.assertFalse(complaint.stage_id.closed)
            bodies = "".join(complaint.sudo().message_ids.mapped("body"))
            self.assertIn("The complaint stays", bodies)

    def test_a_person_who_closes_that_one_ticket_hears_what_is_missing(self):
        self.authenticate(self.manager.login, self.manager.login)
        with self.assertRaisesRegex(Exception, "RequirementError"):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/helpdesk.ticket/write",
                {
                    "model": "helpdesk.ticket",
                    "method": "write",
                    "args": [self.complaint.ids, {"stage_id": self.over.id}],
                    "kwargs": {},
                },
            )

    def test_next_day_it_is_not_found_again(self):
        self.assertIn(self.complaint, self._run())
        notes = len(self.complaint.sudo().message_ids)
        self.assertFalse(self._run())
        self.assertEqual(len(self.complaint.sudo().message_ids), notes)

    def test_switch_of_the_company_lets_such_mails_out(self):
        self.company.complaint_other_mails = True
        self._run()
        self.assertEqual(self._mails(self.complaint), 1)

    def test_what_a_person_sends_by_that_template_goes_out(self):
        composer = self.env["mail.compose.message"].with_user(self.handler)
        composer = composer.with_context(
            default_model="helpdesk.ticket",
            default_res_ids=self.complaint.ids,
            default_template_id=self.template.id,
        ).create({})
        composer.action_send_mail()
        message = self.complaint.sudo().message_ids[0]
        self.assertEqual(message.subject, "It has been closed")


class TestSurvey(ComplaintCommon):
    """A survey that another addon sends by the stage of the ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        survey = cls.env["mail.template"].create(
            {
                "name": "How was it?",
                "model_id": cls.env["ir.model"]._get_id("helpdesk.ticket"),
                "subject": "How was it?",
                "body_html": "<p>How was it?</p>",
                "use_default_to": True,
            }
        )
        cls.over = cls.env["helpdesk.ticket.stage"].create(
            {
                "name": "Over",
                "sequence": 50,
                "closed": True,
                "neighbour_survey_id": survey.id,
            }
        )
        cls.stage_closed.ticket_stage_id = cls.over

    def _closed(self):
        complaint = self._create_complaint()
        self._play_to_follow_up(complaint)
        self._follow_up(complaint)
        self.assertEqual(complaint.stage_id, self.over)
        return complaint

    def _asked(self, ticket):
        return "How was it?" in ticket.sudo().message_ids.mapped("subject")

    def test_addons_named_after_the_parent_are_others(self):
        tickets = self.env["helpdesk.ticket"]
        for addon in ("helpdesk_mgmt_rating", "neighbour", None):
            self.assertFalse(tickets._complaint_is_own(addon))
        for addon in ("helpdesk_mgmt", "complaint_recovery_sale"):
            self.assertTrue(tickets._complaint_is_own(addon))

    def test_plain_ticket_is_asked(self):
        plain = self._create_ticket()
        plain.stage_id = self.over
        self.assertTrue(self._asked(plain))

    def test_customer_of_a_complaint_is_followed_up_and_not_asked(self):
        self.assertFalse(self._asked(self._closed()))

    def test_with_the_switch_they_are_asked_as_well(self):
        self.company.complaint_other_mails = True
        self.assertTrue(self._asked(self._closed()))

    def test_with_the_switch_a_colleague_moves_the_ticket_who_sends_it(self):
        self.company.complaint_other_mails = True
        complaint = self._create_complaint()
        survey = self.over.neighbour_survey_id
        own = survey.with_user(self.handler).copy()
        waiting = complaint.stage_id.sudo().copy({"neighbour_survey_id": own.id})
        complaint.with_user(self.handler).stage_id = waiting
        self.assertTrue(self._asked(complaint))
        complaint = self._create_complaint().with_user(self.handler)
        complaint.rating_send_request(survey)
        self.assertTrue(self._asked(complaint))

    def test_no_template_of_ones_own_is_noted_to_the_customer(self):
        self.company.complaint_other_mails = True
        complaint = self._create_complaint().with_user(self.handler)
        own = self.over.neighbour_survey_id.with_user(self.handler).copy()
        with self.assertRaisesRegex(UserError, "for colleagues"):
            complaint.rating_send_request(own)

    def test_survey_that_is_the_stage_own_mail_goes_out(self):
        self.over.mail_template_id = self.over.neighbour_survey_id
        self.assertTrue(self._asked(self._closed()))


class TestMergedByOthers(ComplaintCommon):
    """An addon that merges tickets into one another; administrators alone may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "helpdesk_mgmt.group_helpdesk_manager,base.group_system"
        cls.admin = new_test_user(cls.env, "merging", groups=groups)

    def test_note_of_a_merger_is_no_first_contact(self):
        complaint, plain = self._create_complaint(), self._create_ticket()
        complaint.message_subscribe(self.customer.ids)
        plain.with_user(self.admin)._neighbour_merge(complaint.with_user(self.admin))
        self.assertIn("merged from", complaint.sudo().message_ids[0].body)
        self.assertFalse(complaint.complaint_interaction_ids)
        self.assertFalse(complaint.complaint_first_contact_at)
        self.assertTrue(complaint._complaint_running("first_contact"))

    def test_answer_that_names_a_ticket_is_a_first_contact(self):
        """Whoever writes it to the customer has told them."""
        complaint, plain = self._create_complaint(), self._create_ticket()
        complaint.with_user(self.handler).message_post(
            body=plain._get_html_link(plain.number),
            partner_ids=self.customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertTrue(complaint.complaint_first_contact_at)

    def test_closed_complaint_takes_its_words_nowhere_else(self):
        """There the colleague it is about would read them."""
        complaint = self._create_complaint(
            self.manager, complaint_about_user_id=self.leader.id
        )
        complaint.with_user(self.manager).message_post(body="SECRET of the leader")
        complaint.action_withdraw("Taken back")
        self.plain_team.user_ids += self.leader
        plain = self._create_ticket(self.manager, user_id=self.leader.id)
        with (
            self.assertRaisesRegex(UserError, "does not move to another"),
            self.cr.savepoint(),
        ):
            complaint.with_user(self.admin)._neighbour_merge(
                plain.with_user(self.admin)
            )
        words = plain.with_user(self.leader).message_ids.mapped("body")
        self.assertFalse([text for text in words if "SECRET" in text])


class TestFieldsOfOthers(ComplaintCommon):
    def test_continues_with_what_the_handler_may_not_read(self):
        complaint = self._create_complaint()
        cron = self.env["ir.cron"].search([], limit=1)
        complaint.sudo().neighbour_cron_ids = cron
        complaint.action_withdraw("Found it")
        action = complaint.with_user(self.handler).action_continue()
        new = complaint.browse(action["res_id"])
        self.assertTrue(new.is_complaint)
        self.assertEqual(new.sudo().neighbour_cron_ids, cron)
        self.assertEqual(new.create_uid, self.handler)


class TestAddressesOfOthers(ComplaintCommon):
    def test_what_has_no_address_yet_is_given_one(self):
        """Odoo makes the alias as superuser, and writes it as who asked."""
        keeper = new_test_user(self.env, "keeper", "account.group_account_manager")
        journals = self.env["account.journal"].with_user(keeper)
        vals = {"name": "Deals", "code": "DEALS", "type": "sale"}
        journal, other = journals.create([vals, {**vals, "name": "A", "code": "A"}])
        alias = journal.sudo().alias_id
        journal.sudo().alias_id = False
        alias.unlink()
        self.assertFalse(journal.alias_id)
        journal.write({"alias_name": "deals"})
        self.assertEqual(journal.alias_name, "deals")
        with self.assertRaises(AccessError):
            journal.write({"alias_id": other.alias_id.id})
