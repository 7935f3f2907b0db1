from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintWatchlistEntry(models.Model):
    """Whose customer it is, for the rule of salespeople.

    It is the salesperson of the commercial entity, and that of a contact at any level
    only where the entity has none, as in the customer's history.
    """

    _inherit = "complaint.watchlist.entry"

    own_customer = fields.Boolean(
        string="Own customer",
        compute="_compute_own_customer",
        search="_search_own_customer",
    )

    @api.depends("partner_id.user_id", "partner_id.child_ids.user_id")
    @api.depends_context("uid")
    def _compute_own_customer(self):
        # The rule is the one who asks, in search and here.
        entries = self.sudo().with_context(active_test=False)
        own = entries.search(
            Domain("id", "in", self.ids) & Domain("own_customer", "=", True)
        )
        for entry in self:
            entry.own_customer = entry._origin.id in own._ids

    @api.model
    def _search_own_customer(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        # Whose contacts they are is asked by the rule, whatever the user may read.
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        contacts = partners._search(Domain("user_id", "=", self.env.uid))
        return Domain("partner_id.user_id", "=", self.env.uid) | (
            Domain("partner_id.user_id", "=", False)
            & Domain("partner_id", "in", contacts.subselect("commercial_partner_id"))
        )
