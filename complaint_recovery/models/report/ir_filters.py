from odoo import api, models


class IrFilters(models.Model):
    """Saved filters, of which ours are shown in the reader's language."""

    _inherit = "ir.filters"

    @api.model
    def get_filters(self, model, *args, **kwargs):
        filters = super().get_filters(model, *args, **kwargs)
        # Where nobody sees complaints, none of ours are among the filters.
        if model in ("complaint.report", "helpdesk.ticket") and filters:
            names = self._get_complaint_names()
            for each in filters:
                # One somebody has renamed keeps its name.
                shipped, name = names.get(each["id"], ("", ""))
                if each["name"] == shipped:
                    each["name"] = name
        return filters

    @api.model
    def _get_complaint_names(self):
        """Return filter id → its name as shipped, and in the reader's language."""
        shipped = self.with_context(lang="en_US")._complaint_questions()
        read = self._complaint_questions()
        ids = self.env["ir.model.data"]
        return {
            ids._xmlid_to_res_id(f"complaint_recovery.{key}"): (shipped[key], read[key])
            for key in shipped
        }

    @api.model
    def _complaint_questions(self):
        return {
            "complaint_report_filter_first_contact": self.env._(
                "How fast is the first contact?"
            ),
            "complaint_report_filter_apology": self.env._("How fast do we apologise?"),
            "complaint_report_filter_resolution": self.env._(
                "How fast is the solution, and in time?"
            ),
            "complaint_report_filter_promises": self.env._("Do we keep our promises?"),
            "complaint_report_filter_causes": self.env._("Which causes grow?"),
            "complaint_report_filter_claimed": self.env._(
                "What was claimed, what was given?"
            ),
            "complaint_report_filter_cost": self.env._(
                "What did remedies cost, by cause and team?"
            ),
            "complaint_report_filter_quality": self.env._(
                "Reopened, repeated, satisfied"
            ),
            "complaint_report_filter_open": self.env._("Who has how many open?"),
            "complaint_filter_overdue": self.env._("Overdue"),
            "complaint_filter_choosing": self.env._("Waiting for the customer"),
            "complaint_filter_silent": self.env._("Silent"),
            "complaint_filter_angry": self.env._("Angry"),
            "complaint_filter_week": self.env._("Mine this week"),
        }
