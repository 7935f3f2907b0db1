from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.complaint_recovery.tools.groups import INTERNAL


class HelpdeskTicket(models.Model):
    """A ticket, which may be about one piece with a serial number."""

    _inherit = "helpdesk.ticket"

    complaint_lot_id = fields.Many2one(
        "stock.lot",
        string="Serial number complained about",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        index="btree_not_null",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    complaint_lot_number = fields.Char(
        string="Serial number",
        compute="_compute_complaint_lot_number",
        inverse="_inverse_complaint_lot_number",
        groups=INTERNAL,
        help="As the customer reads it on the product.",
    )

    @api.depends("complaint_lot_id")
    def _compute_complaint_lot_number(self):
        # The number alone, for whoever may read the complaint.
        for ticket in self.sudo():
            ticket.complaint_lot_number = ticket.complaint_lot_id.name

    def _inverse_complaint_lot_number(self):
        self._complaint_take_number(
            "complaint_lot_number",
            "complaint_lot_id",
            self.env["stock.lot"]._complaint_find_by_number,
            self.env._(
                "%(ticket)s: nothing with the serial number %(number)s was "
                "delivered to the customer."
            ),
        )

    # The number as well: typed together with the customer it is looked for first.
    @api.constrains(
        "complaint_lot_id", "complaint_lot_number", "partner_id", "company_id"
    )
    def _check_complaint_lot_customer(self):
        # Who got it does not depend on who may see it.
        for ticket in self.sudo().filtered("complaint_lot_id"):
            lot = ticket.complaint_lot_id
            moves = lot._complaint_moves_to(ticket.partner_id)
            if ticket.company_id not in moves.company_id:
                raise ValidationError(  # Of the piece it tells nothing.
                    self.env._(
                        "%s: this serial number was not delivered to this customer by "
                        "this company.",
                        ticket.number,
                    )
                )

    @api.model
    def _complaint_documents(self):
        refusal = self.env._(
            "You can only choose among the serial numbers you may see."
        )
        return {**super()._complaint_documents(), "complaint_lot_id": refusal}
