from odoo import api, models, tools
from odoo.fields import Domain

from ...tools.in_use import in_use


class HelpdeskTicket(models.Model):
    """Tickets of teams and categories that make complaints by themselves."""

    _inherit = "helpdesk.ticket"

    @api.model
    @tools.ormcache()
    def _complaint_default_ids(self):
        """Return the ids of the teams and of the categories that mark by themselves."""
        domain = Domain("complaint_default", "=", True)
        # A switch works for everybody who files a ticket, the portal included.
        teams = in_use(self.env["helpdesk.ticket.team"].sudo()).search(domain)
        # Categories work for everybody, too, whoever may read them.
        categories = in_use(self.env["helpdesk.ticket.category"].sudo()).search(domain)
        return frozenset(teams.ids), frozenset(categories.ids)

    @api.model
    @tools.ormcache()
    def _complaint_archived_team_ids(self):
        """Return the ids of the complaints teams that were archived."""
        # Their addresses live on, whoever archived them.
        teams = in_use(self.env["helpdesk.ticket.team"].sudo())
        domain = Domain("complaint_default", "=", True) & Domain("active", "=", False)
        return frozenset(teams.search(domain).ids)

    @api.model
    def message_new(self, msg, custom_values=None):
        """What comes to the address of an archived complaints team is not lost.

        The first team of its company for complaints takes it, else a manager.
        """
        values = custom_values or {}
        if values.get("team_id") not in self._complaint_archived_team_ids():
            return super().message_new(msg, custom_values=custom_values)
        # Which team it was is told to colleagues alone.
        archived = in_use(self.env["helpdesk.ticket.team"].sudo()).browse(
            values["team_id"]
        )
        others = archived.search(
            Domain("complaint_default", "=", True)
            & Domain("company_id", "in", [False, archived.company_id.id])
        )
        values = {**values, "team_id": others[:1].id, "is_complaint": True}
        if archived.company_id:
            values["company_id"] = archived.company_id.id
        ticket = super().message_new(msg, custom_values=values)
        ticket._complaint_log(
            self.env._(
                "It came to the address of %s, a team that was archived. Close the "
                "address, or take the team into use again.",
                archived.name,
            )
        )
        return ticket

    def _complaint_is_default(self, defaults):
        self.ensure_one()
        teams, categories = defaults
        return self.team_id.id in teams or self.category_id.id in categories

    @api.model
    def _complaint_opens(self, route):
        """Return whether this route of the mail gateway would open a complaint.

        Extend where another address opens one.
        """
        model, thread_id, custom_values, *_rest = route
        if model != "helpdesk.ticket" or thread_id:
            return False
        teams, categories = self._complaint_default_ids()
        values = custom_values or {}
        return (
            values.get("team_id") in teams
            or values.get("team_id") in self._complaint_archived_team_ids()
            or values.get("category_id") in categories
            or bool(values.get("is_complaint"))
        )

    def _complaint_mark_by_default(self, vals):
        """Make complaints of tickets that come to such a team or category."""
        if {"team_id", "category_id"} & vals.keys():
            defaults = self._complaint_default_ids()
            self.filtered(
                lambda t: not t.is_complaint and t._complaint_is_default(defaults)
            )._complaint_mark_plain()
