from odoo import api, models

#: Who may read a ticket depends on these.
SECRECY = (
    "is_complaint",
    "partner_id",
    "complaint_about_user_id",
    "complaint_confidential",
)


class HelpdeskTicket(models.Model):
    """What keeps a complaint from the colleague it is about (D35)."""

    _inherit = "helpdesk.ticket"

    def _fetch_query(self, query, fields):
        # The rule of secrecy is judged in memory after reading. What it asks is read
        # along, or each reading of a plain ticket would cost a query more.
        if any(field.column_type for field in fields):
            asked = map(self._fields.get, SECRECY)
            along = (field for field in asked if self._has_field_access(field, "read"))
            fields = [*fields, *along]
        return super()._fetch_query(query, fields)

    def copy_data(self, default=None):
        """The copy is kept from whom the original is about; others copy the rest."""
        vals_list = super().copy_data(default)
        if self._has_field_access(self._fields["complaint_about_user_id"], "read"):
            for ticket, vals in zip(self, vals_list, strict=True):
                about = ticket.complaint_about_user_id
                vals.setdefault("complaint_about_user_id", about.id)
        return vals_list

    @api.depends("is_complaint")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Show a number to the colleague it is about, as links show the title."""
        result = super()._compute_display_name()
        for ticket in self.filtered("is_complaint"):
            # The link itself is read as superuser as well.
            if ticket.sudo().complaint_about_user_id == self.env.user:
                ticket.display_name = ticket.number
        return result
