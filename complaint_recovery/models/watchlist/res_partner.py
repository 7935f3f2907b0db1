from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL

#: Who may know what to do when a customer calls; each as far as the rules reach.
READERS = "sales_team.group_sale_salesman,helpdesk_mgmt.group_helpdesk_user_own"
#: For these it helps to know what was given so far.
GIVEN_KINDS = ("frequent", "claimant")


class ResPartner(models.Model):
    """What to know before the first word with a customer.

    It is computed and searched with the reader's own rights and never stored: sorting,
    grouping and searching tell nothing of it to anybody who may not read the entry.
    """

    _inherit = "res.partner"

    complaint_watchlist = fields.Boolean(
        string="On the watchlist",
        compute="_compute_complaint_watch",
        search="_search_complaint_watchlist",
        groups=READERS,
    )
    complaint_watch_kinds = fields.Char(
        string="Watchlist", compute="_compute_complaint_watch", groups=READERS
    )
    complaint_watch_note = fields.Html(
        string="What to do when they call",
        compute="_compute_complaint_watch_note",
        groups=READERS,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_watch(self):
        watched = self._complaint_watch_entries()
        nothing = self.env["complaint.watchlist.entry"]
        for partner in self:
            entries = watched.get(partner.commercial_partner_id.id, nothing)
            partner.complaint_watchlist = bool(entries)
            partner.complaint_watch_kinds = entries._get_kinds()

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_watch_note(self):
        watched = self._complaint_watch_entries()
        for partner in self:
            entries = watched.get(partner.commercial_partner_id.id)
            partner.complaint_watch_note = bool(entries) and (
                entries._render_note() + partner._complaint_render_given(entries)
            )

    def _search_complaint_watchlist(self, operator, value):
        if operator != "in":
            return NotImplemented
        entries = self.env["complaint.watchlist.entry"]
        active = Domain("state", "=", "active")
        active &= Domain("company_id", "in", self.env.companies.ids)
        # With the rights of whoever asks: what they may not read finds nothing.
        return Domain(
            "commercial_partner_id",
            "in",
            entries._search(active).subselect("partner_id"),
        )

    def unlink(self):
        go = super().unlink
        return self._complaint_refuse_to_go(go) if self._complaint_is_kept() else go()

    def _complaint_refuse_to_go(self, go):
        """Raise a UserError after all other reasons not to delete them.

        Where they could not be deleted anyhow, it would tell of a complaint.
        """
        try:
            with self.env.cr.savepoint():
                go()
        except IntegrityError as error:
            if not (error.diag.table_name or "").startswith("complaint_"):
                raise
        if any(filter(self._complaint_may_know, self._complaint_kept())):
            raise UserError(
                self.env._(
                    "Records of complaints are kept about this customer. Archive it "
                    "instead of deleting it."
                )
            )
        raise UserError(
            self.env._(
                "Other records need this contact. Archive it instead of deleting it."
            )
        )

    def _complaint_may_know(self, kept):
        return kept.with_env(self.env)._filtered_access("read")

    def _complaint_is_kept(self):
        """Return whether one of these complained, or is on the watchlist."""
        return any(self._complaint_kept(limit=1))

    def _complaint_kept(self, limit=None):
        """Yield entries about these and complaints of theirs, which stay."""
        # They stay, whoever may read them: what is told of them is asked.
        entries = self.env["complaint.watchlist.entry"].sudo()
        # As above: what is told of them is asked.
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets = tickets.with_context(active_test=False)
        mine = Domain("partner_id", "in", self.ids)
        yield entries.search(mine, limit=limit)
        yield tickets.search(mine & Domain("is_complaint", "=", True), limit=limit)

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "is_company"} & vals.keys():
            self._complaint_follow_parents()
        return result

    def _complaint_follow_parents(self):
        """Move entries to the company a customer belongs to now."""
        # The rule asks, whoever moves the customer.
        parts = self.sudo().filtered(lambda p: p.commercial_partner_id != p)
        entries = self.env["complaint.watchlist.entry"]
        # Entries follow their customer, whoever may read them.
        watched = parts and entries.sudo().search(Domain("partner_id", "in", parts.ids))
        for partner in watched and watched.partner_id:
            moved = entries._move_to(partner, partner.commercial_partner_id)
            live = moved.filtered(lambda entry: entry.state in ("active", "suspended"))
            # What was said of one may not hold for all of them: look at it today.
            live.write({"review_date": fields.Date.today()})

    def _complaint_watch_entries(self):
        """Return entity id → active entries the user may read, in one query."""
        return self.env["complaint.watchlist.entry"]._get_active(
            self.commercial_partner_id.ids
        )

    def _complaint_render_given(self, entries):
        """Return what they got so far, where that is good to know."""
        self.ensure_one()
        if not set(entries.mapped("kind")) & set(GIVEN_KINDS):
            return Markup()
        amount = self.commercial_partner_id.complaint_remedy_amount
        given = self.env.company.currency_id.format(amount)
        return Markup("<div>%s</div>") % self.env._(
            "Given within twelve months: %s", given
        )

    def action_watchlist_suggest(self):
        """Open the dialog that puts this customer on the list, or suggests it."""
        self._complaint_ensure_internal()
        self.ensure_one()
        return open_dialog(
            self.env._("Watchlist"),
            "complaint.watchlist.suggest",
            partner_id=self.commercial_partner_id.id,
        )

    def action_complaint_object(self):
        """Open the dialog for a customer who does not want to be listed."""
        self._complaint_ensure_internal()
        self.ensure_one()
        return open_dialog(
            self.env._("The customer objects to being listed"),
            "complaint.reason",
            purpose="object",
            partner_id=self.id,
        )

    def _complaint_object(self, reason):
        """Take the customer off the list at once; a manager decides afterwards."""
        self._complaint_ensure_internal()
        entries = self.env["complaint.watchlist.entry"].union(
            *self._complaint_watch_entries().values()
        )
        if not entries:
            raise UserError(self.env._("This customer is not on the watchlist."))
        return entries._object(reason)

    def _complaint_ensure_internal(self):
        self.check_access("read")
        if not self.env.user.has_group(INTERNAL):
            raise AccessError(self.env._("This is for colleagues of the helpdesk."))
