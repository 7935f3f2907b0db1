from odoo import fields, models
from odoo.tools import plaintext2html


class ComplaintMissing(models.TransientModel):
    """The dialog asks what an inspection of the goods has shown."""

    _inherit = "complaint.missing"

    inspection_result = fields.Text(string="What did the inspection show?")

    def _fill_inspection(self):
        if not self.inspection_result:
            return
        ticket = self.ticket_id
        inspection = ticket._complaint_running("inspection")
        inspection = inspection or ticket._complaint_open_deadline(
            "inspection", self.env._("Inspection of the goods"), fields.Datetime.now()
        )
        # Opened with other rights; whoever fills in the dialog may write the complaint.
        inspection = inspection.sudo(False)
        inspection.note = plaintext2html(self.inspection_result)
        inspection.action_done()
