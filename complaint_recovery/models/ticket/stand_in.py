from odoo import api, models


class HelpdeskTicket(models.Model):
    """What the deputy hears and does while the owner of a complaint is away."""

    _inherit = "helpdesk.ticket"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Add who stands in for an absent owner, who gets what the owner gets."""
        recipients = super()._notify_get_recipients(
            message, msg_vals=msg_vals, **kwargs
        )
        if not self.is_complaint or not recipients:
            return recipients
        told = {recipient["id"] for recipient in recipients}
        ticket = self.sudo()  # Who owns it is asked by the rule.
        if ticket.complaint_closed_at or ticket.user_id.partner_id.id not in told:
            return recipients
        partner = ticket._complaint_stand_in().partner_id
        if (
            not partner
            or partner.id in told
            or not self._complaint_allows_follower(partner)
        ):
            return recipients
        values = msg_vals or {}
        # As anybody who is written to by name.
        found = self.env["mail.followers"]._get_recipient_data(
            self,
            "user_notification",
            values.get("subtype_id", message.sudo().subtype_id.id),
            partner.ids,
        )
        return [*recipients, *found[self.id].values()]

    def _complaint_stand_in(self):
        """Return the deputy who handles it while the owner is away, if there is one."""
        self.ensure_one()
        owner = self.sudo().user_id  # Who stands in is asked by the rule.
        if not owner or not owner._complaint_is_away():
            return owner.browse()
        deputy = owner._complaint_stand_in()
        return deputy.filtered(self._complaint_may_own)

    @api.model
    def _complaint_daily_steps(self):
        """Each day somebody may have left, or be back."""
        steps = super()._complaint_daily_steps()
        return [*steps, self.env["res.users"]._complaint_pass_absent]
