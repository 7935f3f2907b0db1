from functools import partial

from odoo import models


class HelpdeskTicketStage(models.Model):
    """Stages are read by customers and arranged by colleagues."""

    _inherit = "helpdesk.ticket.stage"

    def _check_access(self, operation):
        # The parent lets the public group write them. Not mended in its data, which
        # its next update would put back.
        if operation != "read" and not self.env.user._is_internal():
            access = self.env["ir.model.access"]
            return self, partial(access._make_access_error, self._name, operation)
        return super()._check_access(operation)
