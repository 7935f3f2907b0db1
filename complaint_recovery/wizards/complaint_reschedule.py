from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

#: Proposed to whoever is running late.
LATER = timedelta(hours=1)


class ComplaintReschedule(models.TransientModel):
    """The dialog that gives a promise a new date, with the reason."""

    _name = "complaint.reschedule"
    _inherit = "complaint.outgoing"
    _description = "New Date"

    deadline_id = fields.Many2one("complaint.deadline", required=True)
    # Read with the user's own rights: an id alone must not tell anything.
    old_due_at = fields.Datetime(
        related="deadline_id.due_at", string="Date so far", related_sudo=False
    )
    due_at = fields.Datetime(string="New date", required=True)
    reason = fields.Char(required=True)
    tell_customer = fields.Boolean(string="Write to the customer now")
    message = fields.Text(
        string="To the customer", help="Empty: a short note with the new date."
    )
    speaker_id = fields.Many2one(
        "res.users",
        string="Who is asked",
        compute="_compute_speaker_id",
        compute_sudo=False,
        help="They promised it by name, and give the new date.",
    )

    @api.depends("deadline_id")
    def _compute_speaker_id(self):
        for dialog in self:
            deadline = dialog.deadline_id.sudo(False)
            mine = bool(deadline) and deadline.has_access("write")
            dialog.speaker_id = mine and deadline._get_speaker()

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        deadline = self.env["complaint.deadline"].browse(values.get("deadline_id"))
        if deadline and values.get("tell_customer"):
            deadline.check_access("read")
            values.setdefault("due_at", deadline.due_at + LATER)
        return values

    def action_apply(self, confirmed=False):
        """Move the date, and tell the customer where that was ticked.

        Of a superior's word that one is asked instead. It asks first where the words
        name somebody, unless ``confirmed``.
        """
        self.ensure_one()
        self.check_access("write")
        deadline = self.deadline_id
        deadline.check_access("write")
        if deadline._get_speaker():
            return deadline._ask_for_date(self.due_at, self.reason)
        if self.tell_customer:
            deadline.ticket_id.check_access("write")
        if question := self._ask_before_sending(confirmed):
            return question
        before = deadline.due_at
        deadline._reschedule(self.due_at, self.reason)
        if self.tell_customer:
            self._tell_customer(before)
        return {"type": "ir.actions.act_window_close"}

    def _get_words_to_check(self):
        return self.message or "" if self.tell_customer else ""

    def _get_outgoing_ticket(self):
        return self.deadline_id.ticket_id

    def _prepare_words_action(self):
        return self._prepare_words_dialog(self._name, self.id)

    def _tell_customer(self, before):
        """Write the new date and the reason to the customer."""
        ticket = self.deadline_id.ticket_id
        if before < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "The time is over already: call the customer, and apologise."
                )
            )
        ticket._complaint_ensure_mail_address()
        ticket = ticket.with_context(lang=ticket._complaint_lang())
        text = self.message or ticket.env._(
            "We will be later than we said: %(what)s, now by %(when)s.",
            what=self.deadline_id.with_env(ticket.env)._get_told_name(),
            when=ticket._complaint_time_text(self.due_at),
        )
        message = ticket._complaint_write_by(
            "mail_template_running_late",
            record=self.deadline_id,
            words=plaintext2html(self.message) if self.message else "",
        )
        ticket._complaint_record_exchange(
            channel="email", purpose="progress", summary=text, message=message
        )
