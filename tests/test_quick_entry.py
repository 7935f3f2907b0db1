from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tools.safe_eval import safe_eval

from .common.quick_entry import QuickEntryCommon


@freeze_time("2030-01-02 09:00:00")
class TestQuickEntrySave(QuickEntryCommon):
    def test_one_save_writes_call_apology_and_promise(self):
        form = self._form()
        form.partner_id = self.customer
        form.sentiment = "upset"
        self.assertFalse(form.apologised)  # Nobody ticked it.
        form.apologised = True
        ticket = self._save(form)
        call, apology = ticket.complaint_interaction_ids.sorted("id")
        self.assertEqual((call.direction, call.sentiment), ("in", "upset"))
        self.assertEqual(apology.purpose, "apology")
        self.assertEqual(ticket.complaint_apology_ids.state, "sent")
        promise = ticket.complaint_deadline_ids.filtered(lambda d: d.kind == "promise")
        self.assertEqual(promise.due_at, datetime(2030, 1, 2, 17))
        self.assertEqual(promise.user_id, self.handler)

    def test_incoming_call_stops_the_clock_of_first_contact(self):
        form = self._form()
        form.partner_id = self.customer
        ticket = self._save(form)
        first = ticket.complaint_deadline_ids.filtered(
            lambda d: d.kind == "first_contact"
        )
        self.assertEqual((first.state, first.kept), ("done", True))
        self.assertEqual(ticket.complaint_first_contact_at, datetime(2030, 1, 2, 9))

    def test_unticked_apology_and_call_back_are_not_written(self):
        form = self._form()
        form.partner_id = self.customer
        form.apologised = form.call_back = False
        ticket = self._save(form)
        self.assertFalse(ticket.complaint_apology_ids)
        self.assertNotIn("promise", ticket.complaint_deadline_ids.mapped("kind"))

    def test_what_was_told_stands_on_the_complaint(self):
        form = self._form()
        form.partner_id = self.customer
        form.desired_outcome = "A new kettle"
        form.claim_amount = 120
        form.loss_ongoing = True
        form.exposure = "media"
        form.cause_id = self.cause
        ticket = self._save(form)
        self.assertEqual(ticket.name, "The kettle leaks")
        self.assertEqual(ticket.user_id, self.handler)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.complaint_desired_outcome, "A new kettle")
        self.assertEqual(ticket.complaint_claim_amount, 120)
        self.assertTrue(ticket.complaint_loss_ongoing)
        self.assertEqual(ticket.complaint_exposure, "media")
        self.assertEqual(ticket.complaint_cause_id, self.cause)

    def test_unknown_caller_with_number_becomes_a_contact(self):
        form = self._form()
        form.partner_name = "Ann New"
        form.partner_phone = "0499 99 88 77"
        form.partner_email = "Ann@New.example"
        ticket = self._save(form)
        self.assertEqual(ticket.partner_id.name, "Ann New")
        self.assertEqual(ticket.partner_id.phone, "0499 99 88 77")
        self.assertEqual(ticket.partner_id.email, "ann@new.example")

    def test_unknown_caller_with_address_gets_the_acknowledgement(self):
        form = self._form()
        form.partner_name = "Ann New"
        form.partner_email = "ann@new.example"
        ticket = self._save(form)
        mails = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        self.assertIn(ticket.partner_id, mails.recipient_ids)
        self.assertIn(ticket.number, mails[:1].subject)

    def test_acknowledgement_tells_when_we_call_back(self):
        form = self._form()
        form.partner_id = self.customer
        ticket = self._save(form)
        mail = self.env["mail.mail"].search([("res_id", "=", ticket.id)], limit=1)
        self.assertIn("5:00", mail.body_html)

    def test_caller_without_name_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "Who is it"):
            self._save(self._form())

    def test_caller_whom_nobody_can_call_back_is_asked_for_a_number(self):
        form = self._form()
        form.partner_name = "Ann New"
        with self.assertRaisesRegex(UserError, "Ann New"):
            self._save(form)

    def test_complaint_without_words_is_not_saved(self):
        form = self._form(description=False)
        form.partner_id = self.customer
        with self.assertRaisesRegex(UserError, "What happened"):
            self._save(form)

    def test_call_back_is_not_promised_for_the_past(self):
        form = self._form()
        form.partner_id = self.customer
        form.call_back_at = "2030-01-01 17:00:00"
        with self.assertRaisesRegex(UserError, "time to come"):
            self._save(form)

    def test_number_told_in_the_call_stands_in_the_promise(self):
        form = self._form()
        form.partner_id = self.customer
        form.partner_phone = "+32 2 555 00 00"
        promise = self._save(form)._complaint_running("promise")
        self.assertEqual(promise.name, "Call back: +32 2 555 00 00")

    def test_employees_take_no_complaints(self):
        with self.assertRaises(AccessError):
            self._form(self.employee)

    def test_another_user_cannot_press_the_button(self):
        form = self._form()
        form.partner_id = self.customer
        entry = form.save()
        with self.assertRaises(AccessError):
            entry.with_user(self.leader).action_save()


