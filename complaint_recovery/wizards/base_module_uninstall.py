from markupsafe import Markup

from odoo import api, fields, models


class BaseModuleUninstall(models.TransientModel):
    """Odoo's dialog before an addon goes: it says what that does to complaints."""

    _inherit = "base.module.uninstall"

    complaint_leaving = fields.Html(
        string="Complaints",
        compute="_compute_complaint_leaving",
        groups="base.group_system",
    )

    @api.depends("module_ids")
    def _compute_complaint_leaving(self):
        for dialog in self:
            # Whatever would take us along, a parent of ours included.
            gone = dialog._get_modules().mapped("name")
            lines = []
            if "complaint_recovery" in gone and self.env.user._is_system():
                # Administrators, who may uninstall; counted are all complaints.
                lines = self.env["complaint.leaving"].sudo()._tell()
            items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
            dialog.complaint_leaving = lines and Markup("<ul>%s</ul>") % items
