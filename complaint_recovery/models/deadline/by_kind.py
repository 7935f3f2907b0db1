from odoo import api, fields, models

from .kinds import KINDS, Kind


class ComplaintDeadline(models.Model):
    """What may happen to a deadline, as its kind says and as it stands."""

    _inherit = "complaint.deadline"

    written_kinds = fields.Json(
        string="Kinds written down by hand", compute="_compute_written_kinds"
    )
    can_finish = fields.Boolean(compute="_compute_can")
    can_move = fields.Boolean(compute="_compute_can")
    can_tell_late = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    def _compute_written_kinds(self):
        self.written_kinds = self._get_kinds_that("written")

    @api.depends("kind", "state", "verdict")
    def _compute_can(self):
        kinds, described = self._get_kinds(), Kind()
        for deadline in self:
            kind = kinds.get(deadline.kind, described)
            runs = deadline.state == "running"
            is_open = runs or deadline.state == "paused"
            deadline.can_finish = is_open and kind.finished
            deadline.can_move = runs and kind.moved
            deadline.can_cancel = is_open and kind.cancelled
            in_time = runs and deadline.verdict != "overdue"
            deadline.can_tell_late = in_time and kind.moved and kind.heard

    @api.model
    def _get_kinds(self):
        """Return kind → what may happen to it, a ``Kind``, for every kind there is.

        Extend to describe a kind of your own. What nobody describes is handled like
        something people write down themselves.
        """
        kinds = self._fields["kind"].get_values(self.env)
        return {kind: KINDS.get(kind) or Kind() for kind in kinds}

    @api.model
    def _get_kinds_that(self, may):
        """Return the kinds of which ``may``, a field of ``Kind``, is true."""
        return [name for name, kind in self._get_kinds().items() if getattr(kind, may)]

    def _filter_kinds(self, may):
        """Return those whose kind says that they ``may``, a field of ``Kind``."""
        kinds = self._get_kinds_that(may)
        return self.filtered(lambda deadline: deadline.kind in kinds)