class TestQuickEntryTitle(QuickEntryCommon):
    def _title(self, text):
        entry = self.env["complaint.quick.entry"].new({"description": text})
        return entry._get_title()

    def test_title_is_the_first_sentence(self):
        self.assertEqual(self._title("It leaks! And smells."), "It leaks!")
        self.assertEqual(self._title("It leaks\nsince Monday"), "It leaks")

    def test_title_is_not_cut_at_an_abbreviation(self):
        title = self._title("Model no. 4 from M. Smith leaks")
        self.assertEqual(title, "Model no. 4 from M. Smith leaks")

    def test_chinese_title_is_the_first_sentence(self):
        self.assertEqual(self._title("水壶漏水。昨天刚买的!"), "水壶漏水")

    def test_long_chinese_title_keeps_its_beginning(self):
        self.assertEqual(self._title("水" * 200), "水" * 80 + "…")

    def test_long_title_ends_at_a_word(self):
        title = self._title("word " * 40)
        self.assertLessEqual(len(title), 81)
        self.assertTrue(title.endswith("word…"))


@freeze_time("2030-01-02 09:00:00")
class TestQuickEntryCaller(QuickEntryCommon):
    def test_customer_is_found_by_number_however_written(self):
        partners = self.env["res.partner"].with_user(self.handler)
        partners = partners.with_context(complaint_search_phone=True)
        for number in ("0470/12.34.56", "+32470123456", "470 12 34 56"):
            found = [row[0] for row in partners.name_search(number)]
            self.assertIn(self.customer.id, found, number)

    def test_number_is_no_search_word_anywhere_else(self):
        partners = self.env["res.partner"].with_user(self.handler)
        self.assertFalse(partners.name_search("470123456"))

    def test_known_number_brings_the_customer(self):
        form = self._form()
        form.partner_phone = "0470 123456"
        self.assertEqual(form.partner_id, self.customer)
        self.assertEqual(form.partner_name, "Jane Doe")

    def test_known_address_brings_the_customer(self):
        form = self._form()
        form.partner_email = "JANE@azure.example"
        self.assertEqual(form.partner_id, self.customer)

    def test_number_of_two_customers_chooses_none_of_them(self):
        self.stranger.phone = self.customer.phone
        form = self._form()
        form.partner_phone = self.customer.phone
        self.assertFalse(form.partner_id)

    def test_earlier_complaints_appear_while_typing(self):
        earlier = self._create_complaint(name="Late <b>delivery</b>")
        form = self._form()
        self.assertFalse(form.earlier_note)
        form.partner_id = self.customer_company
        self.assertIn(earlier.number, form.earlier_note)
        self.assertIn("open!", form.earlier_note)
        self.assertNotIn("<b>", form.earlier_note)
        self.assertEqual(form.continued_id, earlier)

    def test_of_others_out_of_sight_number_owner_and_next_promise_are_told(self):
        foreign = self._create_complaint(
            user=self.manager, user_id=self.leader.id, name="Secret"
        )
        for hiding, told in (
            ({}, True),
            ({"complaint_confidential": True}, False),
            ({"complaint_about_user_id": self.handler.id}, False),
        ):
            kept = {"complaint_confidential": False, "complaint_about_user_id": False}
            foreign.sudo().write({**kept, **hiding})
            form = self._form()
            form.partner_id = self.customer
            note = form.earlier_note or ""
            with self.subTest(hiding):
                self.assertEqual(foreign.number in note, told)
                self.assertEqual(self.leader.name in note, told)
                self.assertEqual("next promise" in note, told)
                self.assertNotIn("Secret", note)
                self.assertFalse(form.continued_id)

    def test_call_about_an_open_complaint_is_written_on_that_one(self):
        earlier = self._create_complaint()
        form = self._form(description="Still no answer")
        form.partner_id = self.customer
        form.loss_ongoing = True
        ticket = self._save(form, "action_continue_earlier")
        self.assertEqual(ticket, earlier)
        call = ticket.complaint_interaction_ids.filtered(lambda i: i.direction == "in")
        self.assertEqual(call.summary, "Still no answer")
        self.assertTrue(ticket.complaint_loss_ongoing)
        self.assertTrue(ticket._complaint_running("promise"))

    def test_apology_is_not_repeated_on_the_earlier_complaint(self):
        earlier = self._create_complaint()
        self._create_apology(earlier).action_send()
        form = self._form(description=False)
        form.partner_id = self.customer
        ticket = self._save(form, "action_continue_earlier")
        self.assertEqual(len(ticket.complaint_apology_ids), 1)

    def test_foreign_complaint_is_not_continued_by_its_id(self):
        foreign = self._create_complaint(user=self.manager, user_id=self.leader.id)
        entries = self.env["complaint.quick.entry"].with_user(self.handler)
        vals = {"description": "x", "continued_id": foreign.id}
        with self.assertRaises(AccessError):
            entries.create(vals)
        with self.assertRaises(AccessError):  # Or it was taken away meanwhile.
            entries.sudo().create(vals).sudo(False).action_continue_earlier()


