from odoo import api, models, tools
from odoo.fields import Domain

from .belonging import OURS


class MailFollowers(models.Model):
    """Who follows a ticket or a part of one is told to whoever may read that.

    Odoo lets every employee read who follows what: who complained would be in it.
    """

    _inherit = "mail.followers"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Who it is, is for whoever may read the ticket (``belonging.py``)."""
        return super()._compute_display_name()

    def _complaint_readable(self):
        # It is the search that judges, also for the helpdesk.
        return self._complaint_found()

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            domain = Domain(domain) & self._complaint_visible()
        return super()._search(domain, *args, **kwargs)

    def _check_access(self, operation):
        if result := super()._check_access(operation):
            return result
        # A search judges what has a column; here all else is judged, and that there is
        # one at all.
        if self.env.su or not self.ids or operation != "read":
            return None
        shown = self.search(Domain("id", "in", self.ids))
        if hidden := self - shown:
            rules = self.env["ir.rule"]
            return hidden, lambda: rules._make_access_error(operation, hidden)
        return None

    @api.model
    def _complaint_visible(self):
        """Return the domain of followers the user may know of."""
        visible = Domain.TRUE
        for name in self._complaint_followed():
            records = self.env[name].with_context(active_test=False)
            elsewhere = Domain("res_model", "!=", name)
            if records.has_access("read"):
                elsewhere |= Domain("res_id", "in", records._search([]))
            visible &= elsewhere
        return visible

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_followed(self):
        """Return the names of models that can be followed: ours, what tells of ours.

        Who follows a meeting that is kept from somebody has one on a complaint.
        """
        return tuple(
            name
            for name, model in sorted(self.env.registry.items())
            if (name.startswith(OURS) or self.env[name]._complaint_told_by())
            and not (model._abstract or model._transient)
            and "message_follower_ids" in model._fields
        )
