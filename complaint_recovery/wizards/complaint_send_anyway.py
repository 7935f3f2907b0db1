from odoo import fields, models
from odoo.exceptions import UserError

#: What may be sent from here: model → its method that asks.
METHODS = {
    "complaint.apology": "action_send",
    "complaint.remedy": "action_offer",
    "complaint.missing": "action_apply",
    "complaint.offer": "action_offer",
    "complaint.bulk": "action_apply",
    "complaint.reschedule": "action_apply",
    "complaint.escalation.dialog": "action_apply",
    "mail.followers.edit": "edit_followers",
    "helpdesk.ticket": "action_send_decision",
}


class ComplaintSendAnyway(models.TransientModel):
    """The dialog that asks before words go out that name somebody."""

    _name = "complaint.send.anyway"
    _description = "Send Anyway?"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    named = fields.Html(string="Named in it", readonly=True)

    def action_apply(self):
        """Send the words as they are. The record notes who decided so."""
        self.ensure_one()
        self.check_access("write")
        records = self._get_records()
        result = getattr(records, METHODS[self.res_model])(confirmed=True)
        # A method that is done says True; one that goes on says where.
        if isinstance(result, dict):
            return result
        return {"type": "ir.actions.act_window_close"}

    def action_change(self):
        """Return to the words, to change them."""
        self.ensure_one()
        self.check_access("write")
        return self._get_records()._prepare_words_action()

    def _get_records(self):
        if self.res_model not in METHODS:
            raise UserError(self.env._("Nothing is sent from here."))
        records = self.env[self.res_model].browse(self.res_ids)
        records.check_access("write")
        return records
