"""An administrator deletes one of our mail templates."""

from odoo.exceptions import UserError

from .common.customer_mail import CustomerMailCase


class TestTemplateDeleted(CustomerMailCase):
    """Who writes hears the way out; what goes out by itself stays silent."""

    def _delete(self, name):
        self.env.ref(f"complaint_recovery.mail_template_{name}").unlink()

    def test_who_writes_hears_which_one_and_how_to_get_it_back(self):
        ticket = self._create_complaint()
        self._contact(ticket)
        ticket.complaint_finding = "<p>Seal missing</p>"
        self._create_remedy(ticket).action_offer()
        self._delete("offer")
        with self.assertRaisesRegex(UserError, "mail_template_offer.*under Apps"):
            ticket.action_send_offer()

    def test_without_the_mail_the_call_stays_due(self):
        self._delete("follow_up")
        ticket = self._create_complaint()
        ticket.complaint_severity_id.sudo().followup_by_mail = True
        self._play_to_follow_up(ticket)
        self.assertTrue(ticket._complaint_running("follow_up"))

    def test_without_those_of_the_stages_a_complaint_is_opened_and_closed(self):
        self._delete("acknowledgement")
        self._delete("closed")
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._follow_up(ticket)
        self.assertEqual(ticket.complaint_phase, "closed")