class TestMenusAndDefaults(QuickEntryCommon):
    def test_handlers_open_all_records_from_the_menu(self):
        menus = self.env["ir.ui.menu"].with_user(self.handler)
        visible = menus._visible_menu_ids()
        for name in ("interaction", "apology", "remedy"):
            menu = self.env.ref(f"complaint_recovery.complaint_{name}_menu")
            self.assertIn(menu.id, visible)
            records = self.env[menu.action.res_model].with_user(self.handler)
            self.assertTrue(records.get_views([(False, "list")])["views"]["list"])
            safe_eval(menu.action.context or "{}", {})

    def test_employees_do_not_see_the_records(self):
        menus = self.env["ir.ui.menu"].with_user(self.employee)
        parent = self.env.ref("complaint_recovery.complaint_menu_records")
        self.assertNotIn(parent.id, menus._visible_menu_ids())

    def test_switch_of_team_and_category_works_at_once_for_both(self):
        category = self.env["helpdesk.ticket.category"].create({"name": "Damage"})
        for holder, name in ((category, "category_id"), (self.plain_team, "team_id")):
            plain = self._create_ticket(**{name: holder.id})
            self.assertFalse(plain.is_complaint)
            holder.with_user(self.manager).complaint_default = True
            self.assertTrue(self._create_ticket(**{name: holder.id}).is_complaint)
            holder.complaint_default = False

    def test_switch_is_for_helpdesk_people(self):
        for model in ("helpdesk.ticket.team", "helpdesk.ticket.category"):
            field = self.env[model]._fields["complaint_default"]
            self.assertEqual(field.groups, "helpdesk_mgmt.group_helpdesk_user_own")
            self.assertIn("Every new ticket", field.help)
