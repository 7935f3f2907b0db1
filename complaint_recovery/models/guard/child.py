from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty

from ...tools.asker import is_being_read
from ...tools.own_hand import is_own_hand, own_hand


class ComplaintChild(models.AbstractModel):
    """Part of one complaint: of its company, and deleted with it.

    The company is stored here, so that rules find it, and follows the complaint when a
    manager moves that (``_follow_company``). A field related to the ticket would do the
    same, and would ask each child whenever a plain ticket is moved or deleted.
    """

    _name = "complaint.child"
    _inherit = ["complaint.guarded"]
    _description = "Part of a Complaint"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True
    )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # Lines of a complaint that is read are read next: one query does both.
        inverse = {"ticket_id", self._active_name}
        if field_names and inverse.issuperset(field_names) and is_being_read(self.env):
            field_names = [
                field.name
                for field in self._determine_fields_to_fetch()
                if field.column_type and field.store
            ]
        return super().search_fetch(domain, field_names, offset, limit, order)

    def _complaint_whole(self):
        return self.ticket_id

    def write(self, vals):
        if not is_own_hand(self):
            for name in sorted(self._get_kept_words() & vals.keys()):
                self._keep_former_words(name, vals[name])
        return super().write(vals)

    @api.model
    def _get_kept_words(self):
        """Return the texts on record that may be written anew, not without a trace."""
        return frozenset()

    def _keep_former_words(self, name, words):
        """Leave the former words of ``name`` on the complaint, for colleagues alone."""
        label = self._fields[name]._description_string(self.env)
        for part in self.sudo():  # It stays on record, whoever writes it anew.
            former = part[name]
            if former != words and not is_html_empty(former):
                part.ticket_id._complaint_log(
                    Markup("%s<br/>%s")
                    % (
                        self.env._(
                            "%(label)s of “%(part)s” was written anew. Before:",
                            label=label,
                            part=part._told().display_name,
                        ),
                        former,
                    )
                )

    @api.depends("ticket_id")
    def _compute_company_id(self):
        companies = self._get_ticket_companies()
        for child in self:
            child.company_id = companies.get(child.ticket_id)

    def _get_ticket_companies(self):
        """Return ticket → its company, and bring no more of it into memory.

        Reading a field as superuser brings the whole row there, and what is in memory
        is read without being asked for: by a part that is not saved, for anybody.
        """
        # The company of a complaint is no secret to whoever files something on it.
        tickets = self.ticket_id.sudo()
        known = tickets._fields["company_id"]._get_cache(tickets.env)
        unread = tickets.filtered(lambda t: t.id not in known and t._origin)
        query = SQL(
            "SELECT id, company_id FROM helpdesk_ticket WHERE id IN %s",
            tuple(unread._origin.ids),
        )
        found = dict(self.env.execute_query(query)) if unread else {}
        return {
            ticket: self.env["res.company"].browse(found.get(ticket._origin.id))
            if ticket in unread
            else ticket.company_id
            for ticket in tickets
        }

    @api.model
    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"ticket_id"}

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"company_id"}

    @api.model
    def _follow_company(self, tickets):
        """Write the company of ``tickets`` on all their parts."""
        child = self.pool["complaint.child"]
        names = [name for name, model in self.pool.items() if issubclass(model, child)]
        for name in sorted(names):
            if self.env[name]._abstract:
                continue
            # All there are follow, also those the manager may not see.
            children = self.env[name].sudo()
            for child in children.search(Domain("ticket_id", "in", tickets.ids)):
                company = child.ticket_id.company_id
                if child.company_id != company:
                    own_hand(child).write(child._prepare_company_vals(company))

    @api.model
    def _get_company_amounts(self):
        """Return the names of the amounts kept in company currency."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "monetary"
            and field.store
            and self._fields[field.get_currency_field(self)].related
            == "company_id.currency_id"
        ]

    def _prepare_company_vals(self, company):
        """Return what moves this part to ``company``: its amounts converted."""
        self.ensure_one()
        return {"company_id": company.id} | {
            name: self._convert_between(self[name], self.company_id, company)
            for name in self._get_company_amounts()
        }

    @api.model
    def _convert_between(self, amount, old, new):
        """Return ``amount`` of the company ``old`` in ``new``, at the day's rate.

        Raises a UserError where no rate is known: 5,000 yen are not 5,000 dollars.
        """
        before, after = old.currency_id, new.currency_id
        if before == after or not amount or not before:
            return amount
        if not before.rate_ids and not after.rate_ids:
            raise UserError(
                self.env._(
                    "No exchange rate from %(old)s to %(new)s is known. Enter one "
                    "first.",
                    old=before.name,
                    new=after.name,
                )
            )
        return before._convert(amount, after, old, fields.Date.context_today(self))
