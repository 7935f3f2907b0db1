from odoo import api, fields, models

from odoo.addons.complaint_recovery.models.remedy.makers import Maker


class ComplaintRemedyType(models.Model):
    """Remedies may be an inspection without charge."""

    _inherit = "complaint.remedy.type"

    kind = fields.Selection(
        selection_add=[("inspection", "Inspection")],
        ondelete={"inspection": "set default"},
    )


class ComplaintRemedy(models.Model):
    """An inspection is delivered when its report is done."""

    _inherit = "complaint.remedy"

    @api.model
    def _get_makers(self):
        return {
            **super()._get_makers(),
            "inspection": Maker(
                model="inspection.report",
                label=self.env._("Inspection report"),
                make="_make_inspection_report",
                task=self.env._("Inspect the goods"),
                group="complaint_recovery_inspection.group_inspector",
            ),
        }

    def _make_inspection_report(self):
        """Return a report to fill in. It runs as superuser, once (``making.py``)."""
        return self.env["inspection.report"].create(
            {
                "name": f"INS/{self.ticket_id.number}/{self.id}",
                "partner_id": self.ticket_id.partner_id.id,
                "company_id": self.company_id.id,
                "currency_id": self.currency_id.id,
                "amount": self.amount,
                "cost": self.amount / 2,
            }
        )
