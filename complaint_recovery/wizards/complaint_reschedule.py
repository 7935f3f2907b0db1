from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, plaintext2html


class ComplaintReschedule(models.TransientModel):
    """A new date for something promised, with the reason, told to the customer."""

    _name = "complaint.reschedule"
    _description = "New Date"

    deadline_id = fields.Many2one("complaint.deadline", required=True)
    old_due_at = fields.Datetime(related="deadline_id.due_at", string="Until now")
    due_at = fields.Datetime(string="New date", required=True)
    reason = fields.Char(required=True)
    tell_customer = fields.Boolean(string="Write to the customer now")
    message = fields.Text(
        string="To the customer", help="Empty: a short note with the new date."
    )

    def action_apply(self):
        """Move the date, and tell the customer where asked to."""
        self.ensure_one()
        self.check_access("write")
        deadline = self.deadline_id
        deadline.check_access("write")
        if self.tell_customer:
            self._tell_customer()
        deadline._reschedule(self.due_at, self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _tell_customer(self):
        """Running late: the customer hears it from us, before the time."""
        ticket = self.deadline_id.ticket_id
        ticket.check_access("write")
        if self.deadline_id.due_at < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "The time is over already: call the customer, and apologise."
                )
            )
        ticket._complaint_ensure_mail_address()
        ticket = ticket.with_context(lang=ticket._complaint_lang())
        text = self.message or ticket.env._(
            "We will be later than we said: %(what)s, now by %(when)s. "
            "We are sorry that you have to wait.",
            what=self.deadline_id.name,
            when=format_datetime(ticket.env, self.due_at, dt_format="short"),
        )
        ticket._complaint_mail_customer(
            plaintext2html(text),
            subject=ticket.env._("A new date for %s", ticket.number),
        )
        ticket._complaint_record_exchange(
            channel="email", purpose="progress", summary=text
        )
