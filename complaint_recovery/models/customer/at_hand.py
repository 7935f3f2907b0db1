from odoo import api, fields, models

from ...tools.groups import CONCERNED
from ...tools.in_use import IN_USE

#: Of a customer with more complaints the database counts, and finds the last ones.
AT_HAND = 100


class ComplaintHistory(models.Model):
    """Complaints that are in memory, counted there."""

    _inherit = "complaint.history"

    def _get_figure(self, aggregate):
        """Return what ``_read_group()`` has as ``aggregate`` of these complaints."""
        if aggregate == "__count":
            return len(self)
        name, _colon, function = aggregate.partition(":")
        values = list(filter(None, self.mapped(name)))
        return sum(values) if function == "sum" else max(values, default=None)


class ResPartner(models.Model):
    """What one customer complained of, all of it read at once.

    A form tells of one customer. How many complaints there are, which are open, what
    was given and which were about this order comes from the one query the form pays,
    whether the customer ever complained or not. Of several customers, and of one with
    more than ``AT_HAND``, the database is asked for each by itself.
    """

    _inherit = "res.partner"

    complaint_known_ids = fields.Many2many(
        "complaint.history",
        string="Complaints read at once",
        compute="_compute_complaint_known_ids",
        groups=CONCERNED,
        context=IN_USE,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_known_ids(self):
        for partner in self:
            partner.complaint_known_ids = partner._complaint_read_at_once()

    def _complaint_read_at_once(self):
        """Return the complaints of one customer; one more than are at hand says so."""
        history = self.env["complaint.history"]
        if not history.has_access("read"):
            return history
        # The newest first, as "last complaints" takes them from here.
        query = history._search(
            self._complaint_history_domain(), limit=AT_HAND + 1, order=history._order
        )
        # Found with the reader's rights. Rules look at columns not everybody may read,
        # and would ask for them again.
        rows = history.sudo()
        rows = rows._fetch_query(query, rows._determine_fields_to_fetch())
        return rows.with_env(self.env)

    def _complaint_at_hand(self):
        """Return all complaints of this one customer; None where they are not here."""
        if len(self) != 1:
            return None
        rows = self.with_prefetch().complaint_known_ids._origin
        return rows if len(rows) <= AT_HAND else None
