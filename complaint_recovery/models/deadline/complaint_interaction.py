from odoo import api, fields, models


class ComplaintInteraction(models.Model):
    """A planned exchange, which is a promise in the ledger."""

    _inherit = "complaint.interaction"

    deadline_id = fields.Many2one(
        "complaint.deadline", string="Promise", copy=False, ondelete="set null"
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"deadline_id"}

    def action_reschedule(self):
        """Open the dialog that gives a planned exchange a new date."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_planned()
        return self.deadline_id.action_reschedule()

    def action_running_late(self):
        """Open the dialog that tells the customer before the time that we are late."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_planned()
        return self.deadline_id.action_running_late()

    def _promise(self):
        for interaction in self:
            interaction.ticket_id._complaint_promise(
                interaction._get_promise_name(),
                interaction.date,
                interaction.user_id,
                interaction_ids=[fields.Command.link(interaction.id)],
            )
        return super()._promise()

    def _get_promise_name(self):
        self.ensure_one()
        channels = dict(self._fields["channel"]._description_selection(self.env))
        name = channels[self.channel]
        return f"{name}: {self.place}" if self.place else name

    def _keep_promise(self):
        # The caller's right to write was checked; the promise is kept by it.
        self.sudo().deadline_id._finish(self.date)
        return super()._keep_promise()

    def _break_promise(self):
        # A planned one that is deleted was promised: the promise stays visible, and so
        # does what it was escalated for, unless the complaint or the customer ends it.
        self.sudo().deadline_id._cancel(settle=self.env.su)
        return super()._break_promise()
