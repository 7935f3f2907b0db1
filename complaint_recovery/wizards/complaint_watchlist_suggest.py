from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..models.watchlist.entry import KINDS, LIVE_STATES
from ..tools.actions import notify
from ..tools.groups import MANAGERS


class ComplaintWatchlistSuggest(models.TransientModel):
    """The dialog that suggests a customer for the watchlist. A manager decides."""

    _name = "complaint.watchlist.suggest"
    _description = "Suggest for the Watchlist"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    kind = fields.Selection(selection=KINDS, required=True)
    reason = fields.Text(required=True)
    guidance = fields.Text(
        help="What to do when they call. Colleagues and sales read it."
    )
    preferred_user_id = fields.Many2one(
        "res.users", string="Preferred contact", domain=[("share", "=", False)]
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    @api.depends_context("uid")
    def _compute_can_decide(self):
        self.can_decide = self.env.user.has_group(MANAGERS)

    def action_suggest(self):
        """Create the suggestion, with an activity for a manager."""
        self.check_access("write")
        self.ensure_one()
        self.partner_id.check_access("read")
        # A handler suggests and learns nothing of what there is already.
        if found := self._find_live():
            found._message_log(
                body=self.env._("Suggested again: %s", self.reason),
                author_id=self.env.user.partner_id.id,
            )
        else:
            self._create_entry()
        return notify(self.env._("Thank you. A manager decides on it."))

    def action_put_on(self):
        """Put the customer on the list at once. Helpdesk managers only."""
        self.check_access("write")
        self.ensure_one()
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("A manager decides on the watchlist."))
        found = self._find_live().sudo(False)
        if found.filtered(lambda entry: entry.state != "suggested"):
            raise UserError(self.env._("This customer is listed for that already."))
        entry = found or self._create_entry().sudo(False)
        entry.write(self._prepare_known_vals() if found else {})
        entry.action_activate(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _find_live(self):
        entity = self.partner_id.sudo().commercial_partner_id  # The rule asks.
        entries = self.env["complaint.watchlist.entry"].sudo()  # Of any state.
        return entries.search(
            Domain("partner_id", "=", entity.id)
            & Domain("kind", "=", self.kind)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "in", LIVE_STATES)
        )

    def _create_entry(self):
        # Only managers create entries; everybody of the helpdesk may suggest one.
        entries = self.env["complaint.watchlist.entry"].sudo()
        return entries._suggest(
            self.partner_id,
            self.kind,
            self.env.company,
            self.reason,
            self._find_evidence(),
            guidance=self.guidance,
            preferred_user_id=self.preferred_user_id.id,
        )

    def _prepare_known_vals(self):
        vals = {"reason": self.reason, "guidance": self.guidance}
        vals["preferred_user_id"] = self.preferred_user_id.id
        return {name: value for name, value in vals.items() if value}

    def _find_evidence(self):
        """Return the customer's latest 20 complaints that the user may read."""
        entity = self.partner_id.commercial_partner_id
        return self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True)
            & Domain("commercial_partner_id", "=", entity.id)
            & Domain("company_id", "=", self.env.company.id),
            order="complaint_received_at desc, id desc",
            limit=20,
        )
