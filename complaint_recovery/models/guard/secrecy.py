import uuid

from odoo import api, models
from odoo.fields import Domain

from ...tools.asker import being_read, hidden_from_asker
from ...tools.marks import OWN_HAND

#: Who may read a ticket, and what of it, depends on these.
SECRECY = (
    "is_complaint",
    "complaint_received_at",
    "partner_id",
    "complaint_about_user_id",
    "complaint_confidential",
)


class HelpdeskTicket(models.Model):
    """What keeps a complaint from the colleague it is about (D35), beside the rule.

    Who may know of it is said by the rule: ``ir.rule._get_complaint_secrecy()``.
    """

    _inherit = "helpdesk.ticket"

    def _fetch_query(self, query, fields):
        # The rule of secrecy is judged in memory after reading. What it asks is read
        # along, or each reading of a plain ticket would cost a query more.
        if not any(field.column_type for field in fields):
            return super()._fetch_query(query, fields)
        asked = map(self._fields.get, SECRECY)
        along = (field for field in asked if self._has_field_access(field, "read"))
        fields = [*fields, *along]
        if self.env.su or not self.env.user._is_internal():
            return super()._fetch_query(query, fields)
        # Nobody reads the key, and links that we make in a colleague's name have it:
        # it comes along unseen.
        fields.append(self._fields["access_token"])
        columns = [field for field in fields if field.column_type]
        # Who may read what was asked before.
        fetched = super(HelpdeskTicket, self.sudo())._fetch_query(query, columns)
        fetched = fetched.with_env(self.env)
        # Of lines everybody gets those they may read: a follower may see fewer.
        if lines := [field for field in fields if not field.column_type]:
            super()._fetch_query(fetched._as_query(ordered=False), lines)
        return fetched

    @api.readonly
    def read(self, fields=None, load="_classic_read"):
        # Whoever is let read it is not asked again for its name.
        asked = being_read(self) if "display_name" in (fields or ()) else self
        return super(HelpdeskTicket, asked).read(fields, load)

    def unlink(self):
        # A ticket that may go takes along what was said on it.
        kept = self.with_context(complaint_kept=OWN_HAND)
        return super(HelpdeskTicket, kept).unlink()

    def _complaint_renew_key(self):
        """Whoever has the key to the customer's page has it no longer."""
        for ticket in self.sudo().filtered(
            "access_token"
        ):  # A key is no field to read.
            ticket.access_token = str(uuid.uuid4())

    def copy_data(self, default=None):
        """The copy is kept from whom the original is about; others copy the rest."""
        vals_list = super().copy_data(default)
        if self._has_field_access(self._fields["complaint_about_user_id"], "read"):
            for ticket, vals in zip(self, vals_list, strict=True):
                about = ticket.complaint_about_user_id
                vals.setdefault("complaint_about_user_id", about.id)
        return vals_list

    def _complaint_whole(self):
        return self

    def _complaint_linked(self):
        """Return as superuser these and all that they hang together with.

        That is by *Duplicate of* and *Follows on from*, in both directions.
        """
        linked = new = self.sudo()  # Judged, not shown.
        while new:
            found = linked.with_context(active_test=False).search(
                Domain("duplicate_id", "in", new.ids)
                | Domain("complaint_origin_id", "in", new.ids)
            )
            found |= new.duplicate_id | new.complaint_origin_id
            new = found.with_env(linked.env) - linked
            linked |= new
        return linked

    def _complaint_is_kept(self):
        """Is it for few: a complaint, what was one, or about a colleague?"""
        # Judged, not shown.
        return bool(self._complaint_ever() or self.sudo().complaint_about_user_id)

    @api.depends("is_complaint", "complaint_received_at", "complaint_about_user_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """A title is read through any link: who may not read it sees a number."""
        result = super()._compute_display_name()
        # Customers, who have hardly a link to others', would pay a query for the rest.
        outside = not self.env.user._is_internal()
        complaints = self.filtered(
            lambda ticket: (
                ticket._origin.sudo().is_complaint  # Judged, not shown.
                if outside
                else ticket._origin._complaint_is_kept()
            )
        )
        if complaints:
            # Links are read as superuser, and what our code has read as superuser
            # stands in memory; whoever asks may read it, or not.
            hidden = hidden_from_asker(complaints._origin)
            for ticket in complaints.filtered(lambda t: t._origin in hidden):
                ticket.display_name = ticket.number
        return result
