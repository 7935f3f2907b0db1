import time
from datetime import timedelta

from odoo import fields
from odoo.tests.common import _registry_test_lock

from .common import ComplaintCommon
from .common.keys import KeyboardCase

LIST = "complaint_recovery.complaint_action_my"
FORM = ".o_complaint_form .o_complaint_strip"
FOLD = ".o-mail-ActivityList [role=button]"
WORDS = ".modal .o_field_widget[name=description] textarea"


class TestDeskSafe(ComplaintCommon, KeyboardCase):
    """What is typed, promised or changed is neither lost nor hidden."""

    def _walk(self, walk, path=LIST, user=None):
        login = (user or self.handler).login
        self._walk_by_keys(f"/odoo/action-{path}", login, walk)

    def test_words_of_a_call_outlive_a_reload_and_a_second_call(self):
        def walk(keyboard):
            keyboard.wait(".o_searchview_input")
            keyboard.press("Alt+Shift+c")
            keyboard.enter(WORDS, "The first call.")
            keyboard.reload()
            keyboard.wait(".o_searchview_input")
            keyboard.press("Alt+Shift+c")
            keyboard.wait(WORDS, "The first call.")
            keyboard.reach(".o_complaint_calls .btn-link")
            keyboard.press("Enter")  # "Another call"
            keyboard.wait(".o_complaint_calls .btn-light", "The first call.")
            keyboard.enter(WORDS, "The second call.")
            keyboard.reach(".o_complaint_calls .btn-light")
            keyboard.press("Enter")
            keyboard.wait(WORDS, "The first call.")
            keyboard.wait(".o_complaint_calls .btn-light", "The second call.")

        self._walk(walk)

    def test_complaint_that_has_changed_since_is_there_after_a_reload(self):
        """What the browser had kept of it was corrected by half of what there is."""
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(ticket)

        def walk(keyboard):
            keyboard.wait(FORM)
            keyboard.wait(".o_complaint_words", "leaks")
            with _registry_test_lock:
                ticket.complaint_desired_outcome = "A new kettle"
                ticket._complaint_promise(
                    "Send the manual", fields.Datetime.now() + timedelta(days=1)
                )
                self.env.flush_all()
            keyboard.reload()
            keyboard.wait(".o_complaint_words", "A new kettle")
            keyboard.wait(FORM, "Send the manual")

        self._walk_by_keys(f"/odoo/action-{LIST}/{ticket.id}", self.handler.login, walk)

    def test_many_to_dos_leave_the_conversation_in_sight(self):
        """Nine of them stood above it; what is due stands at the head of the form."""
        ticket = self._promise_much()

        def walk(keyboard):
            keyboard.wait(f"{FOLD}[aria-expanded=false]")
            keyboard.reach(FOLD)
            keyboard.press("Enter")
            keyboard.wait(".o-mail-Activity", "Part 4")

        self._walk_by_keys(f"/odoo/action-{LIST}/{ticket.id}", self.handler.login, walk)

    def _promise_much(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._contact(ticket)
        for day in range(1, 5):
            due = fields.Datetime.now() + timedelta(days=day)
            ticket._complaint_promise(f"Part {day}", due)
        return ticket

    def test_to_dos_begin_folded_on_each_record(self):
        """Unfolded on one complaint, they were on all that were looked at next."""
        self._promise_much()
        self._promise_much()

        def walk(keyboard):
            for there in (".o_switch_view.o_list", ".o_data_row .o_data_cell"):
                keyboard.wait(there)
                keyboard.see(f"document.querySelector('{there}').click()")
            keyboard.wait(".o_form_view .o_pager_value", "1")
            keyboard.wait(f"{FOLD}[aria-expanded=false]")
            keyboard.reach(FOLD)
            keyboard.press("Enter")
            keyboard.wait(f"{FOLD}[aria-expanded=true]")
            keyboard.press("Alt+n")
            keyboard.wait(".o_pager_value", "2")
            keyboard.wait(f"{FOLD}[aria-expanded=false]")

        self._walk(walk)

    def test_timeline_tells_what_was_done_a_moment_ago(self):
        """A promise kept by the call still had its buttons, on a closed complaint."""
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        self._play_to_follow_up(ticket)
        line = ".o_complaint_timeline li"

        def walk(keyboard):
            keyboard.wait(line, "satisfied")
            keyboard.press("Alt+q")
            keyboard.reach(".modal .o_field_widget[name=satisfaction] [role=radio]")
            keyboard.press("Space")
            keyboard.wait(".modal footer button", "Save and close")
            keyboard.press("Alt+q")
            keyboard.wait(FORM, "Ended")
            keyboard.wait(line, "Follow-up")
            keyboard.wait(".o_complaint_timeline:not(:has(li button))")

        self._walk_by_keys(f"/odoo/action-{LIST}/{ticket.id}", self.handler.login, walk)

    def test_timeline_asks_before_it_cancels(self):
        """One click among four, and a promise was gone."""
        ticket = self._create_complaint()
        due = fields.Datetime.now() + timedelta(days=1)
        promise = ticket._complaint_promise("Send the manual", due)
        cancel = ".o_complaint_timeline button[data-method=action_cancel]"

        def walk(keyboard):
            keyboard.wait(".o_notebook .nav-link[name=complaint_timeline]")
            keyboard.see(
                "document.querySelector('.nav-link[name=complaint_timeline]').click()"
            )
            keyboard.wait(cancel)
            keyboard.see(f"document.querySelector('{cancel}').click()")
            keyboard.wait(".modal-body", "Nobody needs it any more?")
            keyboard.press("Escape")
            keyboard.wait("body:not(:has(.modal))")
            keyboard.wait(cancel)

        self._walk_by_keys(f"/odoo/action-{LIST}/{ticket.id}", self.handler.login, walk)
        self.assertEqual(promise.state, "running")

    def test_typed_word_finds_the_filter_of_that_name(self):
        def walk(keyboard):
            keyboard.wait(".o_searchview_input")
            keyboard.reach(".o_searchview_input")
            keyboard.type("overdue")
            keyboard.wait(".o_searchview_autocomplete .focus", "Filter: Overdue")
            keyboard.press("Enter")
            keyboard.wait(".o_facet_value", "Overdue")

        self._walk(walk)

    def test_to_do_that_is_still_due_stays_in_sight_where_it_is_not_removed(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        promise = ticket._complaint_promise(
            "Send the manual", fields.Datetime.now() + timedelta(days=1)
        )

        def walk(keyboard):
            activity = ".o-mail-Activity"
            keyboard.wait(activity, "Send the manual")
            keyboard.reach(f"{activity} .btn-danger")
            keyboard.press("Enter")
            keyboard.wait(".modal", "is still due")
            keyboard.press("Escape")
            keyboard.wait(f"body:not(:has(.modal)) {activity}", "Send the manual")

        self._walk(walk, f"{LIST}/{ticket.id}")
        self.assertEqual(promise.state, "running")

    def test_open_form_shows_what_a_colleague_did_without_a_reload(self):
        ticket = self._create_complaint()

        def walk(keyboard):
            keyboard.wait(FORM)
            keyboard.wait(".o_field_widget[name=complaint_severity_id]", "Normal")
            time.sleep(2)  # What comes with the loading is taken for the own click.
            self._change(ticket.with_user(self.leader), self.major)
            keyboard.wait(".o_field_widget[name=complaint_severity_id]", "Major")

        self._walk(walk, f"{LIST}/{ticket.id}")

    def test_what_is_to_decide_is_counted_on_every_page(self):
        ticket = self._create_complaint()
        self._create_remedy(ticket, amount=200).action_request()

        def walk(keyboard):
            keyboard.wait(".o_complaint_decide .badge", "1")

        self._walk(walk, user=self.leader)

    def _change(self, ticket, severity):
        """Change it as somebody at another desk does, between two requests."""
        with _registry_test_lock:
            ticket.complaint_severity_id = severity
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.cr.postcommit.run()
