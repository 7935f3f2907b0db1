import time
from unittest.mock import patch

from .common import ComplaintCommon
from .common.keys import KeyboardCase

FORM = ".o_complaint_form .o_complaint_strip"
CHOSEN = "[role=radio][aria-checked=true]"


def field(name, inside=""):
    return f".modal .o_field_widget[name={name}] {inside}".strip()


class TestDeskKeys(ComplaintCommon, KeyboardCase):
    """The desk without a mouse: chips are one stop of the Tab key, then arrows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"

    def test_keyboard_alone_leads_from_the_call_to_the_end(self):
        path = "/odoo/action-complaint_recovery.complaint_action_my"
        self._walk_by_keys(path, self.handler.login, self._walk_to_the_end)
        ticket = self.env["helpdesk.ticket"].search(
            [("is_complaint", "=", True)], order="id desc", limit=1
        )
        self.assertEqual(ticket.complaint_sentiment, "upset")
        self.assertTrue(ticket.complaint_apologised_at)
        self.assertEqual(ticket.complaint_outcome, "satisfied")
        remedy = ticket.complaint_remedy_ids
        self.assertEqual((remedy.state, remedy.amount), ("delivered", 20))

    def _walk_to_the_end(self, keyboard):
        self._take_the_call(keyboard)
        self._offer(keyboard)
        self._end(keyboard)

    def _next(self, keyboard, label):
        """Press the highlighted button by its key."""
        keyboard.wait(".o_statusbar_buttons button.btn-primary", label)
        keyboard.press("Alt+q")

    def _choose(self, keyboard, name, label, *arrows):
        keyboard.reach(field(name, "[role=radio]"))
        keyboard.press(*arrows)
        keyboard.wait(field(name, CHOSEN), label)

    def _take_the_call(self, keyboard):
        keyboard.wait(".o_searchview_input")
        keyboard.press("Alt+Shift+c")
        keyboard.wait(field("partner_id", "input:focus"))
        keyboard.enter(field("partner_phone", "input"), "+32 470 12 34 56")
        keyboard.enter(field("description", "textarea"), "It came late.")
        keyboard.wait(field("partner_id", "input"), "Jane Doe")
        self._choose(keyboard, "sentiment", "Upset", "ArrowRight")
        keyboard.enter(field("cause_id", "input"), "late")
        keyboard.wait(".o-autocomplete--dropdown-item", "ate")
        keyboard.press("Enter")
        keyboard.reach(field("apologised", "input"))
        keyboard.press("Space", "Alt+q")

    def _offer(self, keyboard):
        self._next(keyboard, "Offer a remedy")
        keyboard.wait(".modal .o_data_row")
        keyboard.wait(".modal [name=type_ids] input:focus")
        # Lists are one stop of the Tab key as well: from its end, arrows.
        keyboard.reach(".modal .o_field_x2many_list_row_add a")
        keyboard.press("ArrowUp")
        keyboard.wait(".modal .o_data_row td:focus")
        keyboard.press("ArrowRight")
        keyboard.wait(".modal .o_data_row td[name=amount]:focus")
        keyboard.press("Enter")
        keyboard.wait(".modal .o_data_row [name=amount] input:focus")
        keyboard.press("Ctrl+a")
        keyboard.type("20")
        # On through the line and out of it: no empty line comes after the last.
        keyboard.reach(field("accepted", "input"))
        lines = keyboard.see("document.querySelectorAll('.modal .o_data_row').length")
        self.assertEqual(lines, 1)
        keyboard.press("Space", "Alt+q")

    def _end(self, keyboard):
        self._next(keyboard, "Delivered")
        keyboard.wait(".modal footer .btn-primary:focus")
        keyboard.press("Enter")
        # The button that was pressed is gone: the focus is at the next step.
        keyboard.wait(".o_statusbar_buttons .btn-primary:focus", "Call the customer")
        self._next(keyboard, "Call the customer")
        self._choose(keyboard, "satisfaction", "Satisfied", "ArrowRight", "ArrowLeft")
        keyboard.wait(".modal footer button", "Save and close")
        keyboard.press("Alt+q")
        keyboard.wait(FORM, "Ended")

    def _type_customer(self, keyboard, name):
        """Take a call, and choose the customer of that name by the Tab key."""
        keyboard.wait(".o_searchview_input")
        keyboard.press("Alt+Shift+c")
        keyboard.wait(field("partner_id", "input:focus"))
        keyboard.type(name)
        keyboard.wait(".o-autocomplete--dropdown-item", name)
        keyboard.press("Tab")

    def test_tab_that_chooses_goes_on_to_the_next_field(self):
        """What was typed next went nowhere."""
        path = "/odoo/action-complaint_recovery.complaint_action_my"
        self._walk_by_keys(path, self.handler.login, self._choose_by_tab)

    def _choose_by_tab(self, keyboard):
        self._type_customer(keyboard, "Nadia Brandt")
        keyboard.wait(field("partner_name", "input"), "Nadia Brandt")
        keyboard.wait(field("partner_name", "input:focus"))
        keyboard.enter(field("cause_id", "input"), "late")
        keyboard.wait(".o-autocomplete--dropdown-item", "ate")
        keyboard.press("Tab")
        keyboard.wait(field("team_id", "input:focus"))

    def test_tab_that_chooses_a_known_customer_goes_on_to_their_number(self):
        path = "/odoo/action-complaint_recovery.complaint_action_my"
        self._walk_by_keys(path, self.handler.login, self._choose_known)

    def _choose_known(self, keyboard):
        self._type_customer(keyboard, "Jane Doe")
        keyboard.wait(field("partner_phone", "input:focus"), "+32 470")

    def test_palette_puts_nobody_in_charge_of_what_it_is_about(self):
        """By "Assign to me" of another field one hid the complaint from oneself."""
        ticket = self._create_complaint()
        path = f"/odoo/action-complaint_recovery.complaint_action_my/{ticket.id}"
        self._walk_by_keys(path, self.handler.login, self._look_through_the_palette)
        self.assertFalse(ticket.complaint_about_user_id)

    def _look_through_the_palette(self, keyboard):
        keyboard.wait(FORM)
        keyboard.press("Ctrl+k")
        keyboard.wait(".o_command_palette .o_command")
        for words in ("colleague", "assign to me"):
            keyboard.press("Ctrl+a")
            keyboard.type(words)
            keyboard.wait(".o_command_palette_listbox_empty")

    def test_what_takes_long_says_so_until_it_is_done(self):
        """A button that stays grey without a word is clicked again."""
        ticket = self._create_complaint()
        escalation = ticket._complaint_escalate("She wants a word", users=self.leader)
        model = type(escalation)
        take = model.action_take

        def take_slowly(records):
            time.sleep(2)
            return take(records)

        path = "/odoo/action-complaint_recovery.complaint_day_action"
        with patch.object(model, "action_take", take_slowly):
            self._walk_by_keys(path, self.leader.login, self._take_over)
        self.assertEqual(escalation.state, "taken")

    def _take_over(self, keyboard):
        keyboard.reach(".o_complaint_day_row button:has(.fa-hand-paper-o)")
        keyboard.press("Enter")
        keyboard.wait(".o_notification", "One moment")
        keyboard.wait("body:not(:has(.o_notification))")
