from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time
from odoo.tools import html2plaintext

from .common import ComplaintCommon


@freeze_time("2026-03-02 09:00:00")
class TestOffer(ComplaintCommon):
    """The dialog that offers options together, the usual ones of the cause first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = "complaint_recovery.complaint_remedy_type_"
        cls.voucher = cls.env.ref(f"{ref}voucher")
        cls.correction = cls.env.ref(f"{ref}correction")
        cls.cause.default_remedy_type_ids = False
        cls.cause.parent_id.default_remedy_type_ids = cls.refund + cls.voucher
        with freeze_time("2026-03-02 09:00:00"):
            cls.ticket = cls._create_complaint(
                complaint_severity_id=cls.normal.id, complaint_cause_id=cls.cause.id
            )

    def _open(self, ticket=None):
        """Open the dialog as the form does, nothing being saved yet."""
        ticket = ticket or self.ticket
        offers = self.env["complaint.offer"].with_user(self.handler)
        return offers.new({"ticket_id": ticket.id})

    def _save(self, *options):
        offers = self.env["complaint.offer"].with_user(self.handler)
        return offers.create({"ticket_id": self.ticket.id, "line_ids": [*options]})

    def _offer(self, *amounts):
        lines = self.env["complaint.offer.line"]
        vals = lines._prepare_option_vals(self.refund, self.ticket)
        offer = self._save(
            *(Command.create({**vals, "amount": amount}) for amount in amounts)
        )
        offer.action_offer()
        return offer.line_ids.remedy_id

    def test_usual_remedies_of_the_nearest_cause_are_proposed(self):
        offer = self._open()
        self.assertTrue(offer.usual)
        self.assertEqual(offer.proposed_type_ids._origin, self.refund + self.voucher)
        self.cause.default_remedy_type_ids = self.correction
        offer = self._open()
        self.assertEqual(offer.proposed_type_ids._origin, self.correction)

    def test_first_usual_remedy_is_ticked_and_described(self):
        offer = self._open()
        self.assertEqual(offer.line_ids.type_id, self.refund)
        self.assertEqual(offer.line_ids.description, self.refund.description)
        self.assertFalse(self.ticket.complaint_remedy_ids, "nothing is kept yet")

    def test_the_mail_is_shown_as_it_will_read(self):
        view = "complaint_recovery.complaint_offer_view_form"
        offers = self.env["complaint.offer"].with_user(self.handler)
        with Form(
            offers.with_context(default_ticket_id=self.ticket.id), view=view
        ) as form:
            self.assertFalse(form.mail_preview, "nobody asked for it")
            with form.line_ids.edit(0) as line:
                line.description = "All of it back"
                line.amount = 20
            form.show_mail = True
            shown = html2plaintext(form.mail_preview)
            self.assertIn("All of it back", shown)
            self.assertFalse(self.ticket.complaint_remedy_ids)
        form.record.action_offer()
        mail = self.ticket.complaint_interaction_ids.message_id
        self.assertEqual(len(mail), 1)
        self.assertIn(mail.subject, shown)
        for words in html2plaintext(mail.body, include_references=False).splitlines():
            self.assertIn(words, shown)
        self.assertNotIn("option=", shown, "nothing is to be chosen yet")

    def test_without_usual_remedies_all_are_there_and_none_is_ticked(self):
        self.cause.parent_id.default_remedy_type_ids = False
        offer = self._open()
        self.assertIn(self.correction, offer.proposed_type_ids._origin)
        self.assertFalse(offer.usual or offer.line_ids)

    def test_remedies_of_another_company_or_archived_are_not_proposed(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.refund.copy({"company_id": other.id})
        self.voucher.active = False
        self.cause.parent_id.default_remedy_type_ids += foreign
        self.assertEqual(self._open().proposed_type_ids._origin, self.refund)

    def test_ticking_adds_an_option_and_unticking_takes_it_away(self):
        offer = self._open()
        offer.type_ids = self.refund + self.voucher
        self.assertEqual(offer.line_ids.type_id, self.refund + self.voucher)
        offer.type_ids = self.voucher
        self.assertEqual(offer.line_ids.type_id, self.voucher)

    def test_prepared_remedies_are_ticked_when_the_dialog_opens_again(self):
        self._create_remedy(self.ticket, type_id=self.voucher.id)
        offers = self.env["complaint.offer"].with_user(self.handler)
        # As the web client asks for it, all records being unsaved copies.
        told = offers.with_context(default_ticket_id=self.ticket.id).onchange(
            {}, [], {"ticket_id": {}, "type_ids": {}, "line_ids": {}}
        )
        ticked = [command[1] for command in told["value"]["type_ids"]]
        self.assertEqual(ticked, self.voucher.ids)
        self.assertEqual(len(told["value"]["line_ids"]), 1, "nothing is added")

    def test_prepared_remedies_are_offered_with_it(self):
        draft = self._create_remedy(self.ticket, type_id=self.voucher.id)
        offer = self._open()
        self.assertEqual(offer.line_ids.remedy_id._origin, draft)
        offer.type_ids = False
        self.assertEqual(offer.line_ids.remedy_id._origin, draft, "it is kept already")

    def test_remedy_made_by_itself_starts_with_the_usual_type(self):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        remedies = remedies.with_context(default_ticket_id=self.ticket.id)
        self.assertEqual(remedies.default_get(["type_id"]), {"type_id": self.refund.id})

    def test_remedy_made_in_its_own_form_starts_as_a_draft(self):
        remedies = self.env["complaint.remedy"].with_user(self.handler)
        with Form(remedies.with_context(default_ticket_id=self.ticket.id)) as form:
            form.amount = 20
        self.assertEqual(
            (form.record.type_id, form.record.state), (self.refund, "draft")
        )

    def test_ticked_unticked_and_ticked_again_shows_its_line_and_saves_it(self):
        offers = self.env["complaint.offer"].with_user(self.handler)
        form = Form(offers.with_context(default_ticket_id=self.ticket.id))
        for _time in range(2):
            form.type_ids.add(self.voucher)
            self.assertEqual(len(form.line_ids), 2)
            form.type_ids.remove(id=self.voucher.id)
            self.assertEqual(len(form.line_ids), 1)
        form.type_ids.add(self.voucher)
        with form.line_ids.edit(1) as line:
            self.assertEqual(line.type_id, self.voucher)
            line.amount = 12
        with form.line_ids.edit(0) as line:
            line.amount = 20
        form.save().action_offer()
        remedies = self.ticket.complaint_remedy_ids
        self.assertEqual(sorted(remedies.mapped("amount")), [12, 20])

    def test_discarding_after_a_refusal_leaves_nothing_behind(self):
        self.ticket.complaint_severity_id = self.major
        offer = self._save(Command.create({"type_id": self.refund.id, "amount": 20}))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            offer.action_offer()
        self.assertFalse(self.ticket.complaint_remedy_ids)

    def test_what_is_missing_is_said_before_anything_is_typed(self):
        self.assertFalse(self._open().missing_note)
        self.ticket.complaint_severity_id = self.major
        self.assertIn("what was found", self._open().missing_note)

    def test_own_limit_and_who_is_asked_above_it_are_said(self):
        self.assertIn("50", self._open().limit_note)
        self.assertIn(self.leader.name, self._open().limit_note)

    def test_who_is_asked_above_the_own_limit_has_a_higher_one(self):
        # The nearest superior of the complaint may be below whoever offers.
        for user, above in ((self.leader, self.manager), (self.manager, self.director)):
            offer = self._open().with_user(user)
            self.assertIn(above.name, offer.limit_note)
        self.company.complaint_authority_ids.filtered(
            lambda row: row.role != "manager"
        ).unlink()
        alone = self._open().with_user(self.manager)
        self.assertNotIn("is asked", alone.limit_note, "nobody's is higher")

    def test_accepted_in_the_same_call_it_is_offered_and_accepted_without_a_mail(self):
        line = Command.create({"type_id": self.refund.id, "amount": 20})
        offer = self._save(line)
        offer.accepted = True
        offer.action_offer()
        remedy = self.ticket.complaint_remedy_ids
        self.assertEqual((remedy.state, remedy.mailed_at), ("accepted", False))

    def test_nobody_accepts_what_waits_for_approval(self):
        line = Command.create({"type_id": self.refund.id, "amount": 200})
        offer = self._save(line)
        offer.accepted = True
        offer.action_offer()
        self.assertEqual(self.ticket.complaint_remedy_ids.state, "to_approve")

    def test_keeping_makes_drafts_that_are_offered_later(self):
        offer = self._save(Command.create({"type_id": self.refund.id, "amount": 20}))
        offer.action_keep()
        self.assertEqual(self.ticket.complaint_remedy_ids.state, "draft")
        again = self._open()
        self.assertEqual(len(again.line_ids), 1)
        self.assertEqual(again.line_ids.amount, 20)

    def test_options_are_told_together(self):
        remedies = self._offer(20, 30)
        self.assertEqual(remedies.mapped("state"), ["offered", "offered"])
        self.assertEqual(set(remedies.mapped("offer_number")), {1})

    def test_what_was_prepared_and_not_chosen_stays_a_draft(self):
        draft = self._create_remedy(self.ticket)
        self._offer(20)
        self.assertEqual(draft.state, "draft")

    def test_nothing_is_no_offer(self):
        with self.assertRaises(UserError):
            self._save().action_offer()

    def test_remedies_of_another_complaint_are_not_offered_with_it(self):
        other = self._create_remedy(self._create_complaint())
        offer = self._save(
            Command.create({"type_id": self.refund.id, "remedy_id": other.id})
        )
        with self.assertRaises(UserError):
            offer.action_offer()
        self.assertEqual(other.state, "draft")

    def test_fewer_options_than_the_severity_asks_for_are_hinted_at(self):
        offer = self._open()
        self.assertFalse(offer.options_advice)
        offer.type_ids = offer.type_ids.browse()
        offer.line_ids = offer.line_ids.browse()
        self.assertFalse(offer.options_advice)  # One is enough: no choice of one.
        self.normal.min_remedy_options = 2
        offer = self._open()
        self.assertIn("at least 2 options", offer.options_advice)
        offer.type_ids = self.refund + self.voucher
        self.assertFalse(offer.options_advice)

    def test_one_option_is_no_choice_and_not_advised(self):
        self.assertEqual(self.normal.min_remedy_options, 1)
        offer = self._open()
        offer.type_ids = self.refund.browse()
        self.assertFalse(offer.options_advice)

    def test_complaint_hints_at_more_options_once_one_is_prepared(self):
        self.normal.min_remedy_options = 2
        self.assertFalse(self.ticket.complaint_options_advice)
        self._create_remedy(self.ticket)
        self.assertIn("at least 2", self.ticket.complaint_options_advice)
        self._create_remedy(self.ticket)
        self.assertFalse(self.ticket.complaint_options_advice)

    def test_offering_before_an_apology_is_warned_of_and_possible(self):
        with freeze_time("2026-03-03 05:00:00"):
            offer = self._open()
            self.assertIn("20 h without an apology", offer.apology_warning)
            self._create_apology(self.ticket).action_send()
            self.assertFalse(self._open().apology_warning)

    def test_hours_without_an_apology_count_from_the_first(self):
        for minutes, words in ((59, "No apology yet"), (60, "1 h without an apology")):
            with freeze_time(f"2026-03-02 {9 + minutes // 60:02}:{minutes % 60:02}:00"):
                self.env.invalidate_all()
                self.assertIn(words, self._open().apology_warning)

    def test_many_hours_without_an_apology_are_said_in_days(self):
        for moment, words in (("04 08:59", "47 h without"), ("13 09:00", "11 days")):
            with freeze_time(f"2026-03-{moment}:00"):
                self.env.invalidate_all()
                self.assertIn(words, self._open().apology_warning)

    def test_no_offer_from_the_dialog_before_a_finding(self):
        self.ticket.complaint_severity_id = self.major
        with self.assertRaises(UserError):
            self._offer(20)
