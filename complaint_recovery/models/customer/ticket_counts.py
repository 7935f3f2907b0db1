from collections import Counter

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """The parent's ticket counters of customers, for all of them at once."""

    _inherit = "res.partner"

    def _compute_helpdesk_ticket_count(self):
        """Count tickets as the parent does, for all customers in one query.

        Those of a customer and of all below count, archived contacts included, with the
        rights of the user.
        """
        families = self._complaint_families()
        members = {member for family in families.values() for member in family}
        total, active = Counter(), Counter()
        rows = self.env["helpdesk.ticket"]._read_group(
            Domain("partner_id", "in", members),
            ["partner_id", "stage_id"],
            ["__count"],
        )
        # As one set, whose stages are read at once.
        stages = self.env["helpdesk.ticket.stage"].union(*(row[1] for row in rows))
        closed = set(stages.filtered("closed").ids)
        for partner, stage, count in rows:
            total[partner.id] += count
            active[partner.id] += 0 if stage.id in closed else count
        for partner in self:
            family = families.get(partner._origin.id, ())
            count = sum(total[member] for member in family)
            count_active = sum(active[member] for member in family)
            partner.helpdesk_ticket_count = count
            partner.helpdesk_ticket_active_count = count_active
            partner.helpdesk_ticket_count_string = f"{count_active} / {count}"

    def _complaint_families(self):
        """Return partner id → ids of the partner and of all below, in one query."""
        self.env["res.partner"].flush_model(["parent_id"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE family (root, id) AS (
                       SELECT id, id FROM res_partner WHERE id IN %s
                       UNION
                       SELECT family.root, child.id
                         FROM family JOIN res_partner child
                           ON child.parent_id = family.id)
                   SELECT root, array_agg(id) FROM family GROUP BY root""",
                tuple(self._origin.ids) or (0,),
            )
        )
        return dict(rows)
