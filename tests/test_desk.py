import re

from freezegun import freeze_time
from lxml import etree
from markupsafe import Markup

from odoo.exceptions import AccessError, UserError

from .common import ComplaintCommon
from .common.wizards import LATER, NOW, WizardCommon

#: How Python writes down what is no text: "[]", "complaint.deadline()", "False".
NO_TEXT = re.compile(r"\[.*\]|\(.*,\)|[a-z_.]+\([\d, ]*\)|None|False|True")


@freeze_time(NOW)
class TestNow(WizardCommon):
    """One button: what is overdue outranks what is next."""

    def test_overdue_outranks_the_next_step(self):
        ticket = self._create_complaint(complaint_loss_ongoing=True)
        self._contact(ticket)
        self.assertEqual(ticket.complaint_now, ticket.complaint_next_step)
        with freeze_time("2030-01-20 09:00:00"):
            self.env.invalidate_all()
            self.assertEqual(ticket.complaint_now, "contain")
            ticket.action_do_now()
            self.env.invalidate_all()
            self.assertEqual(ticket.complaint_now, ticket.complaint_next_step)
        self.assertFalse(ticket._complaint_running("containment"))

    def test_overdue_promise_is_kept_by_a_call(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(ticket)
        promise = ticket._complaint_promise("Tell her the result", LATER)
        with freeze_time("2030-01-03 09:00:00"):
            self.env.invalidate_all()
            self.assertEqual(ticket.complaint_now, "keep")
            self._from_action(ticket.action_do_now(), summary="Told").action_apply()
        self.assertEqual(promise.state, "done")

    def test_each_line_of_the_checklist_opens_what_fills_it(self):
        ticket = self._create_complaint(complaint_severity_id=self.major.id)
        ticket._complaint_promise("Call back", LATER)
        lines = ticket.complaint_desk["checklist"]
        missing = [line for line in lines if not line["done"]]
        self.assertGreater(len(missing), 4)
        for line in missing:
            with self.subTest(line["key"]):
                action = ticket.action_fill_gap(line["key"])
                self.assertEqual(action["target"], "new")
        self._contact(ticket)
        self.env.invalidate_all()
        done = {x["key"] for x in ticket.complaint_desk["checklist"] if x["done"]}
        self.assertEqual(done, {"require_first_contact", "require_apology"})

    def test_form_tells_how_to_reach_the_customer(self):
        self.customer.phone = "+32 470 12 34 56"
        ticket = self._create_complaint(description="<p>It <b>leaks</b>.</p>")
        desk = ticket.complaint_desk
        self.assertEqual(desk["customer"]["phone"], "+32 470 12 34 56")
        self.assertEqual(desk["customer"]["email"], "jane@azure.example")
        self.assertIn("leaks", desk["words"])
        self._create_complaint()
        self.env.invalidate_all()
        known = ticket.complaint_desk["customer"]
        self.assertEqual((known["others"], known["others_open"]), (1, 1))

    def test_what_a_superior_asks_and_grants_stands_on_the_form(self):
        ticket = self._create_complaint()
        escalation = ticket._complaint_escalate("She wants a word")
        self.assertFalse(ticket.complaint_desk["superior"])
        escalation.with_user(self.leader).action_return(
            "Call her at 16:00", concession_amount=120
        )
        self.env.invalidate_all()
        self.assertIn("Call her at 16:00", ticket.complaint_desk["superior"])
        self.assertIn("120", ticket.complaint_desk["superior"])


@freeze_time(NOW)
class TestDue(WizardCommon):
    """What is due next stands on the form once, by its name."""

    def _lines(self, ticket, user):
        self.env.invalidate_all()
        return ticket.with_user(user).complaint_desk["due"]

    def test_a_word_of_several_superiors_is_one_line(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        for user in (self.leader, self.manager, self.leader):
            ticket._complaint_escalate("She wants a word", users=user)
        words = ticket._complaint_running("promise")
        self.assertEqual(len(words), 3)
        (line,) = self._lines(ticket, self.handler)
        self.assertEqual(line["name"].count(self.leader.name), 1)
        self.assertIn(self.manager.name, line["name"])
        self.assertEqual(line["at"], str(min(words.mapped("due_at"))))
        self.assertFalse(line["mine"])
        (line,) = self._lines(ticket, self.manager)
        self.assertTrue(line["mine"])

    def test_what_is_named_in_it_is_not_named_beside_it(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        ticket._complaint_escalate("She wants a word", users=self.leader)
        (line,) = self._lines(ticket, self.handler)
        self.assertEqual(line["name"], f"You will hear from {self.leader.name}")
        self.assertFalse(line["who"])
        ticket._complaint_promise("Call back", LATER, user=self.leader)
        self.assertIn(
            self.leader.name, [x["who"] for x in self._lines(ticket, self.handler)]
        )


@freeze_time(NOW)
class TestTimeline(WizardCommon):
    def test_all_that_happened_and_is_promised_is_one_list(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(ticket, summary="She is cross")
        remedy = self._create_remedy(ticket)
        remedy.action_offer()
        remedy.action_accept()
        ticket._complaint_escalate("She wants a word")
        lines = ticket.retrieve_complaint_timeline()
        told = " ".join(f"{line['what']} {line['text']}" for line in lines)
        for words in (
            "She is cross",
            "Refund",
            "She wants a word",
            "You will hear from",
        ):
            self.assertIn(words, told)
        to_come = [line for line in lines if line.get("deadline")]
        self.assertEqual(to_come, lines[: len(to_come)])
        past = [line["at"] for line in lines[len(to_come) :]]
        self.assertEqual(past, sorted(past, reverse=True))
        self.assertEqual(
            {line["about"] for line in lines} - {"course"},
            {"customer", "us", "promise"},
        )


@freeze_time(NOW)
class TestCall(WizardCommon):
    """The dialog of a call is where a call ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls._contact(cls.ticket)

    def _call(self, **vals):
        action = self.ticket.action_record_call()
        return self._from_action(action, summary="Called", **vals)

    def test_calling_keeps_the_promise_to_call(self):
        promise = self.ticket._complaint_promise("Call back", LATER)
        self._call().action_apply()
        self.assertEqual((promise.state, promise.verdict), ("done", "kept"))

    def test_whoever_was_not_reached_was_not_called_back(self):
        promise = self.ticket._complaint_promise("Call back", LATER)
        wizard = self._call(reached=False)
        self.assertFalse(wizard.kept_ids)
        wizard.kept_ids = promise
        wizard.action_apply()
        self.assertEqual(promise.state, "running")

    def test_what_is_more_than_a_word_is_not_kept_by_one(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        remedy.action_accept()
        self.ticket._complaint_escalate("She wants a word")
        self.assertEqual(len(self.ticket._complaint_running("promise")), 2)
        self.assertFalse(self._call().keepable_ids)

    def test_a_promise_of_another_complaint_is_not_kept_with_it(self):
        other = self._create_complaint(user=self.manager, user_id=self.leader.id)
        promise = other._complaint_promise("Call back", LATER)
        with self.assertRaises(AccessError):
            self._call(kept_ids=[(6, 0, promise.ids)]).action_apply()
        own = self._create_complaint()._complaint_promise("Call back", LATER)
        self._call(kept_ids=[(6, 0, own.ids)]).action_apply()
        self.assertEqual((promise.sudo().state, own.state), ("running", "running"))

    def test_what_the_customer_chose_is_recorded_with_the_call(self):
        remedy = self._create_remedy(self.ticket)
        remedy.action_offer()
        self._call(accepted_id=remedy.id).action_apply()
        self.assertEqual(remedy.state, "accepted")

    def test_saving_says_before_that_it_closes(self):
        self.ticket.action_resolve()
        wizard = self._call(satisfaction="dissatisfied")
        self.assertFalse(wizard.closes)
        wizard.satisfaction = "satisfied"
        self.assertTrue(wizard.closes)
        wizard.action_apply()
        self.assertTrue(self.ticket.complaint_closed_at)

    def test_no_mail_is_announced_to_whom_none_can_be_sent(self):
        self.ticket.action_resolve()
        self.assertTrue(self._call(satisfaction="satisfied").thanks)
        self.customer.email = False
        self.ticket.partner_email = False
        self.assertFalse(self._call(satisfaction="satisfied").thanks)

    def test_it_does_not_say_so_where_something_is_still_open(self):
        self.ticket._complaint_promise("Send the manual", "2030-01-05 09:00:00")
        self.ticket.action_resolve()
        self.assertFalse(self._call(satisfaction="satisfied").closes)


@freeze_time(NOW)
class TestDialogs(WizardCommon):
    """Every dialog of ours: found in the registry."""

    def _dialogs(self):
        return [
            model
            for name, model in self.env.items()
            if name.startswith("complaint.") and model._transient
        ]

    def test_no_dialog_shows_a_record_or_a_list_as_text(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._play_to_follow_up(ticket)
        purposes = self.env["complaint.interaction"]._fields["purpose"]
        contexts = [{"default_ticket_id": ticket.id}] + [
            {"default_ticket_id": ticket.id, "default_purpose": purpose}
            for purpose in purposes.get_values(self.env)
        ]
        cells = 0
        for model in self._dialogs():
            dialogs = model.with_user(self.manager)
            texts = [
                name
                for name, field in model._fields.items()
                if field.type in ("char", "text", "html") and name != "display_name"
            ]
            for context in contexts:
                purpose = model._fields.get("purpose")
                asked = context.get("default_purpose")
                if asked and (not purpose or asked not in purpose.get_values(self.env)):
                    continue
                dialog = dialogs.with_context(**context)
                dialog = dialog.new(dialog.default_get(list(model._fields)))
                for name in texts:
                    cells += 1
                    with self.subTest(model._name, field=name):
                        shown = str(dialog[name] or "").strip()
                        self.assertFalse(NO_TEXT.fullmatch(shown), shown)
        self.assertGreater(cells, 80)

    def test_every_dialog_says_a_refusal_inside(self):
        views = self.env["ir.ui.view"].search(
            [
                ("model", "in", [model._name for model in self._dialogs()]),
                ("type", "=", "form"),
                ("mode", "=", "primary"),
            ]
        )
        self.assertGreater(len(views), 15)
        kept = "complaint_apology_view_form_dialog", "complaint_deadline_view_form"
        views |= views.union(
            *(self.env.ref(f"complaint_recovery.{name}") for name in kept)
        )
        for view in views:
            with self.subTest(view.xml_id):
                form = etree.fromstring(view.get_combined_arch())
                kinds = ("complaint_dialog", "complaint_call")
                self.assertIn(form.get("js_class"), kinds)


class TestNamedInChatter(ComplaintCommon):
    def test_names_in_a_message_are_asked_about_and_noted(self):
        ticket = self._create_complaint()
        words = "<p>Marcel Proust billed it twice.</p>"
        self.assertFalse(ticket.complaint_named_in(words))
        self.agent_all.name = "Marcel Proust"
        named = ticket.complaint_named_in(words)
        self.assertEqual([name for name, _around in named], ["Marcel Proust"])
        notes = ticket.message_ids.filtered(lambda m: "although" in (m.body or ""))
        self.assertFalse(notes, "nothing was sent yet")
        for kind in ("comment", "email"):
            before = ticket.message_ids
            ticket.message_post(
                body=Markup(words),
                message_type=kind,
                subtype_xmlid="mail.mt_comment",
                partner_ids=ticket.partner_id.ids,
            )
            said = " ".join((ticket.message_ids - before).mapped("body"))
            self.assertEqual(said.count("the words name Marcel Proust"), 1)

    def test_plain_tickets_are_not_asked(self):
        with self.assertRaises(UserError):
            self._create_ticket().complaint_named_in("x")
