from odoo import models


class HelpdeskTicket(models.Model):
    """What is due on a complaint, chosen by what may happen to its kind."""

    _inherit = "helpdesk.ticket"

    def _complaint_deadlines_that(self, may):
        """Return the deadlines that ``may``, a field of ``Kind``, also ended ones."""
        return self.complaint_deadline_ids._filter_kinds(may)

    def _complaint_running_that(self, may):
        """Return the running or paused deadlines that ``may``, a field of ``Kind``."""
        return self._complaint_running()._filter_kinds(may)
