from odoo import fields, models


class ComplaintApologyHandOver(models.TransientModel):
    """The dialog in which a letter is handed over: when, and the signed copy."""

    _name = "complaint.apology.hand.over"
    _description = "Hand Over an Apology Letter"

    apology_id = fields.Many2one("complaint.apology", required=True)
    handed_over_at = fields.Datetime(
        related="apology_id.handed_over_at", related_sudo=False, string="Before"
    )
    date = fields.Datetime(
        string="Handed over", required=True, default=lambda self: self._default_date()
    )
    scan = fields.Binary(string="Signed copy", attachment=False)
    scan_name = fields.Char()

    def _default_date(self):
        return fields.Datetime.now()

    def action_apply(self):
        """Record that the letter was handed over at ``date`` (UTC)."""
        self.ensure_one()
        self.check_access("write")
        self.apology_id.check_access("write")
        self.apology_id._hand_over(self.date, self.scan, self.scan_name)
        return {"type": "ir.actions.act_window_close"}
