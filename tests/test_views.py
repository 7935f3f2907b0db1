from freezegun import freeze_time
from lxml import etree

from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .common import ComplaintCommon

FORM = "complaint_recovery.complaint_view_form"
ACTIONS = (
    "complaint_action_my",
    "complaint_action_all",
    "complaint_deadline_action",
    "complaint_remedy_action_approvals",
    "complaint_stage_action",
    "complaint_severity_action",
    "complaint_cause_action",
    "complaint_remedy_type_action",
    "complaint_authority_action",
)


class TestComplaintForm(ComplaintCommon):
    def _form(self, ticket, user=None):
        return Form(ticket.with_user(user or self.handler), view=FORM)

    def test_new_form_opens_complaint_with_owner_stage_and_severity(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        with Form(tickets.with_context(default_is_complaint=True), view=FORM) as form:
            form.name = "Kettle leaks"
            form.description = "It leaks."
            form.partner_id = self.customer
        ticket = form.record
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.user_id, self.handler)
        self.assertEqual(ticket.complaint_stage_id, self.stage_received)
        self.assertEqual(ticket.complaint_severity_id, self.normal)

    def test_form_asks_for_title_and_what_happened(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        form = Form(tickets.with_context(default_is_complaint=True), view=FORM)
        with self.assertRaisesRegex(AssertionError, "name is a required field"):
            form.save()
        form.name = "Kettle leaks"
        with self.assertRaisesRegex(AssertionError, "description is a required field"):
            form.save()

    def test_not_upheld_asks_what_it_rests_on(self):
        form = self._form(self._create_complaint())
        form.complaint_decision = "not_upheld"
        with self.assertRaisesRegex(AssertionError, "complaint_basis is a required"):
            form.save()

    def test_closed_complaint_is_read_only(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        form = self._form(ticket)
        for name in ("name", "complaint_cause_id", "complaint_severity_id", "team_id"):
            with self.assertRaisesRegex(AssertionError, "readonly"):
                setattr(form, name, False)

    def test_owner_is_handed_over_not_typed_once_customer_was_reached(self):
        ticket = self._create_complaint()
        self.assertFalse(self._form(ticket)._get_modifier("user_id", "readonly"))
        self._contact(ticket)
        self.assertTrue(self._form(ticket)._get_modifier("user_id", "readonly"))

    def test_sent_decision_is_read_only(self):
        ticket = self._create_complaint()
        ticket.write(
            {"complaint_decision": "upheld", "complaint_explanation": "We were late."}
        )
        ticket.action_send_decision()
        form = self._form(ticket)
        for name in ("complaint_decision", "complaint_explanation"):
            self.assertTrue(form._get_modifier(name, "readonly"))

    def test_form_holds_one_status_bar(self):
        arch = etree.fromstring(self._get_arch(FORM, self.handler))
        shown = [
            field.get("name")
            for field in arch.findall("./header/field")
            if field.get("invisible") not in ("1", "True")
        ]
        self.assertEqual(shown, ["complaint_stage_id"])

    def test_each_step_has_one_highlighted_button_or_none(self):
        arch = etree.fromstring(self._get_arch(FORM, self.leader))
        context = {"id": 1, "uid": 1, "user_id": 1, "complaint_consent_user_id": False}
        context["complaint_remedy_prepared"] = False
        context["complaint_lesson_owed"] = False
        context["complaint_delivery_by"] = "hand"
        context["complaint_closed_at"] = False
        tickets = self.env["helpdesk.ticket"]
        for step, _label in tickets._selection_complaint_now():
            for decision in (False, "upheld", "not_upheld"):
                values = {"complaint_now": step, "complaint_decision": decision}
                # To be mailed first, or on the customer's mind already.
                values["complaint_offer_waiting"] = decision == "upheld"
                shown = [
                    button.get("string")
                    for button in arch.xpath("./header/button[@class='btn-primary']")
                    if not safe_eval(button.get("invisible"), context | values)
                ]
                waits = step in ("approve", "none")
                self.assertEqual(len(shown), 0 if waits else 1, (step, decision))

    def test_a_switch_on_a_form_is_saved_with_the_rest_of_it(self):
        """Not by itself at once: "unlimited" counts when somebody has saved it."""
        views = self.env["ir.ui.view"].search([("type", "=", "form")])
        found = 0
        for view in views:
            dialog = view.model and self.env[view.model]._transient
            if view.model == "helpdesk.ticket" or dialog:
                continue
            if not (view.xml_id or "").startswith("complaint_recovery"):
                continue
            for switch in etree.fromstring(view.arch).iter("field"):
                if switch.get("widget") == "boolean_toggle":
                    found += 1
                    with self.subTest(view=view.xml_id, field=switch.get("name")):
                        self.assertIn("'autosave': False", switch.get("options", ""))
        self.assertGreater(found, 15)

    def test_every_other_action_is_in_one_of_three_menus(self):
        arch = etree.fromstring(self._get_arch(FORM, self.manager))
        menus = [div.get("name") for div in arch.xpath("./header/div")]
        self.assertEqual(menus, ["record", "escalate", "more"])
        beside = {
            button.get("name")
            for button in arch.xpath("./header/button[not(@class='btn-primary')]")
            if button.get("invisible") != "1"
        }
        # The last two are for superiors who were told of it, and for nobody else.
        told = {"action_take_over", "action_give_back"}
        self.assertEqual(beside, {"action_send_offer", "action_record_choice"} | told)
        for name in told:
            [button] = arch.xpath(f"./header/button[@name='{name}']")
            self.assertIn("not complaint_told_me", button.get("invisible"))

    def test_form_has_four_tabs(self):
        arch = etree.fromstring(self._get_arch(FORM, self.handler))
        pages = [
            page.get("string")
            for page in arch.xpath("//notebook/page")
            if page.get("invisible") != "1"
        ]
        self.assertEqual(
            pages,
            ["Findings and decision", "Apology and remedies", "Timeline", "Details"],
        )

    def test_palette_offers_no_assigning_on_a_complaint(self):
        """Odoo's widget empties even what is readonly, by a hotkey."""
        arch = etree.fromstring(self._get_arch(FORM, self.handler))
        offering = arch.xpath(
            "//field[not(ancestor::field)][@widget='many2one_avatar_user']"
        )
        self.assertFalse([field.get("name") for field in offering])

    def test_parents_form_of_a_complaint_opens_for_a_plain_employee(self):
        ticket = self._create_complaint()
        self._invite(ticket, self.employee.partner_id)
        form = Form(
            ticket.with_user(self.employee), view="helpdesk_mgmt.ticket_view_form"
        )
        self.assertTrue(form.is_complaint)
        arch = etree.fromstring(
            self._get_arch("helpdesk_mgmt.ticket_view_form", self.employee)
        )
        buttons = {button.get("name") for button in arch.iter("button")}
        self.assertFalse(buttons & {"action_mark_complaint", "action_open_complaint"})
        self.assertTrue(arch.findall(".//div[@name='complaint_notice']"))

    def test_parents_form_shows_its_status_bar_on_plain_tickets_only(self):
        view = "helpdesk_mgmt.ticket_view_form"
        for ticket in (self._create_ticket(), self._create_complaint()):
            form = Form(ticket.with_user(self.handler), view=view)
            hidden = form._get_modifier("stage_id", "invisible")
            self.assertEqual(hidden, ticket.is_complaint)

    def _get_arch(self, xmlid, user):
        tickets = self.env["helpdesk.ticket"].with_user(user)
        return tickets.get_view(self.env.ref(xmlid).id, "form")["arch"]


class TestComplaintSearch(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        view = cls.env.ref("complaint_recovery.complaint_view_search")
        tickets = cls.env["helpdesk.ticket"].with_user(cls.handler)
        arch = etree.fromstring(tickets.get_view(view.id, "search")["arch"])
        cls.filters = {f.get("name"): f for f in arch.findall("./filter")}
        cls.groupings = arch.findall("./group/filter")

    def _find(self, name, user=None):
        tickets = self.env["helpdesk.ticket"].with_user(user or self.handler)
        domain = self.filters[name].get("domain")
        return tickets.search(
            safe_eval(domain, {"uid": tickets.env.uid}) + [("is_complaint", "=", True)]
        )

    def test_there_are_filters_and_groupings_enough(self):
        self.assertGreaterEqual(len(self.filters), 12)
        self.assertGreaterEqual(len(self.groupings), 6)

    def test_every_filter_runs_for_a_handler(self):
        self._create_complaint()
        for name, node in self.filters.items():
            if node.get("domain"):
                with self.subTest(name):
                    self._find(name)

    def test_fields_nobody_groups_by_are_not_offered(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        offered = {
            name
            for name, field in tickets.fields_get(attributes=["groupable"]).items()
            if field["groupable"]
        }
        for name in ("cause_id", "level", "severity_id", "sentiment", "closed_at"):
            self.assertIn(f"complaint_{name}", offered)
        for name in ("authority_round", "form_token", "after_mail", "finding"):
            self.assertNotIn(f"complaint_{name}", offered)
        self.assertIn("user_id", offered, "the parent's are as they were")

    def test_every_grouping_runs_for_a_handler(self):
        self._create_complaint()
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        for node in self.groupings:
            with self.subTest(node.get("name")):
                grouping = safe_eval(node.get("context"))["group_by"]
                groups = tickets.formatted_read_group(
                    [("is_complaint", "=", True)], [grouping], ["__count"]
                )
                self.assertTrue(groups)

    def test_overdue_finds_what_is_due_before_now(self):
        with freeze_time("2030-01-07 09:00:00"):
            ticket = self._create_complaint()
            self.assertNotIn(ticket, self._find("overdue"))
        with freeze_time("2030-01-09 09:00:00"):
            self.assertIn(ticket, self._find("overdue"))

    def test_silent_finds_three_days_without_a_word(self):
        with freeze_time("2030-01-07 09:00:00"):
            ticket = self._create_complaint()
            self._create_interaction(ticket, purpose="first_contact")
        with freeze_time("2030-01-10 08:00:00"):
            self.assertNotIn(ticket, self._find("silent"))
        with freeze_time("2030-01-10 10:00:00"):
            self.assertIn(ticket, self._find("silent"))

    def test_archived_owner_counts_as_nobody(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)  # An open one would get a new owner at once.
        self.assertNotIn(ticket, self._find("unassigned", self.manager))
        self.handler.active = False
        self.assertIn(ticket, self._find("unassigned", self.manager))

    def test_repeat_finds_customers_with_another_complaint(self):
        ticket = self._create_complaint()
        self.assertNotIn(ticket, self._find("repeat"))
        other = self._create_complaint()
        self.assertEqual(self._find("repeat") & (ticket + other), ticket + other)

    def test_choosing_finds_offered_remedies(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        remedy = self._create_remedy(ticket)
        self.assertNotIn(ticket, self._find("choosing"))
        remedy.action_offer()
        self.assertIn(ticket, self._find("choosing"))

    def test_serious_finds_what_is_not_solved_on_the_spot(self):
        mild = self._create_complaint(complaint_severity_id=self.normal.id)
        grave = self._create_complaint(complaint_severity_id=self.critical.id)
        found = self._find("serious")
        self.assertIn(grave, found)
        self.assertNotIn(mild, found)


class TestComplaintActions(ComplaintCommon):
    def test_every_empty_list_says_what_to_do_next(self):
        for name in ACTIONS:
            action = self.env.ref(f"complaint_recovery.{name}")
            self.assertIn("o_view_nocontent_smiling_face", action.help or "", name)

    def test_complaint_actions_show_complaints_in_their_own_views(self):
        for name in ACTIONS[:2]:
            action = self.env.ref(f"complaint_recovery.{name}")
            self.assertIn("('is_complaint', '=', True)", action.domain)
            modes = [mode for _view, mode in action.views]
            self.assertEqual(modes, ["kanban", "list", "calendar", "activity", "form"])
            self.assertEqual(action.views[-1][0], self.env.ref(FORM).id)

    def test_every_view_of_a_complaint_opens_for_a_handler(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        action = self.env.ref("complaint_recovery.complaint_action_my")
        for view_id, mode in action.views:
            with self.subTest(mode):
                self.assertTrue(tickets.get_views([(view_id, mode)])["views"][mode])

    def test_configuration_is_for_managers(self):
        menu = self.env.ref("complaint_recovery.complaint_menu_configuration")
        menus = self.env["ir.ui.menu"]
        self.assertNotIn(menu.id, menus.with_user(self.leader)._visible_menu_ids())
        self.assertIn(menu.id, menus.with_user(self.manager)._visible_menu_ids())

    def test_app_is_for_helpdesk_people(self):
        menu = self.env.ref("complaint_recovery.complaint_menu_root")
        menus = self.env["ir.ui.menu"]
        self.assertNotIn(menu.id, menus.with_user(self.employee)._visible_menu_ids())
        self.assertIn(menu.id, menus.with_user(self.handler)._visible_menu_ids())


class TestGuardedForms(ComplaintCommon):
    """What only methods write, no form sends: nothing new could be saved."""

    def test_no_form_sends_what_only_methods_write(self):
        guarded = self.env.registry["complaint.guarded"]
        models = [
            name
            for name, model in self.env.registry.items()
            if issubclass(model, guarded) and not model._abstract
        ]
        views = self.env["ir.ui.view"].search(
            [("model", "in", models), ("type", "=", "form"), ("mode", "=", "primary")]
        )
        for view in views.filtered(lambda v: v.model != "helpdesk.ticket"):
            model = self.env[view.model].with_user(self.manager)
            if not model.has_access("create"):
                continue
            arch = etree.fromstring(model.get_view(view.id, "form")["arch"])
            for node in arch.xpath("//field[not(ancestor::field)]"):
                field = model._fields[node.get("name")]
                if field.name in model._get_guarded_fields():
                    with self.subTest(view.xml_id, field=field.name):
                        self.assertTrue(field.readonly or node.get("readonly"))
