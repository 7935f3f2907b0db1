from datetime import datetime

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from .common import ROLES, ComplaintCommon

VISIT = datetime(2026, 3, 5, 10)


@freeze_time("2026-03-02 09:00:00")
class ReviewCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _request(self, amount=200):
        remedy = self._create_remedy(self.ticket, amount=amount)
        remedy.action_request()
        return remedy

    def _plan(self, apology, **vals):
        dialog = self.env["complaint.apology.visit"].with_user(self.handler)
        values = {"apology_id": apology.id, "ticket_id": apology.ticket_id.id}
        people = {"user_id": self.handler.id, "date": VISIT, "place": "Shop"}
        dialog.create(values | people | vals).action_apply()
        return apology.interaction_id


@freeze_time("2026-03-02 09:00:00")
class TestAmongColleagues(ReviewCommon):
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


@freeze_time("2026-03-02 09:00:00")
class TestHiddenComplaint(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(
            cls.env, "outsider", groups=ROLES["handler"], name="Outsider"
        )

    def _onchange(self, model, user, name, **values):
        self.env.flush_all()
        self.env.invalidate_all()  # Each request starts with nothing in memory.
        fields = {name: {}, **{key: {} for key in values}}
        record = self.env[model].with_user(user)
        values |= {"ticket_id": self.ticket.id}
        answer = record.onchange(values, ["ticket_id"], {"ticket_id": {}} | fields)
        return answer["value"].get(name)

    def _give_on_a_similar_case(self):
        self.ticket.complaint_cause_id = self.cause
        other = self._create_complaint(
            complaint_cause_id=self.cause.id, complaint_severity_id=self.normal.id
        )
        similar = self._create_remedy(other, amount=10)
        similar.action_offer()
        similar.action_accept()

    def test_an_id_alone_tells_nothing_of_a_complaint_out_of_sight(self):
        self.ticket.complaint_claim_amount = 777
        self._give_on_a_similar_case()
        for model, name in (
            ("complaint.remedy", "figures"),
            ("complaint.remedy", "claim_amount"),
            ("complaint.remedy", "apology_warning"),
            ("complaint.remedy", "similar_range"),
            ("complaint.remedy", "partner_id"),
            ("complaint.interaction", "partner_id"),
        ):
            with self.subTest(model=model, name=name):
                self.assertTrue(self._onchange(model, self.leader, name))
                self.assertFalse(self._onchange(model, self.outsider, name))

    def test_amounts_tried_out_tell_no_range_of_a_complaint_out_of_sight(self):
        self._give_on_a_similar_case()
        tried = ("complaint.remedy", self.leader, "unusual")
        self.assertTrue(self._onchange(*tried, amount=45))
        tried = ("complaint.remedy", self.outsider, "unusual")
        self.assertFalse(self._onchange(*tried, amount=45))


@freeze_time("2026-03-02 09:00:00")
class TestVisit(ReviewCommon):
    def test_apology_that_became_a_mail_is_not_given_by_the_visit(self):
        apology = self._create_apology(self.ticket, channel="visit", body="Sorry")
        visit = self._plan(apology)
        apology.channel = "email"
        with freeze_time(VISIT):
            visit._record({"reached": True})
            self.assertEqual(apology.state, "draft")
            apology.action_send()
        self.assertTrue(apology.attachment_id)

    def test_team_of_the_apologys_own_complaint_goes_whatever_else_is_sent(self):
        other = self._create_complaint()
        self.ticket.sudo().complaint_about_user_id = self.leader
        apology = self._create_apology(self.ticket, channel="visit")
        with self.assertRaises(UserError):
            self._plan(apology, ticket_id=other.id, user_id=self.leader.id)
        self.assertFalse(apology.interaction_id)


@freeze_time("2026-03-02 09:00:00")
class TestWhoIsAsked(ReviewCommon):
    def test_new_team_leader_is_asked_about_what_waits(self):
        deadline = self._request().sudo().deadline_id
        self.assertEqual(deadline.user_id, self.leader)
        self.team.write({"user_id": self.agent_all.id})
        self.assertEqual(deadline.user_id, self.agent_all)
        self.assertEqual(deadline.activity_id.user_id, self.agent_all)

    def test_cards_of_a_phone_have_the_buttons_of_the_list(self):
        buttons = {}
        for view in ("list", "kanban"):
            arch = self.env.ref(
                f"complaint_recovery.complaint_remedy_view_{view}_ticket"
            ).arch
            buttons[view] = {
                (button.get("name"), button.get("context"), button.get("invisible"))
                for button in etree.fromstring(arch).iter("button")
            }
        self.assertEqual(buttons["kanban"], buttons["list"])


class TestThirdParty(ReviewCommon):
    def test_claim_keeps_its_third_party(self):
        contact = self.stranger.copy({"parent_id": self.stranger.id})
        self.ticket.complaint_third_party_id = self.stranger
        self.ticket.complaint_third_party_contact_id = contact
        for partner in (contact, self.stranger):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    partner.unlink()


@freeze_time("2026-03-02 09:00:00")
class TestClosed(ReviewCommon):
    def test_nothing_is_asked_for_approved_or_offered_once_closed(self):
        self.ticket.action_withdraw("Found the parcel")
        for state, user, step in (
            ("draft", self.handler, "action_request"),
            ("to_approve", self.manager, "action_approve"),
            ("approved", self.handler, "action_offer"),
        ):
            remedy = self._create_remedy(self.ticket).sudo()
            remedy.state = state  # As other code may have left it.
            with self.subTest(step), self.assertRaises(UserError):
                getattr(remedy.with_user(user), step)()
            self.assertEqual(remedy.state, state)
