from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.complaint_recovery.models.ticket.sql_row import HIDDEN

#: Who weighs what a complaint did to the business with a customer.
FIGURES = "sales_team.group_sale_salesman,helpdesk_mgmt.group_helpdesk_manager"
#: Both spans are as long, so that they can be compared.
SPAN_DAYS = 90


class ComplaintHistory(models.Model):
    """A complaint, with the order it is about and what its customer ordered since."""

    _inherit = "complaint.history"
    _depends = {"helpdesk.ticket": ["complaint_order_id"]}

    order_id = fields.Many2one("sale.order", string="Order complained about")
    orders_before_count = fields.Integer(
        string="Orders before",
        compute="_compute_orders",
        groups=FIGURES,
        help="Confirmed in the 90 days before the complaint was closed.",
    )
    orders_before_amount = fields.Monetary(
        string="Ordered before", compute="_compute_orders", groups=FIGURES
    )
    orders_after_count = fields.Integer(
        string="Orders after",
        compute="_compute_orders",
        groups=FIGURES,
        help="Confirmed in the 90 days after the complaint was closed.",
    )
    orders_after_amount = fields.Monetary(
        string="Ordered after", compute="_compute_orders", groups=FIGURES
    )
    orders_summary = fields.Char(
        string="Orders before and after",
        compute="_compute_orders_summary",
        groups=FIGURES,
    )

    @api.model
    def _get_columns(self):
        order = SQL("CASE WHEN NOT %s THEN ticket.complaint_order_id END", HIDDEN)
        return {**super()._get_columns(), "order_id": order}

    @api.depends("closed_at", "commercial_partner_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_orders(self):
        found = self._get_orders_around()
        for row in self:
            (
                row.orders_before_count,
                row.orders_before_amount,
                row.orders_after_count,
                row.orders_after_amount,
            ) = found.get(row.id, (0, 0.0, 0, 0.0))

    def _get_orders_around(self):
        """Return id → number and amount of orders before and after it was closed.

        Amounts are in company currency; one query for all of them. Quotations and
        cancelled orders are none, and neither are refunds and what was given for free.
        """
        orders = self.env["sale.order"]
        if self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            orders = orders.sudo()  # They read totals, not orders.
        closed = self.filtered("closed_at")
        if not closed:
            return {}
        for model, names in self._get_orders_depends().items():
            self.env[model].flush_model(names)
        counted = orders._search(
            Domain("state", "=", "sale") & Domain("amount_total", ">", 0)
        )
        before = SQL("sale.date_order < ticket.complaint_closed_at")
        amount = SQL("sale.amount_total / COALESCE(NULLIF(sale.currency_rate, 0), 1)")
        rows = self.env.execute_query(
            SQL(
                """SELECT ticket.id,
                          COUNT(*) FILTER (WHERE %(before)s),
                          COALESCE(SUM(%(amount)s) FILTER (WHERE %(before)s), 0),
                          COUNT(*) FILTER (WHERE NOT %(before)s),
                          COALESCE(SUM(%(amount)s) FILTER (WHERE NOT %(before)s), 0)
                     FROM helpdesk_ticket ticket
                     JOIN res_partner customer
                       ON customer.commercial_partner_id = ticket.commercial_partner_id
                     JOIN sale_order sale
                       ON sale.partner_id = customer.id
                      AND sale.company_id = ticket.company_id
                      AND sale.date_order >= ticket.complaint_closed_at - %(span)s
                      AND sale.date_order < ticket.complaint_closed_at + %(span)s
                    WHERE ticket.id IN %(ids)s AND sale.id IN %(counted)s
                    GROUP BY ticket.id""",
                before=before,
                amount=amount,
                span=timedelta(days=SPAN_DAYS),
                ids=tuple(closed.ids),
                counted=counted.subselect(),
            )
        )
        return {ticket_id: figures for ticket_id, *figures in rows}

    @api.model
    def _get_orders_depends(self):
        """Return model → fields that are in the database before orders are summed."""
        return {
            "helpdesk.ticket": [
                *("complaint_closed_at", "commercial_partner_id", "company_id")
            ],
            "res.partner": ["commercial_partner_id"],
            "sale.order": [
                *("partner_id", "company_id", "date_order", "state"),
                *("amount_total", "currency_rate"),
            ],
        }

    @api.depends("orders_before_count", "orders_after_count")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_orders_summary(self):
        """Tell the orders in words. Not stored: spans end without a write."""
        for row in self:
            row.orders_summary = bool(row.closed_at) and row._get_orders_summary()

    def _get_orders_summary(self):
        self.ensure_one()
        end = self.closed_at + timedelta(days=SPAN_DAYS)
        figures = {
            "before": self.orders_before_count,
            "before_amount": self.currency_id.format(self.orders_before_amount),
            "after": self.orders_after_count,
            "after_amount": self.currency_id.format(self.orders_after_amount),
        }
        if end <= fields.Datetime.now():
            return self.env._(
                "90 days before closing: %(before)s (%(before_amount)s); "
                "90 days after: %(after)s (%(after_amount)s).",
                **figures,
            )
        return self.env._(
            "90 days before closing: %(before)s (%(before_amount)s); after it, so far: "
            "%(after)s (%(after_amount)s). Compare them from %(end)s on.",
            end=format_date(self.env, end),
            **figures,
        )
