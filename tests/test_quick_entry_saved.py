from freezegun import freeze_time

from odoo.tests import Form

from .common.quick_entry import QuickEntryCommon

NOW = "2030-01-02 09:00:00"


@freeze_time(NOW)
class TestContinueEarlier(QuickEntryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.earlier = cls._create_complaint(
            complaint_sentiment="angry",
            complaint_desired_outcome="A new kettle",
            complaint_claim_amount=100,
            complaint_cause_id=cls.cause.id,
        )

    def _continue(self, **vals):
        form = self._form(description="Still no answer")
        form.partner_id = self.customer
        for name, value in vals.items():
            setattr(form, name, value)
        return self._save(form, "action_continue_earlier")

    def test_untouched_fields_leave_the_earlier_complaint_as_it_was(self):
        ticket = self._continue()
        self.assertEqual(ticket, self.earlier)
        self.assertEqual(ticket.complaint_sentiment, "angry")
        self.assertEqual(ticket.complaint_desired_outcome, "A new kettle")
        self.assertEqual(ticket.complaint_claim_amount, 100)
        self.assertEqual(ticket.complaint_cause_id, self.cause)

    def test_what_was_filled_in_reaches_the_earlier_complaint(self):
        cause = self.env.ref("complaint_recovery.complaint_cause_product")
        ticket = self._continue(
            claim_amount=150, cause_id=cause, desired_outcome="And a refund"
        )
        self.assertEqual(ticket.complaint_claim_amount, 150)
        self.assertEqual(ticket.complaint_cause_id, cause)
        wanted = ticket.complaint_desired_outcome
        self.assertEqual(wanted, "A new kettle\nAnd a refund")

    def test_mood_that_was_chosen_is_taken_over_also_calm(self):
        self.assertEqual(self._continue(sentiment="calm").complaint_sentiment, "calm")

    def test_new_complaint_without_a_chosen_mood_is_calm(self):
        form = self._form()
        form.partner_id = self.customer
        self.assertEqual(self._save(form).complaint_sentiment, "calm")


@freeze_time(NOW)
class TestOtherNumber(QuickEntryCommon):
    def _notes(self, ticket):
        return " ".join(ticket.sudo().message_ids.mapped("body"))

    def test_different_number_is_kept_also_without_a_call_back(self):
        form = self._form()
        form.partner_id = self.customer
        form.partner_phone = "+32 2 555 00 00"
        form.call_back = False
        ticket = self._save(form)
        self.assertIn("+32 2 555 00 00", self._notes(ticket))
        self.assertEqual(self.customer.phone, "+32 470 12 34 56")

    def test_different_number_is_kept_on_the_earlier_complaint(self):
        earlier = self._create_complaint()
        form = self._form(description=False)
        form.partner_id = self.customer
        form.partner_phone = "+32 2 555 00 00"
        self._save(form, "action_continue_earlier")
        self.assertIn("+32 2 555 00 00", self._notes(earlier))

    def test_known_number_needs_no_note(self):
        form = self._form()
        form.partner_id = self.customer
        self.assertNotIn("Number given", self._notes(self._save(form)))


@freeze_time(NOW)
class TestNoNumber(QuickEntryCommon):
    def test_call_keeps_the_promise_to_call_whom_we_have_no_number_of(self):
        """It stood in the way of closing, after all was told."""
        self.customer.phone = False
        form = self._form()
        form.partner_id = self.customer
        ticket = self._save(form)
        (promise,) = ticket._complaint_running("promise")
        action = ticket.action_record_call()
        calls = self.env[action["res_model"]].with_user(self.handler)
        call = calls.with_context(**action["context"]).create({"summary": "Called"})
        self.assertEqual(call.kept_ids, promise)

    def test_word_by_mail_keeps_it_as_well(self):
        self.customer.phone = False
        form = self._form()
        form.partner_id = self.customer
        ticket = self._save(form)
        (promise,) = ticket._complaint_running("promise")
        self._create_interaction(ticket, channel="email", purpose="progress")
        self.assertEqual(promise.state, "done")


@freeze_time(NOW)
class TestSaidAtTheEnd(QuickEntryCommon):
    def _said(self, lang):
        self.env["res.lang"]._activate_lang(lang)
        self.handler.lang = lang
        form = self._form()
        form.partner_id = self.customer
        form.call_back_at = "2030-01-02 15:30:00"
        said = form.save().with_context(lang=lang).action_save()["params"]["message"]
        return said.replace("\u202f", " ")

    def test_time_to_call_back_is_said_by_the_clock_of_the_reader(self):
        self.assertIn("Wed 3:30 PM", self._said("en_US"))
        self.assertIn("Mi 15:30", self._said("de_DE").replace(".", ""))


@freeze_time(NOW)
class TestSharedAddress(QuickEntryCommon):
    def setUp(self):
        super().setUp()
        partners = self.env["res.partner"]
        shared = {"email": "office@shop.example"}
        self.first = partners.create({"name": "Ann", **shared})
        self.second = partners.create({"name": "Bob", **shared})

    def _partner(self):
        form = self._form()
        form.partner_name = "Somebody"
        form.partner_email = "Office@shop.example"
        ticket = self._save(form)
        self.assertEqual(ticket.partner_name, "Somebody")
        return ticket.partner_id

    def test_address_of_two_contacts_takes_the_one_who_complained_last(self):
        self._create_complaint(partner_id=self.first.id)
        with freeze_time("2030-01-02 10:00:00"):
            self._create_complaint(partner_id=self.second.id)
        with freeze_time("2030-01-02 11:00:00"):
            self.assertEqual(self._partner(), self.second)

    def test_address_of_two_contacts_makes_no_third_one(self):
        self.assertEqual(self._partner(), self.first)


@freeze_time(NOW)
class TestSolvedInTheCall(QuickEntryCommon):
    def _open(self, **vals):
        form = self._form()
        form.partner_id = self.customer
        for name, value in vals.items():
            setattr(form, name, value)
        action = form.save().action_save_on_spot()
        ticket_id = action["context"]["default_ticket_id"]
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        return action, tickets.browse(ticket_id)

    def _dialog(self, action):
        wizards = self.env[action["res_model"]].with_user(self.handler)
        form = Form(wizards.with_context(**action["context"]))
        form.finding = "It was late."
        form.cause_id = self.cause
        return form

    def test_not_solved_yet_keeps_the_promise_to_call_back(self):
        _action, ticket = self._open()
        self.assertEqual(ticket._complaint_running("promise").user_id, self.handler)

    def test_closing_takes_the_promise_back_and_does_not_count_it_as_kept(self):
        action, ticket = self._open()
        promise = ticket._complaint_running("promise")
        self._dialog(action).save().action_apply()
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual((promise.state, promise.kept), ("cancelled", False))

    def test_dialog_does_not_ask_for_the_call_back_of_this_call(self):
        action, ticket = self._open()
        other = ticket._complaint_promise("Send a photo", "2030-01-03 09:00:00")
        self.assertEqual(self._dialog(action).save().running_ids, other)

    def test_without_a_call_back_nothing_is_promised(self):
        action, ticket = self._open(call_back=False)
        self.assertFalse(ticket._complaint_running("promise"))
        self._dialog(action).save().action_apply()
        self.assertEqual(ticket.complaint_stage_id, self.stage_closed)

    def test_promise_of_another_complaint_is_left_alone(self):
        other = self._create_complaint()
        promise = other._complaint_promise("Call back", "2030-01-03 09:00:00")
        action, _ticket = self._open(severity_id=self.minor)
        action["context"]["default_call_back_id"] = promise.id
        dialog = self._dialog(action).save()
        dialog.done_ids = dialog.running_ids
        dialog.action_apply()
        self.assertEqual(promise.state, "running")
