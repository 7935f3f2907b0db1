from odoo import api, fields, models

from ...tools.groups import CONCERNED


class ComplaintCustomerBanner(models.AbstractModel):
    """A document that shows the open complaints of its customer.

    Glue addons inherit it in models with a ``partner_id`` and a ``company_id``.
    """

    _name = "complaint.customer.banner"
    _description = "Document of a Customer"

    complaint_notice = fields.Html(
        string="Open complaints",
        compute="_compute_complaint_banner",
        groups=CONCERNED,
    )
    complaint_open_count = fields.Integer(
        string="Open complaints of the customer",
        compute="_compute_complaint_open_count",
        groups=CONCERNED,
    )
    complaint_watch_note = fields.Html(
        string="Watchlist", compute="_compute_complaint_banner", groups=CONCERNED
    )

    # Not related fields: those would be read by the superuser, or cached for all.
    @api.depends("partner_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_banner(self):
        for document in self:
            customer = document.partner_id
            document.complaint_notice = customer.complaint_notice
            document.complaint_watch_note = customer.complaint_watch_note

    @api.depends("partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_open_count(self):
        """Count for lists and cards, in the one query of all their customers."""
        for document in self:
            document.complaint_open_count = document.partner_id.complaint_open_count

    def action_report_complaint(self):
        """Open the screen that reports a complaint, with what the document knows."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_sales_entry_action"
        )
        return {**action, "context": self._prepare_complaint_report_context()}

    def _prepare_complaint_report_context(self):
        """Return the context of the screen. Extend to tell it more."""
        return {
            "default_partner_id": self.partner_id.id,
            "default_company_id": (self.company_id or self.env.company).id,
        }
