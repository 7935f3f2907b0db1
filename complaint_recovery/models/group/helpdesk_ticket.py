from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.asker import not_about_asker
from ...tools.groups import INTERNAL
from ...tools.in_use import in_use
from ...tools.late_index import LateColumnIndex
from ...tools.names import without_legal_form
from .figures import COMPARED_STATES


class HelpdeskTicket(models.Model):
    """A complaint in a group, which is handled by itself all the same (D24)."""

    _inherit = "helpdesk.ticket"

    complaint_group_id = fields.Many2one(
        "complaint.group",
        string="Group",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        ondelete="set null",
        domain="[('state', '=', 'open'), ('company_id', '=', company_id)]",
        help="Other customers have the same problem. No one learns of the others.",
    )
    _complaint_group_column_idx = LateColumnIndex("complaint_group_id")

    complaint_remedy_words = fields.Char(
        string="Remedy in words",
        compute="_compute_complaint_remedy_words",
        groups=INTERNAL,
    )

    @api.depends("complaint_remedy_ids.state")
    def _compute_complaint_remedy_words(self):
        """Say what the customer was offered or got, beside the others."""
        for ticket in self:
            remedies = ticket.complaint_remedy_ids.filtered(
                lambda r: r.state in COMPARED_STATES
            )
            ticket.complaint_remedy_words = ", ".join(remedies.mapped("display_name"))

    def _complaint_duty_to_inform(self):
        group = self.sudo().complaint_group_id  # What our duty is, is no secret.
        return bool(group.duty_to_inform) or super()._complaint_duty_to_inform()

    def _prepare_unmark_vals(self):
        return {**super()._prepare_unmark_vals(), "complaint_group_id": False}

    @api.model
    def _complaint_daily_steps(self):
        surges = self.env["complaint.group"]._run_daily
        return [*super()._complaint_daily_steps(), surges]

    @api.constrains("complaint_group_id")
    def _check_complaint_may_join(self):
        for ticket in self.sudo():  # The rule is the same whoever adds it.
            group = ticket.complaint_group_id
            if not group:
                continue
            if not ticket.is_complaint:
                raise ValidationError(
                    self.env._(
                        "%s is not a complaint and joins no group.", ticket.number
                    )
                )
            if group.state in ("closed", "dismissed"):
                raise ValidationError(
                    self.env._(
                        "%(group)s is closed: %(number)s cannot join it. Open the "
                        "group again, or make a new one.",
                        group=group.name,
                        number=ticket.number,
                    )
                )
            ticket._complaint_ensure_no_foreign_followers()

    @api.constrains("complaint_group_id", "company_id")
    def _check_complaint_group_company(self):
        for ticket in self.filtered("is_complaint").sudo():  # Whoever writes.
            group = ticket.complaint_group_id
            if group and group.company_id != ticket.company_id:
                raise ValidationError(
                    self.env._(
                        "%(number)s is a complaint of %(company)s: only a group of "
                        "that company holds it, so not %(group)s.",
                        number=ticket.number,
                        company=ticket.company_id.name,
                        group=group.name,
                    )
                )

    @api.model
    def _complaint_link_fields(self):
        return super()._complaint_link_fields() | {"complaint_group_id"}

    def action_leave_group(self):
        """Take the complaints out of their group; each goes on by itself."""
        self.check_access("write")
        self.write({"complaint_group_id": False})
        return True

    def _complaint_ensure_no_foreign_followers(self):
        """Raise an error where a follower would hear of others of the group."""
        self.ensure_one()
        foreign = self.message_partner_ids.filtered(
            lambda partner: not self._complaint_allows_follower(partner)
        )
        if foreign:
            raise ValidationError(
                self.env._(
                    "%(number)s is followed by people of somebody else: %(names)s. "
                    "They would hear what is said to this customer. Remove them from "
                    "its followers first, then add it to the group.",
                    number=self.number,
                    names=", ".join(foreign.mapped("display_name")),
                )
            )

    def _complaint_unwanted_names(self):
        """Return the names not to be told, those of the group's others included."""
        return super()._complaint_unwanted_names() + self._complaint_group_names()

    def _complaint_group_names(self):
        """Return what the other customers of the group are called.

        As bare names: records of ten thousand would be made anew for each of them.
        """
        self.ensure_one()
        ticket = in_use(self.sudo())  # They are compared with the words, no more.
        group = ticket.complaint_group_id
        if not group:
            return []
        others = Domain("complaint_group_id", "=", group.id) & Domain(
            "id", "!=", ticket.id
        )
        # Whose words are looked at is told which names stand in them.
        others &= not_about_asker(self.env)
        query = ticket._search(others)
        people = ticket.env["res.partner"].with_context(active_test=False)
        people = people._search(
            (
                Domain("id", "in", query.subselect("partner_id"))
                | Domain("id", "in", query.subselect("commercial_partner_id"))
            )
            & Domain("id", "not in", ticket._complaint_own_partners().ids)
        )
        senders = ticket._search(others & Domain("partner_id", "=", False))
        found = ticket._complaint_select(people, "res.partner", "name", "is_company")
        names = [
            without_legal_form(name) if is_company else name
            for name, is_company in found
        ]
        found = ticket._complaint_select(senders, "helpdesk.ticket", "partner_name")
        return list(filter(None, names + [name for (name,) in found]))

    @api.model
    def _complaint_select(self, query, model, *names):
        columns = (self.env[model]._field_to_sql(query.table, n, query) for n in names)
        return self.env.execute_query(query.select(*columns))

    def _complaint_find_named_in(self, words):
        """Return the names in ``words`` that this customer must not be told."""
        return list(self._complaint_find_names(words))
