from odoo import api, models

#: What makes few groups with names one can read.
TYPES = {"boolean", "date", "datetime", "many2one", "selection"}
#: Numbers that are few.
NUMBERS = {"complaint_level", "complaint_reopen_count"}
#: What the program keeps for itself, or tells of single complaints.
OWN = {
    "complaint_decision_anew",
    "complaint_mail_failed_at",
    "complaint_origin_id",
    "complaint_taken_over_at",
    "complaint_thanked_for_id",
}


class HelpdeskTicket(models.Model):
    """What lists and boards offer to group complaints by."""

    _inherit = "helpdesk.ticket"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Offer no field nobody groups by; asked for by its name it is grouped by."""
        described = super().fields_get(allfields, attributes)
        for name, description in described.items():
            ours = name.startswith("complaint_") and "groupable" in description
            if ours and not self._complaint_is_grouped_by(name):
                description["groupable"] = False
        return described

    @api.model
    def _complaint_is_grouped_by(self, name):
        """Return whether people group by the field. Extend to leave out, or to add."""
        if name in NUMBERS:
            return True
        return self._fields[name].type in TYPES and name not in OWN
