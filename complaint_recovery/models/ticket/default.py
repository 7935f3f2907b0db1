from odoo import api, models, tools
from odoo.fields import Domain


class HelpdeskTicket(models.Model):
    """Tickets of teams and categories that make complaints by themselves."""

    _inherit = "helpdesk.ticket"

    @api.model
    @tools.ormcache()
    def _complaint_default_ids(self):
        """Return the ids of the teams and of the categories that mark by themselves."""
        domain = Domain("complaint_default", "=", True)
        # A switch works for everybody who files a ticket, the portal included.
        teams = self.env["helpdesk.ticket.team"].sudo().search(domain)
        # Categories work for everybody, too, whoever may read them.
        categories = self.env["helpdesk.ticket.category"].sudo().search(domain)
        return frozenset(teams.ids), frozenset(categories.ids)

    def _complaint_is_default(self, defaults):
        self.ensure_one()
        teams, categories = defaults
        return self.team_id.id in teams or self.category_id.id in categories

    @api.model
    def _complaint_opens(self, route):
        """Return whether this route of the mail gateway would open a complaint."""
        model, thread_id, custom_values, *_rest = route
        if model != "helpdesk.ticket" or thread_id:
            return False
        teams, categories = self._complaint_default_ids()
        values = custom_values or {}
        return (
            values.get("team_id") in teams
            or values.get("category_id") in categories
            or bool(values.get("is_complaint"))
        )

    def _complaint_mark_by_default(self, vals):
        """Make complaints of tickets that come to such a team or category."""
        if {"team_id", "category_id"} & vals.keys():
            defaults = self._complaint_default_ids()
            self.filtered(
                lambda t: not t.is_complaint and t._complaint_is_default(defaults)
            )._complaint_mark()
