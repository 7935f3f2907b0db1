from collections import defaultdict
from itertools import chain

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from odoo.addons.complaint_recovery.tools.groups import CONCERNED


class StockLot(models.Model):
    """A serial number, which a customer may complain about."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "complaint.customer.banner"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints about this piece that the user may read."""
        counts = self._complaint_counts_by("lot_id")
        for lot in self:
            lot.complaint_count = counts.get(lot._origin.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this piece."""
        self.ensure_one()
        self.check_access("read")
        return self._complaint_open_about(self.env._("Complaints about %s", self.name))

    def _complaint_history_domain(self):
        lots = self._origin
        customers = self.env["res.partner"].sudo()  # Their ids alone.
        customers = customers.union(*chain(*lots._complaint_recipients().values()))
        return self._complaint_about(customers, "lot_id", lots)

    def _prepare_complaint_report_context(self):
        context = super()._prepare_complaint_report_context()
        return {**context, "default_lot_id": self.id}

    @api.model
    def _get_complaint_customer_depends(self):
        return []

    def _get_complaint_customer(self):
        """Return the customer it was delivered to last."""
        customers = [customer for _lot, customer in self._get_each_complaint_customer()]
        return self.env["res.partner"].union(*customers)

    def _get_each_complaint_customer(self):
        nobody = self.env["res.partner"]
        recipients = self._origin._complaint_recipients()
        last = {lot_id: customers[0] for lot_id, customers in recipients.items()}
        # As far as whoever looks at it may see them.
        seen = nobody.union(*last.values())._filtered_access("read")
        for lot in self:
            customer = seen & last.get(lot._origin.id, nobody)
            yield lot, customer.with_prefetch(seen.ids)

    @api.model
    def _complaint_find_by_number(self, number, customers, company):
        """Return the one lot ``number`` that ``customers`` got, or nothing."""
        name = Domain("lot_id.name", "=ilike", escape_psql(number.strip()))
        lines = self._complaint_lines_to(customers, name)
        lots = lines.filtered(lambda line: line.company_id == company).lot_id
        return lots if len(lots) == 1 else self.browse()

    @api.model
    def _complaint_lines_to(self, customers, condition):
        """Return what the ``customers``' entities got, under ``condition``."""
        entities = customers.commercial_partner_id
        theirs = "picking_id.partner_id.commercial_partner_id"
        return self._complaint_lines(condition & Domain(theirs, "in", entities.ids))

    @api.model
    def _complaint_lines(self, condition):
        """Return what customers got under ``condition``, the latest first."""
        # The number is on what the customer holds.
        lines = self.env["stock.move.line"].sudo()
        return lines.search(
            condition & self._complaint_delivered(), order="date DESC, id DESC"
        )

    @api.model
    def _complaint_delivered(self):
        """Return the condition of lines that brought something to customers."""
        return Domain("state", "=", "done") & Domain(
            "location_dest_id.usage", "=", "customer"
        )

    def _complaint_recipients(self):
        """Return id of a lot → the customers who got it, the latest first.

        One query says it for all of them, and reads no line, however many there are. Of
        a transfer without a customer nobody is among them.
        """
        found = defaultdict(list)
        # Who got it does not depend on who may see the transfers.
        lines = self.env["stock.move.line"].sudo()
        rows = lines._read_group(
            Domain("lot_id", "in", self.ids) & self._complaint_delivered(),
            ["lot_id", "picking_id.partner_id"],
            order="date:max DESC, id:max DESC",
        )
        for lot, customer in rows:
            found[lot.id].append(customer)
        return found

    def _complaint_moves_to(self, customers):
        """Return the moves that brought these to the ``customers``."""
        mine = Domain("lot_id", "in", self.ids)
        return self._complaint_lines_to(customers, mine).move_id
