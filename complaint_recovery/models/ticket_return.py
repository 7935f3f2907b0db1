from odoo import models
from odoo.fields import Domain
from odoo.tools import is_html_empty


class ComplaintTicketReturn(models.AbstractModel):
    """The customer writes again after the end."""

    _name = "complaint.ticket.return"
    _description = "Return of the Customer"

    def _complaint_hear_again(self, message):
        """Let what the customer writes on a closed complaint bring something back.

        Within the time to reopen, somebody looks at it; after that it is a new
        complaint, or goes to the one opened for an earlier mail.
        """
        self.ensure_one()
        if not self.complaint_closed_at:
            self._complaint_log(body=message.body)
        elif self._complaint_can_reopen():
            self._complaint_ask_to_reopen()
        elif later := self._complaint_continuation():
            later._complaint_hear_again(message)
        else:
            self._complaint_continue(message)

    def _complaint_ask_to_reopen(self):
        """Ask the owner, once: still unhappy, or only thanks?"""
        if self._complaint_running("reply"):
            return
        self._complaint_ensure_owner()  # The former one may have left.
        # Follows from what happened, not chosen by a person.
        self.env["complaint.deadline"].sudo().create(
            self._complaint_prepare_deadline("reply", self._complaint_clock())
        )

    def _complaint_continuation(self):
        """Return the last complaint opened after this one to continue it."""
        return self.search(
            Domain("complaint_origin_id", "=", self.id)
            & Domain("is_complaint", "=", True)
            & Domain("id", ">", self.id),
            order="id desc",
            limit=1,
        )

    def _complaint_continue(self, message):
        vals = {"complaint_origin_id": self.id}
        if not is_html_empty(message.body):
            vals["description"] = message.body
        ticket = self.copy(vals)
        ticket.action_mark_complaint()
        for attachment in message.attachment_ids:
            attachment.copy({"res_model": ticket._name, "res_id": ticket.id})
        self._complaint_log(
            body=self.env._(
                "The customer wrote again, too late to reopen it: %s continues it.",
                ticket.number,
            )
        )
