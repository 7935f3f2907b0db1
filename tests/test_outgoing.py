from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, freeze_time, new_test_user, tagged

from odoo.addons.complaint_recovery.tools.names import find_names, without_legal_form

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestNames(TransactionCase):
    def _found(self, text, *names, harmless=()):
        return list(find_names(text, names, harmless))

    def test_names_are_found_as_whole_words_whatever_their_case(self):
        for text, found in (
            ("Marc Dubois forgot it.", True),
            ("This was MARC DUBOIS, of course", True),
            ("told by marc\ndubois's team", True),
            ("Dubois Marc packed it", True),
            ("Mr. Dubois told you", True),
            ("Herr Dubois hat es vergessen", True),
            ("我们的Marc Dubois先生", True),
            ("We asked Marc and others", False),
            ("Marcel Duboisson packed it", False),
            ("Dubois is a town", False),
        ):
            with self.subTest(text):
                self.assertEqual(bool(self._found(text, "Marc Dubois")), found)

    def test_a_surname_that_is_an_ordinary_word_needs_a_title(self):
        self.assertFalse(self._found("Best regards, the Price Team", "Ann Best"))
        self.assertFalse(self._found("Your Price is right", "Tom Price"))
        self.assertTrue(self._found("Ms. Best will call", "Ann Best"))

    def test_surnames_of_several_words_are_found_after_a_title(self):
        self.assertTrue(self._found("mevrouw van den Berg", "Eva van den Berg"))

    def test_a_name_of_one_word_begins_with_a_capital(self):
        self.assertTrue(self._found("It came with DHL late", "DHL"))
        self.assertFalse(self._found("our post is slow", "Post"))
        self.assertFalse(self._found("As Jo said", "Jo"))

    def test_chinese_names_have_no_word_borders(self):
        for text, found in (
            ("是王小明弄错了", True),
            ("王先生说过", True),
            ("王經理會聯絡您", True),
            ("小明弄错了", False),
            ("国王的新衣", False),
        ):
            with self.subTest(text):
                self.assertEqual(bool(self._found(text, "王小明")), found)

    def test_what_belongs_to_the_customer_is_passed_over(self):
        for text, name, own in (
            ("Dear Ms. Dubois", "Marc Dubois", "Jane Dubois"),
            ("Dear Jane Doe", "Jane Doe", "Jane Doe"),
            ("王先生,您好", "王小明", "王大卫"),
            ("王明华,您好", "王明", "王明华"),
            ("Dear Post Office", "Post", "Post Office"),
        ):
            with self.subTest(text):
                self.assertFalse(self._found(text, name, harmless=[own]))
        both = self._found(
            "Ms. Dubois, Marc Dubois", "Marc Dubois", harmless=["Dubois"]
        )
        self.assertTrue(both)

    def test_companies_are_found_without_their_legal_form(self):
        for name, short in (
            ("Deco Addict Ltd.", "Deco Addict"),
            ("Deco Addict, Inc", "Deco Addict"),
            ("Möbel Müller GmbH", "Möbel Müller"),
            ("华美家具有限公司", "华美家具"),
            ("Co", "Co"),
        ):
            with self.subTest(name):
                self.assertEqual(without_legal_form(name), short)

    def test_the_words_around_are_shown(self):
        text = "We are sorry. " * 5 + "Marc Dubois forgot to pack it. " + "Sorry. " * 9
        around = find_names(text, ["Marc Dubois"])["Marc Dubois"]
        self.assertIn("are sorry. Marc Dubois forgot to pack it.", around)
        self.assertLess(len(around), 100)


class OutgoingCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            "colleague_user",
            groups="base.group_user",
            name="Marc Dubois",
        )
        cls.supplier = cls.env["res.partner"].create(
            {"name": "Deco Addict Ltd.", "is_company": True}
        )
        cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)

    def _apology(self, body, **vals):
        return self._create_apology(
            self.ticket, **{"channel": "email", "body": f"<p>{body}</p>", **vals}
        )

    def _dialog(self, action, user=None):
        self.assertEqual(action["res_model"], "complaint.send.anyway")
        dialogs = self.env["complaint.send.anyway"].with_user(user or self.handler)
        return dialogs.browse(action["res_id"])

    def _notes(self):
        return " ".join(self.ticket.sudo().message_ids.mapped("body"))


@freeze_time("2026-03-02 09:00:00")
class TestOutgoing(OutgoingCommon):
    def test_apology_that_names_a_colleague_is_asked_about_and_not_sent(self):
        apology = self._apology("Our Mr. Dubois forgot to pack it.")
        dialog = self._dialog(apology.action_send())
        self.assertEqual(apology.state, "draft")
        self.assertIn("Marc Dubois", dialog.named)
        self.assertIn("forgot to pack it", dialog.named)

    def test_sent_anyway_is_sent_and_noted_with_who(self):
        apology = self._apology("Our Mr. Dubois forgot to pack it.")
        self._dialog(apology.action_send()).action_apply()
        self.assertEqual(apology.state, "sent")
        notes = self.ticket.message_ids.filtered(lambda m: "name Marc" in m.body)
        self.assertEqual(notes.author_id, self.handler.partner_id)
        self.assertTrue(notes.is_internal)

    def test_apology_that_names_nobody_is_sent_at_once(self):
        apology = self._apology("We are sorry. It was our mistake.")
        self.assertIs(apology.action_send(), True)
        self.assertEqual(apology.state, "sent")
        self.assertNotIn("although", self._notes())

    def test_what_was_said_by_phone_is_not_asked_about(self):
        apology = self._apology("Mr. Dubois forgot it.", channel="phone")
        apology.action_send()
        self.assertEqual(apology.state, "sent")

    def test_decision_that_names_the_supplier_is_asked_about_and_not_sent(self):
        self.ticket.write(
            {
                "complaint_third_party_id": self.supplier.id,
                "complaint_decision": "upheld",
                "complaint_explanation": "<p>It was <b>Deco Addict</b> who did it.</p>",
            }
        )
        dialog = self._dialog(self.ticket.action_send_decision())
        self.assertFalse(self.ticket.complaint_decision_sent_at)
        dialog.action_apply()
        self.assertTrue(self.ticket.complaint_decision_sent_at)

    def test_offer_that_names_a_colleague_is_asked_about_and_not_even_requested(self):
        remedy = self._create_remedy(self.ticket, description="Marc Dubois brings it")
        other = self._create_remedy(self.ticket, description="A new kettle")
        dialog = self._dialog((remedy | other).action_offer())
        self.assertEqual(set((remedy | other).mapped("state")), {"draft"})
        dialog.action_apply()
        self.assertEqual(set((remedy | other).mapped("state")), {"offered"})
        self.assertEqual(remedy.offer_number, other.offer_number)

    def test_offering_all_that_is_prepared_asks_as_well(self):
        self._create_remedy(self.ticket, description="Marc Dubois brings it")
        self._dialog(self.ticket.action_offer_remedies())

    def test_those_who_sign_or_answer_may_be_named(self):
        for user in (self.handler, self.leader, self.agent_all):
            user.name = f"{user.login.capitalize()} Muster"
        self.ticket.sudo()._complaint_promise(
            "Call back", "2026-03-03 09:00:00", user=self.agent_all
        )
        apology = self._apology(
            "Handler_user Muster and Leader_user Muster, Agent_all_user Muster",
            user_id=self.leader.id,
        )
        self.assertIs(apology.action_send(), True)

    def test_customer_and_the_own_company_may_be_named(self):
        self.colleague.name = "Jane Doe"
        self.ticket.complaint_third_party_id = self.customer_company
        apology = self._apology("Dear Jane Doe of Azure Interior, we are sorry.")
        self.assertIs(apology.action_send(), True)

    def test_contact_of_the_third_party_and_whoever_left_are_not_named(self):
        self.ticket.complaint_third_party_contact_id = self.stranger
        self.colleague.active = False
        named = self._apology("Competitor? No: Marc Dubois")._find_named()
        self.assertEqual(set(named[self.ticket]), {"Competitor", "Marc Dubois"})

    def test_colleagues_of_another_company_are_not_looked_for(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.colleague.write({"company_ids": other.ids, "company_id": other.id})
        self.assertFalse(self._apology("Marc Dubois")._find_named())

    def test_names_of_many_colleagues_cost_one_query(self):
        apologies = self._apology("Sorry") | self._apology("Mr. Dubois")
        apologies._find_named()
        self.env.flush_all()
        with self.assertQueryCount(1):
            apologies._find_named()

    def test_code_that_acts_as_superuser_is_not_asked(self):
        apology = self._apology("Marc Dubois").sudo()
        self.assertIs(apology.action_send(), True)


@freeze_time("2026-03-02 09:00:00")
class TestSendAnyway(OutgoingCommon):
    def test_change_the_words_opens_what_holds_them(self):
        apology = self._apology("Marc Dubois")
        action = self._dialog(apology.action_send()).action_change()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (apology._name, apology.id)
        )
        self.assertEqual(apology.state, "draft")

    def test_change_the_words_of_an_offer_opens_the_offer(self):
        remedy = self._create_remedy(self.ticket, description="Marc Dubois brings it")
        action = self._dialog(remedy.action_offer()).action_change()
        offers = self.env[action["res_model"]].with_user(self.handler)
        offer = Form(offers.with_context(**action["context"]))
        with offer.line_ids.edit(0) as line:
            self.assertEqual(line.remedy_id, remedy)

    def test_dialog_sends_only_what_its_user_may_write(self):
        apology = self._apology("Marc Dubois")
        stranger = new_test_user(
            self.env, "stranger", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )
        forged = (
            self.env["complaint.send.anyway"]
            .with_user(stranger)
            .create({"res_model": apology._name, "res_ids": apology.ids})
        )
        for method in ("action_apply", "action_change"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(forged, method)()
        self.assertEqual(apology.state, "draft")

    def test_dialog_calls_nothing_else(self):
        forged = (
            self.env["complaint.send.anyway"]
            .with_user(self.handler)
            .create({"res_model": "res.users", "res_ids": self.handler.ids})
        )
        for method in ("action_apply", "action_change"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(forged, method)()

    def test_someone_elses_dialog_is_not_read(self):
        dialog = self._dialog(self._apology("Marc Dubois").action_send())
        with self.assertRaises(AccessError):
            dialog.with_user(self.manager).read(["named"])

    def test_dialog_of_what_is_missing_asks_before_it_does_anything(self):
        wizard = self._missing("Our Mr. Dubois forgot it.")
        dialog = self._dialog(wizard.action_apply())
        self.assertFalse(self.ticket.complaint_first_contact_at)
        self.assertEqual(dialog.action_change()["res_id"], wizard.id)
        dialog.action_apply()
        self.assertTrue(self.ticket.complaint_first_contact_at)
        self.assertTrue(self.ticket.complaint_apologised_at)
        self.assertEqual(self._notes().count("although the words name"), 1)

    def test_dialog_of_what_is_missing_does_not_ask_about_what_it_does_not_send(self):
        self._create_apology(self.ticket).action_send()
        wizard = self._missing("Our Mr. Dubois forgot it.")
        self.assertNotEqual(
            wizard.action_apply().get("res_model"), "complaint.send.anyway"
        )

    def _missing(self, apology):
        wizards = self.env["complaint.missing"].with_user(self.handler)
        return wizards.create(
            {
                "ticket_id": self.ticket.id,
                "stage_id": self.stage_closed.id,
                "contact_summary": "Called",
                "apology_body": apology,
            }
        )
