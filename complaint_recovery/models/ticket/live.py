from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from ...tools.groups import INTERNAL

#: What open forms listen to.
CHANGED = "complaint_recovery.changed"


class HelpdeskTicket(models.Model):
    """Open forms hear that a complaint was changed, and fetch it with their own rights.

    Nothing but the ids is said: to all colleagues of the helpdesk but whom a complaint
    is about, once a transaction.
    """

    _inherit = "helpdesk.ticket"

    def _complaint_after_write(self, vals, *args):
        result = super()._complaint_after_write(vals, *args)
        self._complaint_touch()
        return result

    def _complaint_touch(self):
        """Let open forms of these complaints be fetched anew after the commit."""
        hooks = self.env.cr.precommit
        known = hooks.data.get(CHANGED)
        if known is None:
            known = hooks.data[CHANGED] = set()
            hooks.add(self._complaint_tell_touched)
        known.update(self.ids)

    @api.model
    def _complaint_tell_touched(self):
        ids = self.env.cr.precommit.data.pop(CHANGED, set())
        if not ids:
            return
        # The ids alone are told; who may read the complaint fetches it.
        group = self.env.ref(INTERNAL).sudo()
        about = self.env.execute_query(
            SQL(
                """SELECT id, complaint_about_user_id FROM helpdesk_ticket
                    WHERE id IN %s AND complaint_about_user_id IS NOT NULL""",
                tuple(ids),
            )
        )
        if known := ids - {ticket_id for ticket_id, _user_id in about}:
            group._bus_send(CHANGED, {"ids": sorted(known)})
        for ticket_id, user_id in about:
            # Whom it is about hears of no change.
            for user in group.all_user_ids.filtered(lambda u, i=user_id: u.id != i):
                user._bus_send(CHANGED, {"ids": [ticket_id]})

    def complaint_last_change(self):
        """Return who changed it last, in words: for a form that is being edited.

        It is asked by the web client when the complaint was changed meanwhile.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["complaint_stage_id"], "read")
        if self.write_uid == self.env.user:
            return ""
        # Who works on what one may read is no secret.
        return self.env._("%s changed it just now.", self.sudo().write_uid.name)


class ComplaintChild(models.AbstractModel):
    """What belongs to a complaint is shown on its form."""

    _inherit = "complaint.child"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._complaint_touch_tickets()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._complaint_touch_tickets()
        return result

    def _complaint_touch_tickets(self):
        # The scheduled pass looks at thousands, of which hardly one is on a screen.
        if self.env.uid != SUPERUSER_ID:
            self.sudo().ticket_id._complaint_touch()  # Whatever one may read of it.
