from odoo import api, fields, models


class ComplaintOffer(models.TransientModel):
    """The mail as it will read says until when the options stand."""

    _inherit = "complaint.offer"

    @api.depends("line_ids.valid_until")
    def _compute_mail_preview(self):
        return super()._compute_mail_preview()


class ComplaintOfferLine(models.TransientModel):
    """Until which day an option stands."""

    _inherit = "complaint.offer.line"

    valid_until = fields.Date(
        string="Stands until",
        help="The last day on which the customer can choose it themselves. Afterwards "
        "they are asked to write to us, and you may still record their choice. Empty: "
        "it stands until it is cancelled.",
    )

    @api.model
    def _prepare_prepared_vals(self, remedy):
        vals = super()._prepare_prepared_vals(remedy)
        return {**vals, "valid_until": remedy.valid_until}

    def _prepare_remedy_vals(self):
        return {**super()._prepare_remedy_vals(), "valid_until": self.valid_until}

    def _make_remedy(self, ticket):
        """Let an option approved before stand as long as it says now."""
        remedy = super()._make_remedy(ticket)
        if remedy.valid_until != self.valid_until:
            remedy.valid_until = self.valid_until
        return remedy
