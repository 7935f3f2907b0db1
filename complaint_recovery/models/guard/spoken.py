from odoo import models

from ...tools.marks import UNRECORDED


class HelpdeskTicket(models.Model):
    """Who says what: on a complaint people speak as themselves, and now."""

    _inherit = "helpdesk.ticket"

    def message_post(self, **kwargs):
        told = kwargs.keys() & {"author_id", "email_from", "date"}
        if kwargs.get("message_type") == "email":
            told.add("message_type")
        # Letters by our own methods are of whom their template says.
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        if told and not ours and not self.env.su and self.env.user._is_internal():
            kwargs = self._complaint_speak_as_oneself(kwargs)
        return super().message_post(**kwargs)

    def _complaint_speak_as_oneself(self, kwargs):
        """Return ``kwargs`` without words of the customer that a colleague makes up.

        What the customer said is recorded as an exchange. The gateway and the page post
        as superuser.
        """
        if not self.is_complaint:
            return kwargs
        author = self.env["res.partner"].browse(kwargs.get("author_id"))
        # Whether somebody is one of us is judged, not shown.
        if author and not author.sudo().partner_share:
            return {name: kwargs[name] for name in kwargs if name != "date"}
        kept = {
            name: kwargs[name]
            for name in kwargs
            if name not in ("author_id", "email_from", "date")
        }
        if kept.get("message_type") == "email":
            kept["message_type"] = "comment"
        return kept
