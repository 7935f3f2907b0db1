"""Until which day an offer stands: told, held to, and never cut short."""

from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import Form, freeze_time
from odoo.tools import html2plaintext

from .common.mail import MailCase
from .common.portal_steps import PageCommon, StepsCommon

OFFERED, LAST_DAY = "2026-03-02 09:00:00", "2026-03-06"


class Validity(StepsCommon):
    """One option that stands for some days, and one without an end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.tz = "Europe/Brussels"
        cls.option = cls._create_remedy(cls.complaint, amount=20)
        cls.option.valid_until = LAST_DAY
        cls.other = cls._create_remedy(cls.complaint, amount=30)
        (cls.option + cls.other).action_offer()

    def _page(self):
        self.env.invalidate_all()
        return self.ticket.with_context(tz="Europe/Brussels")

    def _options(self):
        (offer,) = self._page()._complaint_portal_steps()["offers"]
        return {option["id"]: option for option in offer["options"]}


@freeze_time(OFFERED)
class TestValidity(Validity):
    @freeze_time("2026-03-06 22:30:00")
    def test_it_stands_to_the_end_of_its_last_day_where_the_customer_lives(self):
        shown = self._options()[self.option.id]
        self.assertEqual(shown["until"], "Please choose by Mar 6, 2026.")
        self.assertFalse(shown["lapsed"])
        self.assertTrue(self.ticket._portal_accept_offer(self.option.id).done)

    @freeze_time("2026-03-06 23:30:00")
    def test_afterwards_the_customer_cannot_choose_it_and_is_asked_to_write(self):
        shown = self._options()[self.option.id]
        self.assertTrue(shown["lapsed"])
        self.assertIn("stood until Mar 6, 2026", shown["until"])
        before = self._snapshot()
        answer = self.ticket._portal_accept_offer(self.option.id)
        self._assert_polite(answer, before)
        self.assertIn("Write to us", answer.text)

    @freeze_time("2026-03-09 09:00:00")
    def test_an_option_without_an_end_stands_beside_it(self):
        option = self._options()[self.other.id]
        self.assertEqual((option["until"], option["lapsed"]), ("", False))
        self.assertTrue(self.ticket._portal_accept_offer(self.other.id).done)

    def test_the_page_says_what_we_wait_for_only_while_something_can_be_chosen(self):
        self.other.action_cancel()
        for moment, state, fate in (
            ("2026-03-05 09:00:00", "We are waiting for your choice", "You can choose"),
            ("2026-03-09 09:00:00", "We are looking for a solution", "no longer"),
        ):
            with freeze_time(moment):
                told = self._page()._complaint_portal_values()
                self.assertEqual(told["state"], state)
                fates = {line["title"]: line for line in told["offered"]}
                self.assertIn(fate, fates["Refund $\xa020.00"]["fate"])

    @freeze_time("2026-03-09 09:00:00")
    def test_a_handler_still_records_what_the_customer_said(self):
        self.option.with_user(self.handler).action_accept()
        self.assertEqual(self.option.state, "accepted")

    @freeze_time("2026-03-09 09:00:00")
    def test_the_desk_reads_that_an_offer_has_run_out(self):
        day = self.env["helpdesk.ticket.team"].with_user(self.handler)
        self.assertEqual(
            [row["what"] for row in day._day_waiting(self.option)],
            ["The offer has run out: talk to them"],
        )
        both = day._day_waiting(self.option + self.other)
        self.assertEqual([row["what"] for row in both], ["Customer's choice"])


@freeze_time(OFFERED)
class TestLastDay(Validity):
    """Who may change it, and how far."""

    def _move(self, day):
        self.option.with_user(self.handler).valid_until = day

    def test_what_was_offered_may_stand_longer_and_never_shorter(self):
        self._move("2026-03-10")
        self._move(False)
        for day in ("2026-03-05", "2026-03-20"):
            with self.assertRaisesRegex(UserError, "never shorter"):
                self._move(day)
        self._move(False)

    def test_what_was_answered_keeps_its_day(self):
        self.option.action_accept()
        with self.assertRaisesRegex(UserError, "answered already"):
            self._move("2026-03-10")

    def test_nothing_else_of_a_fixed_remedy_is_changed_with_it(self):
        with self.assertRaises(UserError):
            self.option.with_user(self.handler).write(
                {"valid_until": "2026-03-10", "amount": 1}
            )

    def test_what_would_be_over_already_is_not_offered(self):
        late = self._create_remedy(self._create_mild(), amount=5)
        late.valid_until = "2026-03-01"
        with self.assertRaisesRegex(UserError, "last day is over"):
            late.action_offer()
        late.valid_until = "2026-03-02"
        late.action_offer()
        self.assertEqual(late.state, "offered")

    def test_a_copy_has_no_last_day(self):
        self.assertFalse(self.option.copy().valid_until)

    def test_the_dialog_passes_it_on_and_its_mail_says_it(self):
        ticket = self._create_mild()
        offers = self.env["complaint.offer"].with_user(self.handler)
        kept = offers.create(
            {
                "ticket_id": ticket.id,
                "line_ids": [
                    Command.create({"type_id": self.replacement.id, "amount": 9})
                ],
            }
        )
        kept.action_keep()
        view = "complaint_recovery.complaint_offer_view_form"
        context = {"default_ticket_id": ticket.id}
        with Form(offers.with_context(**context), view=view) as form:
            form.show_mail = True
            with form.line_ids.edit(0) as line:
                line.valid_until = LAST_DAY
            shown = html2plaintext(form.mail_preview)
            self.assertIn("Please choose by Friday, March 6, 2026.", shown)
        form.record.action_offer()
        self.assertEqual(
            ticket.complaint_remedy_ids.valid_until, Date.to_date(LAST_DAY)
        )


@freeze_time(OFFERED)
class TestOfferMail(MailCase):
    def test_each_option_has_its_button_its_date_and_its_last_day(self):
        ticket = self._create_complaint()
        remedies = self._create_remedy(ticket) + self._create_remedy(ticket, amount=9)
        remedies[0].valid_until = LAST_DAY
        remedies.action_offer()
        ticket.action_send_offer()
        body = ticket.message_ids[:1].body
        self.assertEqual(body.count("Choose this"), 2)
        self.assertEqual(body.count("You will have it by"), 2)
        self.assertEqual(body.count("Please choose by Friday, March 6, 2026."), 1)


@freeze_time(OFFERED)
class TestPage(Validity, PageCommon):
    @freeze_time("2026-03-09 09:00:00")
    def test_the_page_has_a_button_only_for_what_still_stands(self):
        page = self._open(self.token).text
        self.assertIn("This offer stood until Mar 6, 2026", page)
        self.assertEqual(page.count('name="remedy_id"'), 1)
        self.assertIn(f'name="remedy_id" value="{self.other.id}"', page)
