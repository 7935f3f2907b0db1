from odoo import models

from ...tools.own_hand import without_hand


class IrActionsServer(models.Model):
    """Server actions and automation rules: what administrators let happen by itself."""

    _inherit = "ir.actions.server"

    def run(self):
        # A rule that follows a write of ours runs in its context, and is not our code.
        return super(IrActionsServer, without_hand(self)).run()
