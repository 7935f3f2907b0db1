from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import format_datetime

from odoo.addons.complaint_recovery.tools.own_hand import own_hand
from odoo.addons.mail.tools.discuss import Store

from .common.wizards import LATER, NOW, WizardCommon


@freeze_time(NOW)
class TestReadersLanguage(WizardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"].search(
            [("name", "=", "complaint_recovery")]
        )._update_translations(["zh_CN"], overwrite=True)
        cls.customer.lang = "zh_CN"
        cls.refund.with_context(lang="zh_CN").write(
            {"name": "退款", "description": "我们退回货款。"}
        )
        cls.refund.with_context(lang="en_US").write(
            {"name": "Refund", "description": "We give the money back."}
        )
        cls.ticket = cls._create_complaint()

    def _name(self, deadline, lang):
        return deadline.with_context(lang=lang).display_name

    def _accepted(self):
        self._contact(self.ticket)
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def test_reason_of_a_rule_is_told_in_the_readers_language(self):
        rules = self.env["complaint.escalation.rule"]
        late = rules.create(
            {"name": "Late", "trigger": "deadline", "recipient": "team_leader"}
        )
        asked = rules.create({"name": "Asked", "trigger": "requested"})
        deadline = self.ticket._complaint_running("first_contact")
        told = self.ticket._complaint_escalate("late", rule=late, deadline=deadline)
        wish = self.ticket._complaint_escalate("wish", rule=asked)
        said = self.ticket._complaint_escalate("She said so herself")
        chinese = {
            escalation: escalation.with_context(lang="zh_CN").reason_told
            for escalation in told | wish | said
        }
        for escalation in told | wish:
            self.assertEqual(escalation.reason_told, escalation.reason)
            self.assertNotEqual(chinese[escalation], escalation.reason)
            self.assertRegex(chinese[escalation], "[\u4e00-\u9fff]")
        self.assertEqual(chinese[said], "She said so herself")
        note = told.with_context(lang="zh_CN")._get_note()
        self.assertIn(chinese[told], note)

    def test_reason_of_a_rule_is_told_in_the_readers_time_zone(self):
        """Beside it stands when it was told, by the own clock."""
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Late", "trigger": "deadline", "recipient": "team_leader"}
        )
        deadline = self.ticket._complaint_running("first_contact")
        told = self.ticket._complaint_escalate("late", rule=rule, deadline=deadline)
        own = told.company_id.resource_calendar_id.tz
        for tz in (own, False):
            self.assertEqual(told.with_context(tz=tz).reason_told, told.reason)
        zone = "Pacific/Auckland"
        far = told.with_context(tz=zone)
        when = format_datetime(self.env, deadline.due_at, tz=zone, dt_format="short")
        self.assertIn(when, far.reason_told)
        self.assertNotEqual(far.reason_told, told.reason)

    def test_reason_stays_as_it_was_told_where_the_date_has_moved_since(self):
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Late", "trigger": "deadline", "recipient": "team_leader"}
        )
        promise = self.ticket._complaint_promise("Call back", LATER)
        told = self.ticket._complaint_escalate("late", rule=rule, deadline=promise)
        own_hand(promise).write({"due_at": NOW})
        self.assertEqual(told.with_context(lang="zh_CN").reason_told, told.reason)

    def test_remedy_is_described_in_the_customers_language(self):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        form = Form(remedies.with_context(default_ticket_id=self.ticket.id))
        form.type_id = self.refund
        self.assertEqual(form.description, "我们退回货款。")

    def test_remedy_given_on_the_spot_is_described_in_the_customers_language(self):
        action = self.ticket.action_solve_on_spot()
        self._from_action(
            action,
            finding="Late",
            cause_id=self.cause.id,
            remedy_type_id=self.refund.id,
            amount=5,
        ).action_apply()
        self.assertEqual(self.ticket.complaint_remedy_ids.description, "我们退回货款。")

    def test_promise_of_a_remedy_is_named_in_the_readers_language(self):
        promise = self._accepted().deadline_id
        self.assertTrue(self._name(promise, "zh_CN").startswith("退款"))
        self.assertTrue(self._name(promise, "en_US").startswith("Refund"))

    def test_promise_of_a_remedy_is_on_the_owners_list_in_the_owners_language(self):
        self.handler.lang = "zh_CN"
        summary = self._accepted().deadline_id.activity_id.summary
        self.assertTrue(summary.startswith("退款"), summary)

    def test_promise_of_a_visit_is_named_in_the_readers_language(self):
        visit = self._create_interaction(
            self.ticket, state="planned", date=LATER, channel="visit", place="Shop"
        )
        promise = visit.deadline_id
        self.assertEqual(self._name(promise, "en_US"), "Visit: Shop")
        self.assertEqual(self._name(promise, "zh_CN"), "上门: Shop")

    def test_call_back_is_named_in_the_readers_language(self):
        entries = self.env["complaint.quick.entry"].with_user(self.handler)
        self.customer.phone = "+32 470 12 34 56"
        entry = entries.create(
            {
                "description": "Leaks",
                "partner_id": self.customer.id,
                "partner_phone": self.customer.phone,
            }
        )
        promise = entry._save()._complaint_running("promise")
        self.assertEqual(self._name(promise, "en_US"), "Call back")
        self.assertEqual(self._name(promise, "zh_CN"), "回电")
        # A number is told where no other line of the screen has it.
        self.customer.phone = "+32 (470) 12-34-56"
        self.assertEqual(self._name(promise, "en_US"), "Call back")
        self.customer.phone = "+32 2 555 01 10"
        number = promise.phone
        self.assertEqual(self._name(promise, "en_US"), f"Call back: {number}")
        self.assertEqual(self._name(promise, "zh_CN"), f"回电：{number}")

    def test_to_dos_are_named_in_the_readers_language(self):
        """What is stored was written in the language of whoever has it."""
        self.ticket._complaint_promise("x", LATER, phone="+32 2 555 01 10")
        self.ticket._complaint_escalate("She wants a word")
        self.env.flush_all()
        activities = self.ticket.with_user(self.handler).activity_ids
        told = {}
        for lang in ("en_US", "zh_CN"):
            self.handler.lang = lang
            store = Store(bus_channel=None)
            store.add(activities.with_context(lang=lang))
            rows = store.get_result()["mail.activity"]
            told[lang] = {row["summary"] for row in rows}
        self.assertIn("Escalated, level 1", told["en_US"])
        self.assertEqual(len(told["zh_CN"]), len(told["en_US"]))
        self.assertFalse(told["zh_CN"] & told["en_US"], told)

    def test_promise_takes_no_remedy_to_stand_behind_it(self):
        remedy = self._accepted()
        promise = remedy.deadline_id
        deadlines = self.env["complaint.deadline"].with_user(self.handler)
        vals = {"ticket_id": self.ticket.id, "name": "Mine", "due_at": LATER}
        link = {"remedy_ids": [(4, remedy.id)]}
        with self.assertRaises(AccessError):
            deadlines.create({**vals, **link})
        sent = deadlines.with_context(default_remedy_ids=link["remedy_ids"])
        self.assertEqual(sent.create(vals).display_name, "Mine")
        self.assertEqual(remedy.deadline_id, promise)

    def test_promise_in_own_words_keeps_them(self):
        promise = self.ticket._complaint_promise("Send a photo", LATER)
        self.assertEqual(self._name(promise, "zh_CN"), "Send a photo")

    def test_approval_names_the_remedy_in_the_readers_language(self):
        remedy = self._create_remedy(self.ticket, amount=60)
        remedy.action_request()
        approval = remedy.deadline_id
        self.assertIn("退款", self._name(approval, "zh_CN"))
        self.assertTrue(self._name(approval, "en_US").startswith("Approve Refund"))

    def test_approval_that_was_given_is_never_called_a_consent(self):
        remedy = self._create_remedy(self.ticket, amount=60)
        remedy.action_request()
        approval = remedy.deadline_id
        self._contact(self.ticket)
        remedy.with_user(self.manager).action_approve()
        remedy.action_offer()
        remedy.action_accept()
        self.assertNotEqual(remedy.deadline_id, approval)
        self.assertIn("Approve", self._name(approval, "en_US"))

    def test_care_and_consent_are_named_in_the_readers_language(self):
        for kind in ("care", "approval"):
            deadline = self.ticket._complaint_open_deadline(kind, "x", LATER)
            told = self._name(deadline, "zh_CN")
            self.assertNotIn(told, ("x", self._name(deadline, "en_US")))

    def test_late_mail_speaks_the_customers_language_and_names_no_cost(self):
        promise = self._accepted().deadline_id
        action = promise.with_user(self.handler).action_running_late()
        self._from_action(action, reason="Bank").action_apply()
        mail = self.ticket.message_ids.filtered(lambda m: m.partner_ids)[:1]
        self.assertIn("退款", mail.body)
        self.assertNotRegex(mail.body, r"\b40\b")

    def test_salesperson_reads_what_is_next_in_the_own_language(self):
        self._accepted()
        told = self.ticket.sudo().with_context(lang="zh_CN")
        told._complaint_running("first_contact", "follow_up")._cancel()
        self.assertIn("退款", told._complaint_news_next())
