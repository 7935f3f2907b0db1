import logging

from odoo import api, models

from ...tools.races import RACES

_logger = logging.getLogger(__name__)

#: So often a step is tried in one day.
TRIES = 3


class HelpdeskTicket(models.Model):
    """What is looked at once a day. Outer rooms add the steps."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _cron_complaint_daily(self):
        """Do each step of the day in its own transaction."""
        cron = self.env["ir.cron"]
        steps = self._complaint_daily_steps()
        for left, step in zip(range(len(steps) - 1, -1, -1), steps, strict=True):
            self._complaint_daily_step(step)
            cron._commit_progress(1, remaining=left)

    @api.model
    def _complaint_daily_steps(self):
        """Return what is done in a day. Extend to add."""
        return []

    @api.model
    def _complaint_daily_step(self, step):
        for _try in range(TRIES):
            try:
                with self.env.cr.savepoint():
                    step()
                return
            except RACES:
                self.env.cr.rollback()
            except Exception:
                _logger.warning("A step of the daily review failed", exc_info=True)
                return
