from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ...tools.actions import open_dialog
from ...tools.asker import not_about_asker
from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand
from ..deadline.care import CARE_GAP

#: Days after closing on which unsettled customers are asked how they are (D23).
CARE_DAYS = (14, 45, 90)


class HelpdeskTicket(models.Model):
    """Care for customers whom we could not satisfy (D23)."""

    _inherit = "helpdesk.ticket"

    complaint_care_planned = fields.Boolean(
        compute="_compute_complaint_care_planned", compute_sudo=True, groups=INTERNAL
    )

    @api.depends("complaint_deadline_ids.kind", "complaint_deadline_ids.state")
    def _compute_complaint_care_planned(self):
        for ticket in self:
            ticket.complaint_care_planned = bool(ticket._complaint_running("care"))

    def action_stop_care(self, reason=False):
        """Cancel the care calls, because the customer asked for it.

        Without a reason the dialog opens that asks for it.
        """
        self.check_access("write")
        if not reason:
            return self._complaint_action_stop_care()
        self._complaint_ensure_reason(reason)
        for ticket in self:
            # Who is called for several complaints is left in peace for all of them.
            calls = ticket._complaint_care_calls().filtered(
                lambda call, t=ticket: call.ticket_id.partner_id == t.partner_id
            )
            if not calls:
                raise UserError(self.env._("%s: no care call is due.", ticket.number))
            calls._cancel()
            for concerned in calls.ticket_id:
                concerned._complaint_log(
                    self.env._("The customer wants no more care calls: %s", reason)
                )
        return True

    def _complaint_action_stop_care(self):
        self.ensure_one()
        return open_dialog(
            self.env._("Stop the care calls"),
            "complaint.reason",
            purpose="stop_care",
            ticket_id=self.id,
        )

    def _complaint_plan_care(self):
        """Plan calls of unsettled customers after CARE_DAYS, at least CARE_GAP apart.

        A call planned for another complaint of the same customer counts for this one.
        """
        now = fields.Datetime.now()
        unsettled = self.filtered(
            lambda t: (
                t.complaint_outcome == "unsettled" and not t._complaint_is_history()
            )
        )
        for ticket in unsettled:
            calls = ticket._complaint_care_calls()
            for days in CARE_DAYS:
                due_at = now + timedelta(days=days)
                if near := calls._get_near(due_at):
                    ticket._complaint_log(
                        self.env._(
                            "The care call for %(number)s counts for this one.",
                            number=near[0].ticket_id.number,
                        )
                    )
                else:
                    name = ticket._complaint_deadline_name("care")
                    ticket._complaint_open_deadline("care", name, due_at)

    def _complaint_note_care(self, interaction):
        """Move the next care calls away from one that took place."""
        self.ensure_one()
        if not interaction.reached:
            return  # It stays due.
        # The exchange is on record; this follows from it.
        own_hand(self).complaint_satisfaction = interaction.satisfaction
        calls = self._complaint_care_calls()
        near = calls.filtered(lambda call: call.due_at < interaction.date + CARE_GAP)
        # Due for another complaint of the customer, it was this call as well.
        near._finish(interaction.date)
        since = interaction.date
        for call in (calls - near).sorted("due_at"):
            if call.due_at < since + CARE_GAP:
                call._postpone(since + CARE_GAP)
            since = call.due_at

    def _complaint_care_calls(self):
        """Return the care calls due to the customer, whatever the complaint."""
        self.ensure_one()
        domain = Domain("kind", "=", "care") & Domain("state", "=", "running")
        # A customer is one customer, whoever handles which complaint.
        deadlines = self.env["complaint.deadline"].sudo()
        return deadlines.search(domain & self._complaint_of_customer())

    def _complaint_of_customer(self):
        """Return the domain of what hangs on any complaint of this customer."""
        # Whose complaint it is, is asked by the rule.
        customer = self.sudo().partner_id.commercial_partner_id
        if not customer:
            return Domain("ticket_id", "=", self.id)
        of_customer = Domain("ticket_id.commercial_partner_id", "=", customer.id)
        return of_customer & Domain("company_id", "=", self.company_id.id)

    def _complaint_care_warning(self, when, call):
        """Return in words what lies too near to a care ``call`` made at ``when``."""
        self.ensure_one()
        domain = Domain("state", "=", "done") & Domain("reached", "=", True)
        domain &= Domain("date", ">", when - CARE_GAP) & Domain("date", "<", when)
        others = not_about_asker(self.env, "ticket_id.complaint_about_user_id")
        # Said to whoever is about to call; what was talked about is not told, nor that
        # there is a complaint about them.
        exchange = (
            self.env["complaint.interaction"]
            .sudo()
            .search(
                domain & others & self._complaint_of_customer(),
                order="date desc",
                limit=1,
            )
        )
        reasons = []
        if exchange:
            date = format_date(self.env, exchange.date)
            reasons.append(self.env._("there was contact on %s", date))
        calls = (self._complaint_care_calls() - call).filtered_domain(others)
        if near := calls._get_near(when):
            date = format_date(self.env, near[0].due_at)
            reasons.append(self.env._("another care call is due on %s", date))
        if not reasons:
            return ""
        return self.env._(
            "Care calls are two weeks apart, and %s.", format_list(self.env, reasons)
        )
